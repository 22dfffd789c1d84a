export type CommandContext = { readonly wantsJson: boolean };
export type Command = { run(words: string[], context: CommandContext): Promise<number> };

/** Loaded only when called: `detect` needs no database and must not wait for one. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  detect: () => import("./detect.ts"),
  loadtest: () => import("./loadtest.ts"),
  ingest: () => withDatabase(() => import("./ingest.ts")),
  undo: () => withDatabase(() => import("./undo.ts")),
  imports: () => withDatabase(() => import("./imports.ts")),
  report: () => withDatabase(() => import("./report.ts")),
  teams: () => withDatabase(() => import("./teams.ts")),
  rules: () => withDatabase(() => import("./rules.ts")),
  prices: () => withDatabase(() => import("./prices.ts")),
  rates: () => withDatabase(() => import("./rates.ts")),
  scopes: () => withDatabase(() => import("./scopes.ts")),
  rigs: () => withDatabase(() => import("./rigs.ts")),
  tokens: () => withDatabase(() => import("./tokens.ts")),
  tariffs: () => withDatabase(() => import("./tariffs.ts")),
  carbon: () => withDatabase(() => import("./carbon.ts")),
  digest: () => withDatabase(() => import("./digest.ts")),
  reconcile: () => withDatabase(() => import("./reconcile.ts")),
  close: () => withDatabase(() => import("./close.ts")),
  verify: () => withDatabase(() => import("./verify.ts")),
};

async function withDatabase(load: () => Promise<Command>): Promise<Command> {
  const { ensureClient } = await import("../generate.ts");
  ensureClient();
  const { inDatabase } = await import("./database.ts");
  return { run: (words, context) => inDatabase(async () => (await load()).run(words, context)) };
}

export const USAGE = `Usage: npm run -s tokenwatt -- COMMAND [...] [--json]

  detect FILE... [--map FILE.json]            what a file is and says; needs no database. FILE may be a folder, all
                                              of which is read, or a ZIP archive; --json then lists the files
  ingest FILE... [--account NAME] [--rig NAME] [--zone ZONE] [--replace] [--map FILE.json]
                                              the same, and posts it; --map says which column of any other
                                              table is what, and is kept for the next file of its header
  loadtest --url URL --model M -o FILE.json [--api openai|ollama] [--levels 1,2,4,8] [--seconds 20]
            [--requests N] [--timeout 120] [--prompt-tokens 512] [--max-tokens 128] [--key-file FILE]
                                              puts load on a server of your own and writes what it did, for
                                              ingest --rig; needs no database (docs/load-test.md)
  undo IMPORT                                 take a posted import back
  imports                                     every import and its state
  report --month YYYY-MM [--team SLUG] [--cost effective|billed] [--by billed|used]
                                              each team's total cost of ownership
  teams                                       list
  teams add NAME [--slug SLUG] [--owner NAME] [--cost-centre TEXT]
  rules                                       list
  rules add --to TEAM [--to TEAM=PERCENT ...] [--provider P] [--account A] [--project P] [--workspace W]
            [--key K] [--user U] [--model M] [--tag NAME=VALUE] [--match FIELD=VALUE ...]
            [--from DAY] [--until DAY] [--note TEXT] [--try]
                                              --try says what it would move, and keeps nothing
  rules add --split-by usage[:FAMILY[:PROVIDER]] ...
                                              divide by tokens x price of the usage feed instead of shares
  rules end ID                                withdraw a rule
  prices                                      your own dated prices
  prices of MODEL --provider P [--day DAY]    what a model costs on a day, own or catalogue
  prices add MODEL --provider P --from DAY --source TEXT [--until DAY] [--currency USD] [--input N]
            [--output N] [--cache-read N] [--cache-write-5m N] [--cache-write-1h N] [--note TEXT]
                                              per 1,000,000 tokens; open months are rated anew
  prices end ID [--on DAY]                    the last day it holds; without one it is withdrawn whole
  prices unpriced --month YYYY-MM             models with tokens and no price
  rates [--currency C] [--month YYYY-MM] [--day DAY] [--limit N]
                                              exchange rates, newest first
  rates add --day DAY --from C --rate N [--to C] [--note TEXT]
                                              1 C of --from is N of --to (your reporting currency)
  rates import FILE                           the ECB's eurofxref-hist.csv, or its ZIP
  rates end ID                                withdraw a rate
  scopes [--month YYYY-MM]                    what counts of bills that hold more than AI, and what does not
  scopes set PROVIDER FORMAT everything|ai-and-gpu [--service NAME ...]
  rigs                                        list
  rigs add NAME --price P --in-service DAY --zone ZONE [--months 24] [--salvage S] [--hosting H]
            [--ops-hours H] [--ops-rate R] [--tariff T] [--wall-factor F] [--currency USD]
            [--hardware TEXT] [--share TEAM=PERCENT ...] [--maintenance A] [--licences A]
            [--base-watts W] [--pue P] [--catalogue ID] [--owner TEAM]
            [--idle idle|owner|shared|use] [--split shares|gpu-seconds|tokens|requests]
            [--serves HOST|MODEL ...] [--replaces PROVIDER/MODEL] [--grid ZONE]
  rigs add NAME --kind leased|rented --rent-monthly A | --rent-hourly R [--rent-hours H] ...
                                              one that is not bought needs no price
  rigs set NAME ...                           enter a rig's terms anew, as in rigs add; months that are closed keep
                                              theirs, and from --maintenance on what is left out stays
  rigs show RIG                               all of its terms, dated
  rigs catalogue                              hardware with published figures, to start from
  rigs capacity RIG [--latency-ms N [--of duration|first-token] [--quantile 50|90|95|99] [--keep]]
                                              what it serves at once by model, by its load tests; --keep makes
                                              this the rig's own objective
  rigs asset add RIG --name TEXT --price P --in-service DAY [--months 24] [--salvage S]
  rigs asset dispose RIG ID --on DAY          its last day: nothing is written off after it
  rigs charge add RIG --kind rent|hosting|maintenance|licences|labour --monthly A | --hourly R [--hours H]
            [--from DAY] [--to DAY] [--covers TEXT]
  rigs charge end RIG ID --on DAY             the last day it counts
  rigs wall set RIG [--factor F] [--base-watts W] [--pue P] [--from DAY] [--note TEXT]
                                              from measured to wall: (measured x factor + base) x PUE
  rigs share set RIG TEAM=PERCENT ... [--from DAY]
  rigs tariff set RIG PER_KWH [--from DAY]    one price per kWh from a day on
  rigs fill add RIG --from TIME --to TIME --rule off|idle|hour-of-week [--note TEXT] [--even-below-half]
                                              what it drew while nothing was measured: estimated, and marked so
  rigs fill end ID                            the statement holds no more
  tokens                                      API tokens, by which machines push files
  tokens add NAME [--expires DAY]             shown once; docs/push.md has the recipes
  tokens revoke ID
  tariffs                                     how energy is priced, each with its dated terms
  tariffs add NAME --per-kwh P|--file FILE.json [--currency C] [--zone Z] [--from DAY] [--fixed-monthly A]
            [--tax PERCENT] [--source TEXT]   enter a tariff; of one there is, its terms from --from on
  tariffs import NAME FILE [--from DAY] [--price inc-vat|exc-vat] [--unit kWh|cent|MWh] [--payment METHOD]
            [--zone Z] [--currency C]         an OpenEI rate, Octopus' unit rates, or a table of prices by time
  tariffs use NAME --rig RIG [--from DAY]     price a rig's energy by it
  carbon [--month YYYY-MM]                    grams of CO2e per kWh by grid; of a month, each rig's grams
  carbon set ZONE GRAMS --from DAY [--to DAY] [--source TEXT]
  carbon import FILE                          a history of Electricity Maps, hour by hour
  digest --preview [--month YYYY-MM] [--team SLUG] [--weekly]
                                              the mail as it would go out
  reconcile --month YYYY-MM                   usage x price, cost export and invoice of each provider account
  close --month YYYY-MM [--by NAME] [--note TEXT] [--reason TEXT] [--check] [--reopen]
                                              sign a month with a hash; --check only lists what is open, --reopen
                                              (needs --reason) opens it again
  verify [--rebuild]                          ledger against rollups against files; exit 1 on a difference;
                                              --rebuild first sums the rollups anew

Amounts are exact decimal text. Days of coverage count both ends.`;

import type { CarbonPage, IntensitiesWrittenWire, NewIntensityBody, RigCarbon } from "../api/wire/carbon.ts";
import { AppError } from "../core/app-error.ts";
import { addDays, type Day, dayStartMs, type Month, parseDay } from "../core/calendar.ts";
import { readElectricityMaps } from "../core/carbon/electricity-maps.ts";
import { GRID_DEFAULTS, type Grams, type GridIntensity, gramsOf } from "../core/carbon/grid-intensity.ts";
import { GRID_MIX_SOURCE } from "../core/carbon/grid-mix.ts";
import {
  add,
  allocate,
  compare,
  type Decimal,
  decimal,
  divide,
  format,
  isNegative,
  isZero,
  multiply,
  parseDecimal,
  round,
  STORED_SCALE,
  sum,
  ZERO,
} from "../core/decimal.ts";
import { kwhOf, wallMicrojoules, wallOn } from "../core/rig/wall.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { readIntensities, readOwnZones, writeIntensities } from "../db/grid-intensity.ts";
import { readOrganisation } from "../db/organisation.ts";
import { type RigRow, readRigs } from "../db/rigs.ts";
import type { Database } from "../db/sql.ts";
import { readTeams } from "../db/teams.ts";
import { inTransaction } from "../db/transaction.ts";
import { type RigMonthFacts, rigMonthFacts } from "./rig-month-input.ts";
import { readSmallText } from "./small-text.ts";

/** The organisation's own zones beside the means of countries, and which zone each rig is in. */
export async function carbonPage(): Promise<CarbonPage> {
  const [own, rigs] = await Promise.all([readOwnZones(pool), readRigs(pool)]);
  return {
    own: own.map((each) => ({ ...each, from: each.from.toISOString(), to: each.to?.toISOString() ?? null })),
    defaults: [...GRID_DEFAULTS.values()].map(({ zone, name, year, grams }) => ({
      zone,
      name,
      year,
      grams: format(grams),
    })),
    source: GRID_MIX_SOURCE,
    rigs: rigs.map((rig) => ({ slug: rig.slug, name: rig.name, zone: rig.gridZone })),
  };
}

const MOST_GRAMS = 3000n;
const MOST_PLACES = 3;

/** An intensity of a zone over days of the organisation's zone, the last one counted. @throws AppError invalid-input */
export async function setIntensity(body: NewIntensityBody, by: string): Promise<IntensitiesWrittenWire> {
  const grams = parseDecimal(body.grams);
  if (!grams || isNegative(grams) || grams.scale > MOST_PLACES || grams.units > MOST_GRAMS * 10n ** BigInt(grams.scale))
    throw refused(
      "grams",
      `“${body.grams}” is not grams per kWh. Write 0 to 3000, of at most three decimals, such as 40.7.`,
    );
  const zone = zoneOf(body.zone);
  const from = dayOf(body.from, "from");
  const to = body.to ? dayOf(body.to, "to") : null;
  if (to && to < from) throw refused("to", `It would end (${to}) before it begins (${from}).`);
  return inTransaction(async ({ client }) => {
    const organisation = await readOrganisation(client);
    const startMs = (day: Day) => dayStartMs(day, organisation.zone);
    const intensity: GridIntensity = {
      ...{ zone, grams, isEstimated: false },
      fromMs: startMs(from),
      toMs: to ? startMs(addDays(to, 1)) : null,
      source: body.source?.trim() || `entered by ${by}`,
    };
    const written = await writeIntensities(client, [intensity], by);
    await audit(client, {
      who: by,
      what: `entered ${format(grams)} g/kWh for the grid ${zone} from ${from}`,
      details: body,
    });
    return { ...written, notes: [] };
  });
}

/** Reads a history of Electricity Maps; the same hours again are revised. @throws AppError unreadable-file */
export async function importIntensities(given: {
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
  by: string;
}): Promise<IntensitiesWrittenWire & { file: string; zones: string[] }> {
  const { fileName: file, by } = given;
  const { intensities, issues } = readElectricityMaps(jsonOf(await readSmallText(given), file));
  const blocking = issues.find((issue) => issue.severity === "blocking");
  if (blocking) {
    const at = [
      blocking.row === null ? "" : ` row ${blocking.row}:`,
      blocking.column ? ` ${blocking.column}:` : "",
    ].join("");
    throw new AppError("unreadable-file", `${file}:${at} ${blocking.message}`, { issues });
  }
  const zones = [...new Set(intensities.map((each) => each.zone))];
  return inTransaction(async ({ client }) => {
    const written = await writeIntensities(client, intensities, by);
    await audit(client, {
      who: by,
      what: `read grid intensities of ${zones.join(", ")} from ${file}`,
      details: written,
    });
    return { file, zones, ...written, notes: issues.map(({ row, message }) => `Row ${row}: ${message}`) };
  });
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new AppError(
      "unreadable-file",
      `${file} is no JSON, or not whole. Save the answer of the history once more.`,
    );
  }
}

/** Countries are written as in the table, whatever the case given; other zones as they are. */
function zoneOf(text: string): string {
  const zone = text.trim();
  if (zone === "") throw refused("zone", "Name the zone: a country such as SWE, or your own such as SE-SE3.");
  return GRID_DEFAULTS.has(zone.toUpperCase()) ? zone.toUpperCase() : zone;
}

/** Each rig's month in grams, split to its bearers, per 1,000,000 tokens. */
export async function carbonOfMonth(month: Month, nowMs: number = Date.now()): Promise<RigCarbon[]> {
  const { zone } = await readOrganisation(pool);
  const carbon: RigCarbon[] = [];
  for (const rig of await readRigs(pool)) {
    const facts = await rigMonthFacts(pool, { rig, month, zone, nowMs });
    carbon.push(await rigCarbon(pool, { rig, month, facts }));
  }
  return carbon;
}

const MILLION = decimal(1_000_000);
const NOTHING: Grams = { grams: null, estimatedGrams: ZERO, unknownMicrojoules: ZERO, sources: [] };

/** One rig's month in grams, from what its month is reckoned from. */
export async function rigCarbon(
  database: Database,
  { rig, month, facts }: { rig: RigRow; month: Month; facts: RigMonthFacts },
): Promise<RigCarbon> {
  const { slug, name, gridZone: zone } = rig;
  const stretch = { fromMs: facts.fromMs, toMs: Math.max(facts.toMs, facts.fromMs + 1) };
  const intensities = zone ? await readIntensities(database, { zone, ...stretch }) : [];
  const { dayOf } = facts.input;
  const drawn = facts.input.measured.map((quarter) => ({
    atMs: quarter.atMs,
    wallMicrojoules: wallMicrojoules(quarter, wallOn(rig.terms.walls, dayOf(quarter.atMs))),
  }));
  const stated = facts.input.estimated.map(({ atMs, microjoules }) => ({ atMs, wallMicrojoules: microjoules }));
  const energy = [...drawn, ...stated].map((each) => ({ day: dayOf(each.atMs), microjoules: each.wallMicrojoules }));
  const measured = gramsOf({ quarters: drawn, zone, intensities }) ?? NOTHING;
  const fills = gramsOf({ quarters: stated, zone, intensities }) ?? NOTHING;
  const all = [measured.grams, fills.grams].filter((grams) => grams !== null);
  const grams = all.length === 0 ? null : sum(all);
  const estimatedGrams = add(measured.estimatedGrams, fills.grams ?? ZERO);
  const used = facts.use.counted;
  const tokens = used.length === 0 ? null : sum(used.flatMap((each) => [each.input, each.output]));
  return {
    ...{ month, slug, name, zone },
    grams: grams && format(grams),
    estimatedGrams: format(estimatedGrams),
    label:
      grams === null
        ? null
        : isZero(estimatedGrams)
          ? "measured"
          : format(estimatedGrams) === format(grams)
            ? "estimated"
            : "partly-estimated",
    unknownKwh: format(kwhOf(add(measured.unknownMicrojoules, fills.unknownMicrojoules))),
    sources: [...new Set([...measured.sources, ...fills.sources])],
    bearers:
      grams && (await bearersOf(database, { grams: round(grams, STORED_SCALE), energy, bearersOn: facts.bearersOn })),
    tokens: tokens && format(tokens),
    gramsPerMillion: grams && tokens && !isZero(tokens) ? format(divide(multiply(grams, MILLION), tokens)) : null,
  };
}

const isNobody = ({ slug }: { slug: string }): boolean => slug === "idle" || slug === "unassigned";
type DayEnergy = { readonly day: Day; readonly microjoules: Decimal };

/** By who bears the rig on each day, in proportion to the day's energy; the parts sum to the whole. */
async function bearersOf(
  database: Database,
  { grams, energy, bearersOn }: { grams: Decimal; energy: readonly DayEnergy[] } & Pick<RigMonthFacts, "bearersOn">,
): Promise<RigCarbon["bearers"]> {
  const days = new Map<Day, Decimal>();
  for (const { day, microjoules } of energy) days.set(day, add(days.get(day) ?? ZERO, microjoules));
  const drawn = [...days].filter(([, microjoules]) => !isZero(microjoules) && !isNegative(microjoules));
  if (drawn.length === 0) return null;
  const byDay = allocate(
    grams,
    drawn.map(([, microjoules]) => microjoules),
  );
  const names = new Map((await readTeams(database)).map((team) => [team.id, team]));
  const sums = new Map<string, { slug: string; name: string; grams: Decimal }>();
  for (const [index, [day]] of drawn.entries()) {
    const bearers = bearersOn(day);
    const parts = allocate(
      byDay[index] ?? ZERO,
      bearers.map(({ weight }) => weight),
    );
    for (const [at, { bearer }] of bearers.entries()) {
      const team = bearer.kind === "team" ? names.get(bearer.teamId) : undefined;
      const slug = team?.slug ?? bearer.kind;
      const sum = sums.get(slug) ?? {
        slug,
        name: team?.name ?? (slug === "idle" ? "Idle" : "Unassigned"),
        grams: ZERO,
      };
      sums.set(slug, { ...sum, grams: add(sum.grams, parts[at] ?? ZERO) });
    }
  }
  return [...sums.values()]
    .filter((each) => !isZero(each.grams))
    .sort((one, other) => Number(isNobody(one)) - Number(isNobody(other)) || compare(other.grams, one.grams))
    .map((each) => ({ ...each, grams: format(each.grams) }));
}

function dayOf(text: string, field: string): Day {
  const day = parseDay(text.trim());
  if (!day) throw refused(field, `“${text}” is not a day. Write it as 2026-05-01.`);
  return day;
}

const refused = (field: string, message: string): AppError => new AppError("invalid-input", message, { field });

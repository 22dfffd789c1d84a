import type { RigSettings, RigTermsWire } from "../api/wire/rigs.ts";
import type { Day } from "../core/calendar.ts";
import { type Decimal, format } from "../core/decimal.ts";
import { bookValueOf, lastMonthOf, USUAL_MONTHS } from "../core/rig/depreciation.ts";
import type { RigCharge, RigShares } from "../core/rig/terms.ts";
import { flatPrice, hourlyOf, monthlyOf, termsInForce } from "../core/rig/terms-in-force.ts";
import type { RigRow } from "../db/rigs.ts";

const text = (value: Decimal | null | undefined): string | null => (value ? format(value) : null);

/** A rig's terms in force on a day, as its form and `rigs --json` show them. */
export function rigSettings(rig: RigRow, today: Day): RigSettings {
  const { asset, charges, tariff, wall, shares } = termsInForce(rig.terms, today);
  const labour = hourlyOf(charges, "labour");
  const rent = hourlyOf(charges, "rent");
  return {
    name: rig.name,
    hardware: rig.hardware,
    zone: rig.zone,
    currency: rig.currency,
    price: text(asset?.price),
    inService: rig.terms.inService,
    months: asset?.months ?? USUAL_MONTHS,
    salvage: asset ? format(asset.salvage) : "0",
    hostingMonthly: text(monthlyOf(charges, "hosting")),
    operationsHours: text(labour?.hours),
    operationsRate: text(labour?.rate),
    tariffPerKwh: text(flatPrice(tariff)),
    wallFactor: wall ? format(wall.factor) : "1",
    shares: (shares?.shares ?? []).map(({ teamId, percent }) => ({
      team: teamOf(rig, teamId).slug,
      percent: format(percent),
    })),
    kind: rig.terms.kind,
    rentMonthly: text(monthlyOf(charges, "rent")),
    rentHourly: text(rent?.rate),
    rentHours: text(rent?.hours),
    maintenanceMonthly: text(monthlyOf(charges, "maintenance")),
    licencesMonthly: text(monthlyOf(charges, "licences")),
    owner: rig.owner?.slug ?? null,
    idleBearer: rig.terms.idleBearer,
    splitBy: rig.terms.splitBy,
    serves: [...rig.serves],
    replaces: rig.replaces,
    gridZone: rig.gridZone,
    catalogueId: rig.catalogueId,
    baseWatts: wall ? format(wall.baseWatts) : "0",
    pue: wall ? format(wall.pue) : "1",
  };
}

/** Everything of a rig, dated. `openFrom` is the first day after its last closed month. */
export function rigTerms(rig: RigRow, { today, openFrom }: { today: Day; openFrom: Day | null }): RigTermsWire {
  const { terms, slug, name, hardware, catalogueId, zone, currency, replaces, gridZone, latency } = rig;
  return {
    ...{ slug, name, hardware, catalogueId, zone, currency, replaces, gridZone, latency, openFrom },
    kind: terms.kind,
    inService: terms.inService,
    retiredOn: terms.retiredOn,
    owner: rig.owner && { slug: rig.owner.slug, name: rig.owner.name },
    idleBearer: terms.idleBearer,
    splitBy: terms.splitBy,
    serves: [...rig.serves],
    targetPercent: format(rig.targetPercent),
    prefillWeight: text(rig.prefillWeight),
    decodeWeight: text(rig.decodeWeight),
    assets: terms.assets.map((asset) => ({
      ...asset,
      price: format(asset.price),
      salvage: format(asset.salvage),
      lastMonth: lastMonthOf(asset),
      bookValue: format(bookValueOf(asset, today)),
    })),
    charges: terms.charges.map(chargeWire),
    tariffs: terms.tariffs.map((each) => ({
      from: each.from,
      tariffId: each.tariff.id,
      name: each.tariff.name,
      perKwh: text(flatPrice(each)),
    })),
    walls: terms.walls.map((wall) => ({
      ...wall,
      factor: format(wall.factor),
      baseWatts: format(wall.baseWatts),
      pue: format(wall.pue),
    })),
    shares: terms.shares.map((each) => sharesWire(rig, each)),
  };
}

function chargeWire({ amount, ...charge }: RigCharge): RigTermsWire["charges"][number] {
  if (amount.per === "month") return { ...charge, monthly: format(amount.amount), hourly: null, hours: null };
  return { ...charge, monthly: null, hourly: format(amount.rate), hours: text(amount.hours) };
}

const sharesWire = (rig: RigRow, { from, shares }: RigShares): RigTermsWire["shares"][number] => ({
  from,
  shares: shares.map(({ teamId, percent }) => {
    const { slug, name } = teamOf(rig, teamId);
    return { team: slug, name, percent: format(percent) };
  }),
});

function teamOf(rig: RigRow, teamId: number): { slug: string; name: string } {
  const team = rig.teams.find((each) => each.teamId === teamId);
  if (!team) throw new Error(`The rig ${rig.slug} has a share of a team that was not read with it`);
  return team;
}

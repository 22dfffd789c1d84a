import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "../testing/read-whole.ts";

type Sample = { readonly endMs: number; readonly elapsedHundredths: number; readonly power: readonly string[] };

/** As powermetrics stamps it: local time of the Mac, cut to the second, with its offset. */
function header({ endMs, elapsedHundredths }: Sample): string {
  const [day, month, date, year, time] = new Date(endMs + 7_200_000).toUTCString().replace(",", "").split(" ");
  const elapsed = `${Math.floor(elapsedHundredths / 100)}.${String(elapsedHundredths % 100).padStart(2, "0")}`;
  return `*** Sampled system activity (${day} ${date} ${month?.padStart(2, "0")} ${time} ${year} +0200) (${elapsed}ms elapsed) ***`.replace(
    /\((\w{3}) (\w{3}) (\d{2}) /,
    (_, name: string, second: string, third: string) => `(${name} ${second} ${third} `,
  );
}

const textOf = (samples: readonly Sample[]): string =>
  samples.map((sample) => `${header(sample)}\n\n${sample.power.join("\n")}\n\n`).join("\n");

async function read(text: string | Uint8Array) {
  const { energy, issues, summary } = await readWhole(text, { fileName: "power.txt" });
  return {
    intervals: energy.filter((item) => item.is === "interval"),
    series: energy.filter((item) => item.is === "series"),
    codes: issues.map(({ severity, code }) => `${severity} ${code}`),
    energy: summary.energy,
  };
}

const START_MS = Date.parse("2026-05-14T07:30:00.400Z");
const combined = (milliwatts: number): readonly string[] => [`Combined Power (CPU + GPU + ANE): ${milliwatts} mW`];

/** Samples that follow each other without a pause, as a Mac takes them. */
function following(
  steps: readonly (readonly [elapsedHundredths: number, milliwatts: number])[],
  fromMs = START_MS,
): Sample[] {
  let endHundredths = fromMs * 100;
  return steps.map(([elapsedHundredths, milliwatts]) => {
    endHundredths += elapsedHundredths;
    return { endMs: Math.floor(endHundredths / 100), elapsedHundredths, power: combined(milliwatts) };
  });
}

describe("samples of powermetrics", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 5_000, max: 600_000 }), fc.integer({ min: 1, max: 150_000 })), {
    minLength: 1,
    maxLength: 40,
  });

  it("have the energy of their own elapsed time and leave no hole, wherever their stamps are cut to seconds", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const { intervals, energy, codes } = await read(textOf(following(given)));
        expect(intervals.map(({ microjoules }) => microjoules)).toEqual(
          // mW x hundredths of a ms / 100 = uJ, half up.
          given.map(([hundredths, milliwatts]) => Math.floor((hundredths * milliwatts + 50) / 100)),
        );
        for (const [index, { fromMs }] of intervals.slice(1).entries()) expect(fromMs).toBe(intervals[index]?.toMs);
        expect(energy?.gapCount).toBe(0);
        expect(codes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("leave a hole where the Mac slept two seconds or longer", async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, fc.integer({ min: 2_000, max: 9_000_000 }), async (before, after, pauseMs) => {
        const first = following(before);
        const lastMs = first.at(-1)?.endMs ?? 0;
        const { intervals } = await read(textOf([...first, ...following(after, lastMs + pauseMs)]));
        const hole = (intervals[before.length]?.fromMs ?? 0) - (intervals[before.length - 1]?.toMs ?? 0);
        expect(Math.abs(hole - pauseMs)).toBeLessThanOrEqual(1_001);
      }),
      { numRuns: 60 },
    );
  });

  it("count once when the log was appended twice", async () => {
    const text = textOf(following(Array.from({ length: 30 }, (_, at) => [100_328, 5_000 + at])));
    const [once, twice] = [await read(text), await read(text + text)];
    expect(twice.energy?.kWh).toBe(once.energy?.kWh);
    expect(twice.intervals.slice(30).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(
      twice.intervals.slice(0, 30).map(({ fromMs, toMs }) => [fromMs, toMs]),
    );
  });
});

describe("the whole of a sample", () => {
  const of = async (...power: string[]) => {
    const [sample] = following([[100_000, 1]]);
    const { intervals, series, codes } = await read(textOf(sample ? [{ ...sample, power }] : []));
    return [series[0]?.scope, intervals[0]?.microjoules, ...codes];
  };

  it.each([
    [
      "Combined Power",
      ["CPU Power: 1000 mW", "GPU Power: 200 mW", "ANE Power: 30 mW", "Combined Power (CPU + GPU + ANE): 1231 mW"],
      "soc",
      1_231_000,
    ],
    [
      "Package Power on older systems",
      ["ANE Power: 0 mW", "DRAM Power: 90 mW", "CPU Power: 1000 mW", "GPU Power: 200 mW", "Package Power: 1473 mW"],
      "soc",
      1_473_000,
    ],
    [
      "the sum of its disjoint parts",
      [
        "E-Cluster Power: 300 mW",
        "ANE Power: 30 mW",
        "DRAM Power: 90 mW",
        "CPU Power: 1000 mW",
        "GPU Power: 200 mW",
        "GPU Power: 200 mW",
      ],
      "soc",
      1_320_000,
    ],
    ["an Intel package in watts", ["Intel energy model derived package power (CPUs+GT+SA): 2.45W"], "soc", 2_450_000],
    ["the processor alone", ["CPU Power: 1000 mW", "P-Cluster Power: 900 mW"], "cpu", 1_000_000],
    ["the graphics alone", ["GPU HW active frequency: 444 MHz", "GPU Power: 153 mW"], "gpu", 153_000],
  ])("is %s", async (_, power, scope, microjoules) => expect(await of(...power)).toEqual([scope, microjoules]));

  it("may be 0 of graphics alone, which rest", async () => {
    expect(await of("GPU Power: 0 mW")).toEqual(["gpu", 0]);
  });

  it("is missing, not 0, where it says 0 or nothing", async () => {
    expect(await of("Combined Power (CPU + GPU + ANE): 0 mW")).toEqual([
      undefined,
      undefined,
      "warning power-zero",
      "warning no-readings",
    ]);
    expect(await of("E-Cluster Power: 300 mW")).toEqual([
      undefined,
      undefined,
      "warning power-missing",
      "warning no-readings",
    ]);
  });
});

describe("a powermetrics log in another dress", () => {
  const text = textOf(
    following([
      [100_328, 5_000],
      [100_411, 6_000],
    ]),
  );
  const utf16 = new Uint8Array(
    new Uint16Array([...`\uFEFF${text}`].map((character) => character.charCodeAt(0))).buffer,
  );
  it.each([
    ["CRLF", text.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${text}`],
    ["UTF-16", utf16],
    ["what a shell says above it", `sudo powermetrics -i 1000\n${text}`],
  ])("gives the same with %s", async (_, dressed) => {
    expect((await read(dressed)).intervals.map(({ microjoules, toMs }) => [microjoules, toMs])).toEqual(
      (await read(text)).intervals.map(({ microjoules, toMs }) => [microjoules, toMs]),
    );
  });

  it("keeps no names of running programs", async () => {
    const { blocks } = await readWhole(
      `${text}*** Running tasks ***\n\nName      ID     CPU ms/s\nSecret Diary  812  12.10\n`,
    );
    expect(blocks.map((block) => block.text).join("")).toContain("Combined Power");
    expect(blocks.map((block) => block.text).join("")).not.toContain("Diary");
  });
});

import { createReadStream } from "node:fs";
import { ingestFile } from "../lib/flows/ingest.ts";
import { createRig } from "../lib/flows/rigs.ts";
import { copyBaseline, fileOf, megabytes, peakMemory, randomFrom, seconds, sizeOf } from "./measure.ts";

function* powerLines(samples: number): Generator<string> {
  const random = randomFrom(2);
  yield "timestamp, index, power.draw [W], utilization.gpu [%]";
  const start = Date.parse("2026-01-01T00:00:00Z");
  for (let sample = 0; sample < samples; sample += 1) {
    const stamp = new Date(start + sample * 1_000 + Math.floor(random() * 40)).toISOString();
    const text = `${stamp.slice(0, 10).replaceAll("-", "/")} ${stamp.slice(11, 23)}`;
    yield `${text}, 0, ${(60 + random() * 340).toFixed(2)} W, ${Math.floor(random() * 100)} %`;
  }
}

/** Read, store, integrate and post a 1 Hz power log, against COPY of the same bytes. */
export async function benchIntegratePower(samples: number): Promise<string[]> {
  const path = await fileOf(`power-${samples}.csv`, () => powerLines(samples));
  await createRig(
    {
      name: "Bench",
      hardware: "",
      zone: "UTC",
      currency: "USD",
      price: "2400",
      inService: "2026-01-01",
      months: 24,
      salvage: "0",
      hostingMonthly: null,
      operationsHours: null,
      operationsRate: null,
      tariffPerKwh: "0.2",
      wallFactor: "1",
      shares: [],
    },
    "bench",
  );
  const copyBefore = await copyBaseline(path, 4);
  const begun = performance.now();
  const done = await ingestFile({
    fileName: path,
    bytes: createReadStream(path, { highWaterMark: 1 << 20 }),
    rig: "bench",
    by: "bench",
  });
  const took = performance.now() - begun;
  const copyAfter = await copyBaseline(path, 4);
  const copy = (copyBefore + copyAfter) / 2;
  return [
    `${samples} power samples (${megabytes(sizeOf(path))}): ${seconds(took)}, ${done.summary?.energy?.kWh} kWh; COPY ${seconds(copy)} (${seconds(copyBefore)} before, ${seconds(copyAfter)} after)`,
    `ratio ${(took / copy).toFixed(2)} (goal <= 2.00); peak memory ${peakMemory()}`,
  ];
}

import { describe, expect, it } from "vitest";
import { AppError } from "../core/app-error.ts";
import { detect, importers } from "./registry.ts";
import { sampleOf } from "./source/sample.ts";

const sampleFrom = (text: string, fileName = "file.csv") => sampleOf({ fileName, text, isWhole: true }).sample;

const FOREIGN: Readonly<Record<string, string>> = {
  "a list of addresses": "name,street,city\nHarbour Ltd,1 Quay,Bergen\n",
  "a bank statement": "Date,Description,Amount,Currency\n2026-05-01,Coffee,3.50,EUR\n",
  "a codecarbon log":
    "timestamp,project_name,run_id,duration,emissions,cpu_power,gpu_power\n2026-05-01T00:00:00,a,b,1,2,3,4\n",
  "a saved API error": '{"error":{"message":"invalid api key"}}',
  prose: "Dear finance team, please find the numbers attached.\n",
};

describe("foreign files", () => {
  it.each(Object.keys(FOREIGN))("%s is claimed by no importer", (name) => {
    const sample = sampleFrom(FOREIGN[name] ?? "");
    expect(importers.filter((importer) => importer.claims(sample)).map(({ id }) => id)).toEqual([]);
  });
});

describe("detect", () => {
  const codeOf = (run: () => unknown) => {
    try {
      run();
      return null;
    } catch (error) {
      return error instanceof AppError ? { code: error.code, message: error.message } : error;
    }
  };

  it("says what it looked for and what it found when nothing claims a file", () => {
    expect(codeOf(() => detect(sampleFrom("name,street\nA,B\n")))).toMatchObject({
      code: "unknown-format",
      message: expect.stringMatching(/name, street.*BilledCost.*power\.draw/s),
    });
  });

  it.each(["", "\n\n", "  \r\n", "\uFEFF"])("says that an empty file is empty (%j)", (text) => {
    expect(codeOf(() => detect(sampleFrom(text)))).toMatchObject({
      code: "unknown-format",
      message: expect.stringContaining("empty"),
    });
  });

  it("shows no control characters of a file that is not text", () => {
    const binary = codeOf(() => detect(sampleFrom("\u001b[31mred\u0007,b\n")));
    expect(binary).toMatchObject({ code: "unknown-format", message: expect.not.stringMatching(/\p{Cc}/u) });
  });

  it("names both formats when two claim a file", () => {
    const [first, second] = importers;
    if (!first || !second) throw new Error("two importers are needed");
    const both = [first, second].map((importer) => ({ ...importer, claims: () => true }));
    expect(codeOf(() => detect(sampleFrom("a,b\n"), both))).toMatchObject({
      code: "ambiguous-format",
      message: expect.stringContaining(`${first.label} and ${second.label}`),
    });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/records/formats.ts";
import { sampleLine } from "./samples.ts";
import { accountOf, logOf, summaries } from "./summaries.ts";

/** Formats of which the kernel reads nothing, or next to nothing of their samples, and why. */
const LEFT: Readonly<Record<string, string>> = {
  "iis-native": "dates in three parts",
  uwsgi: "dates in three parts",
  "php-server": "times as C's ctime writes them",
  "cloudfront-json": "date and time under keys of their own",
  "aws-waf": "headers in a list of names and values",
  logfmt: "the agent of its sample has escapes",
};

describe("a kernel makes the windows that the summariser makes of what the reader reads, byte for byte", () => {
  it.each(FORMATS.map(({ name, samples }) => [name, samples] as const))("%s", (name, samples) => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 200_000 }), (seed, chunk) => {
        const log = logOf(seed, sampleLine(samples), 1000);
        const { readByKernel: _, ...made } = summaries(log, true, { format: name, chunk });
        expect(made).toEqual(accountOf(log, { format: name, chunk }));
      }),
      { numRuns: 4 },
    );
    const { readByKernel } = summaries(logOf(5, sampleLine(samples), 3000), true, {
      format: name,
      chunk: 1e6,
    });
    if (LEFT[name] === undefined) expect(readByKernel).toBeGreaterThan(100);
  });
});

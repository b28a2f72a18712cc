import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/records/formats.ts";
import type { Draw } from "./lines.ts";
import { sampleLine } from "./samples.ts";
import { accountOf, logOf, summaries } from "./summaries.ts";

/** How long the fuzzer runs, ms. A failure prints its seed. */
const TIME_MS = 5000;
const names = FORMATS.map(({ name }) => name);
const all = FORMATS.flatMap(({ samples }) => samples);

/** What may stand around lines. */
const ENVELOPES: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => `Apr  6 08:00:01 web1 proxy[17]: ${line}`,
  (line) => `<134>1 2021-04-06T06:00:01.123Z web1 proxy 17 - [a@1 b="]"] ${line}`,
  (line) => `2021-04-06T06:00:01.123456789Z stdout F ${line}`,
  (line) => `2021-04-06T06:00:01.123456789Z stdout P ${line}`,
  (line) => JSON.stringify({ log: `${line}\n`, stream: "stdout" }),
  (line) => JSON.stringify({ MESSAGE: [...Buffer.from(line)] }),
  (line) => `web-1  | ${line}`,
  (line) => `[pod/web/nginx] ${line}`,
  (line) => `2021-04-06T06:00:01Z {app="web"} ${line}`,
  (line) => `{"records":[${line},${line}]}`,
];

/** Lines of one format mostly, of others now and then, in changing envelopes, with bytes of no sense at last. */
function wildLine(samples: readonly string[]): (timeMs: number, draw: Draw) => string {
  const own = sampleLine(samples);
  const any = sampleLine(all);
  let envelope = ENVELOPES[0]!;
  return (timeMs, draw) => {
    if (draw(40) === 0) envelope = ENVELOPES[draw(ENVELOPES.length)]!;
    if (draw(50) === 0) {
      const piece = '"\\[]{} -:,\t\0=\u00e9<>|#/?%'.charAt(draw(22)).repeat(draw(3000));
      const line = own(timeMs, draw);
      const at = draw(line.length);
      return line.slice(0, at) + piece + line.slice(at);
    }
    return envelope((draw(12) === 0 ? any : own)(timeMs, draw));
  };
}

describe("whatever lines a log has", () => {
  it(
    "every one is accounted for, by kernel and readers alike",
    () => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.nat(names.length - 1),
          fc.integer({ min: 1, max: 300_000 }),
          (seed, at, chunk) => {
            const format = FORMATS[at]!;
            const log = logOf(seed, wildLine(format.samples), 400);
            const options = { format: format.name, chunk };
            const { readByKernel: _, ...made } = summaries(log, true, options);
            const sum = made.records + made.blank + made.late + made.rejected.reduce((a, b) => a + b, 0);
            expect(sum).toBe(made.lines);
            expect(made).toEqual(accountOf(log, options));
          },
        ),
        { numRuns: 10_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false },
      );
    },
    20 * TIME_MS,
  );
});

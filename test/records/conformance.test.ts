import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatOf } from "../../src/records/formats.ts";
import { type CaseResult, CONFORMANCE, detectionOf, hasConformance, runConformance } from "./conformance.ts";
import { readLines } from "./read-lines.ts";

/** Expectations that are not met with the format given, and why. `peer/case:line`, with all its fields. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "filebeat-modules/iis-7.5:5":
    "both addresses of the line were turned into Markdown links ([a](http://a)) on their way into the suite; without a client there is no request",
  "filebeat-modules/nginx-test:1": "the case is a mixture of formats without a name",
  "filebeat-modules/nginx-test:2": "the case is a mixture of formats without a name",
  "filebeat-modules/nginx-test:3": "the case is a mixture of formats without a name",
  "filebeat-modules/nginx-test:4": "the case is a mixture of formats without a name",
  "filebeat-modules/nginx-test:5": "the case is a mixture of formats without a name",
  "filebeat-modules/nginx-test:6": "the case is a mixture of formats without a name",
  "filebeat-modules/nginx-test:7": "the case is a mixture of formats without a name",
};

/** Cases with three entries or more of a format that has a name, whose format is not detected, and why. */
const UNDETECTED: Readonly<Record<string, string>> = {};

/** Each way is run once. */
function once(isDetected: boolean): () => CaseResult[] {
  let results: CaseResult[] | null = null;
  return () => {
    results ??= runConformance(isDetected);
    return results;
  };
}
const given = once(false);
const detected = once(true);

describe.skipIf(!hasConformance())(
  "suites of other programs (skipped where ../shared/conformance is absent)",
  () => {
    it("are met with the format given, but for the exceptions with a reason", () => {
      const results = given();
      const misses = results.flatMap((result) => result.misses);
      const unexplained = misses.filter((miss) => EXCEPTIONS[miss.where.split(" ")[0] ?? ""] === undefined);
      expect(unexplained).toEqual([]);
      const missed = new Set(misses.map((miss) => miss.where.split(" ")[0]));
      expect(Object.keys(EXCEPTIONS).filter((where) => !missed.has(where))).toEqual([]);
      const values = results.reduce((sum, result) => sum + result.values, 0);
      expect(misses.length / values).toBeLessThan(0.02);
    });

    it("have every line accounted for", () => {
      for (const results of [given(), detected()]) {
        for (const result of results) {
          if (result.isSupported)
            expect({ name: result.name, lines: result.accounted }).toEqual({
              name: result.name,
              lines: result.lines,
            });
        }
      }
    });

    it("have their format detected where it has a name and three entries", () => {
      const { named, wrong } = detectionOf(detected());
      expect(named.length).toBeGreaterThan(40);
      expect(
        wrong
          .map(({ name, format, detected }) => ({ name, format, detected }))
          .filter(({ name }) => UNDETECTED[name] === undefined),
      ).toEqual([]);
    });

    it("account for every hostile line, alone and together, in any order", () => {
      const bytes = readFileSync(`${CONFORMANCE}/hostile/hostile.log`);
      const whole = readLines(formatOf("combined"), bytes);
      const lines = bytes.toString("latin1").replace(/\n$/, "").split("\n");
      expect(whole.length).toBe(lines.length);
      const backwards = readLines(formatOf("combined"), Buffer.from(lines.toReversed().join("\n"), "latin1"));
      expect(backwards.length).toBe(lines.length);
      for (const name of [
        "combined",
        "vhost-combined",
        "w3c",
        "json",
        "caddy-json",
        "logfmt",
        "ltsv",
        "haproxy",
        "aws-alb",
      ]) {
        expect(readLines(formatOf(name), bytes).length).toBe(lines.length);
      }
      lines.forEach((line) => {
        const read = readLines(formatOf("combined"), Buffer.from(line, "latin1"));
        expect(read.length).toBeLessThanOrEqual(1);
      });
    });
  },
);

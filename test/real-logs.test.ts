import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { judgeFiles } from "../src/node/analyze-files.ts";
import { loadPlaces } from "../src/node/place-data.ts";
import { type Episode, isAttack, type Report } from "../src/reports/report.ts";

const DATA = new URL("../../shared/data/", import.meta.url);
const LOGS = {
  "almhuette-10k": "access.log.gz",
  "elastic-examples": "apache_logs.gz",
  "hegde-10yr": "access.log.gz",
  "lab11-2009": "access.log.gz",
  "sparkdev-wp-2016": "access.log.gz",
  ubunifu: "access.log.gz",
  "zanbil-10k": "access.log.gz",
} as const;
type Name = keyof typeof LOGS;

const names = Object.keys(LOGS) as Name[];
const pathOf = (name: Name) => fileURLToPath(new URL(`${name}/${LOGS[name]}`, DATA));
const isThere = names.every((name) => existsSync(pathOf(name)));
if (!isThere) console.log("Real logs are not at hand (../shared/data): these tests are skipped.");

/** Each log is judged once for all tests. */
const reports = new Map<Name, Report>();

function reportOf(name: Name): Report {
  const report = reports.get(name);
  if (report === undefined) throw new Error(`${name} was not judged`);
  return report;
}

function attacksOf(name: Name): readonly Episode[] {
  return reportOf(name).episodes.filter(({ verdict }) => isAttack(verdict));
}

function overlaps(episode: Episode, from: string, to: string): boolean {
  const endMs = episode.end === null ? Number.POSITIVE_INFINITY : Date.parse(episode.end);
  return Date.parse(episode.onset) < Date.parse(to) && endMs > Date.parse(from);
}

/** Lines of a file: newlines, and a last line without one. */
function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return bytes.length > 0 && bytes.at(-1) !== 10 ? lines + 1 : lines;
}

describe.skipIf(!isThere)("real logs", () => {
  beforeAll(async () => {
    const places = loadPlaces("lite");
    for (const name of names) reports.set(name, (await judgeFiles([pathOf(name)], { places })).report);
  }, 120_000);

  it.each(names)("%s is judged to its end, with every line accounted for", (name) => {
    const { lines, records, rejected, late, blank } = reportOf(name).input;
    expect(lines).toBe(countLines(gunzipSync(readFileSync(pathOf(name)))));
    expect(records + rejected.total + late + blank).toBe(lines);
    // Lines that are out of order beyond the lateness were understood, too (elastic-examples is shuffled).
    expect((records + late) / lines).toBeGreaterThan(0.9);
  });

  it.each([
    ["the burst of one source of 24 February", "2016-02-24T18:12:00Z", "2016-02-24T18:13:00Z"],
    ["the distributed guessing of 27 March", "2016-03-27T11:12:00Z", "2016-03-27T11:38:00Z"],
  ])("sparkdev-wp-2016: %s is an attack", (_, from, to) => {
    expect(attacksOf("sparkdev-wp-2016").filter((episode) => overlaps(episode, from, to))).not.toEqual([]);
  });

  it("sparkdev-wp-2016: at most twelve attack episodes in 37 days", () => {
    expect(attacksOf("sparkdev-wp-2016").map(({ onset }) => onset).length).toBeLessThanOrEqual(12);
  });

  it("hegde-10yr: at most one attack episode a calendar year", () => {
    const years = attacksOf("hegde-10yr").map(({ onset }) => onset.slice(0, 4));
    expect(years).toEqual([...new Set(years)]);
  });

  it.each(["ubunifu", "zanbil-10k"] as const)(
    "%s: no attack is claimed, for which this log is too short or too quiet",
    (name) => {
      expect(attacksOf(name).map(({ id }) => id)).toEqual([]);
    },
  );

  it("lab11-2009: no attack is claimed but the scanner that asked 745 times in half a minute", () => {
    const others = attacksOf("lab11-2009").filter(
      (episode) => !overlaps(episode, "2009-03-28T01:37:00Z", "2009-03-28T01:39:00Z"),
    );
    expect(others.map(({ id }) => id)).toEqual([]);
  });
});

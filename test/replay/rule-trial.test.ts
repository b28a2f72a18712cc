import { beforeAll, describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { LineSplitter } from "../../src/bytes/lines.ts";
import type { PlaceTable } from "../../src/geo/place-table.ts";
import { loadPlaces } from "../../src/node/place-data.ts";
import { CidrTable } from "../../src/records/cidr-table.ts";
import { ClientIdentity } from "../../src/records/clients.ts";
import { formatOf } from "../../src/records/formats.ts";
import { LogReplay, type ReplaySink } from "../../src/replay/log-replay.ts";
import { Posteriors } from "../../src/replay/posteriors.ts";
import type { TriedMatch } from "../../src/replay/rule-set.ts";
import { RuleTrial, type TriedSet } from "../../src/replay/rule-trial.ts";
import type { Report } from "../../src/reports/report.ts";
import { isAttack } from "../../src/reports/report.ts";
import { simulate } from "../../src/simulator/index.ts";
import { standInPlaces } from "../simulator/places.ts";

const MINUTE = 60_000;

interface Judged {
  readonly log: Uint8Array;
  readonly report: Report;
  readonly posteriors: Posteriors;
}

function judged(scenario: string, places: PlaceTable, memory: string): Judged {
  const drill = simulate(scenario, {
    seed: 3,
    historyMs: 60 * MINUTE,
    durationMs: 30 * MINUTE,
    rate: 2,
    format: "combined",
    places: standInPlaces(),
  });
  const log = Buffer.concat([...drill]);
  const posteriors = new Posteriors();
  const analyzer = new Analyzer({
    places,
    memory,
    format: "combined",
    witness: (onsetMs, { startMs, endMs }, units) => posteriors.note(onsetMs, startMs, endMs, units),
  });
  analyzer.push(log);
  return { log, report: analyzer.finish(), posteriors };
}

function replay(log: Uint8Array, sink: ReplaySink): void {
  const format = [{ line: 1, format: formatOf("combined") }];
  const splitter = new LineSplitter(new LogReplay(format, "UTC", new ClientIdentity(null), sink));
  splitter.push(log);
  splitter.end();
}

function tried(
  { log, report, posteriors }: Judged,
  places: PlaceTable,
  rules: readonly TriedMatch[],
  allow: readonly string[] = [],
): { trial: RuleTrial; set: TriedSet } {
  const attacks = report.episodes.filter(({ verdict }) => isAttack(verdict));
  const trial = new RuleTrial([{ name: "tried", rules }], posteriors, {
    seed: 0,
    places,
    allow: allow.length > 0 ? new CidrTable(allow, "allow") : null,
    escaping: "backslash",
    sinceMs: null,
    untilMs: null,
    onsetsMs: new Set(attacks.map(({ onset }) => Date.parse(onset))),
    episodes: report.episodes.map(({ onset, end }) => ({
      startMs: Date.parse(onset),
      endMs: end === null ? Number.POSITIVE_INFINITY : Date.parse(end),
    })),
    networkOf: () => 0,
  });
  replay(log, trial);
  return { trial, set: trial.results()[0]! };
}

describe("trying rules on a log that was judged", () => {
  let places: PlaceTable;
  let flooded: Judged;
  beforeAll(() => {
    places = loadPlaces("lite");
    flooded = judged("flood/hosting-login", places, "96MiB");
  });

  it("finds of tidegauge's own rules what the report says of them", () => {
    const episode = flooded.report.episodes.find(({ verdict }) => isAttack(verdict))!;
    expect(episode.rules.length).toBeGreaterThan(0);
    const { trial, set } = tried(
      flooded,
      places,
      episode.rules.map(({ match }) => match),
    );
    expect(flooded.posteriors.sampled).toBe(false);
    let caught = 0;
    let hit = 0;
    set.rules.forEach(({ added }, index) => {
      caught += added.attack / trial.all.attack;
      hit += added.organic / trial.all.organic;
      expect(caught).toBeCloseTo(episode.rules[index]!.attackCaught, 2);
      expect(hit).toBeCloseTo(episode.rules[index]!.organicHit, 2);
    });
  });

  it("accounts for every request: attackers', visitors', usual and unjudged ones", () => {
    const { trial } = tried(flooded, places, [{ method: ["POST"] }]);
    const { attack, organic, baseline } = trial.all;
    expect(attack + organic + baseline + trial.unjudged).toBeCloseTo(flooded.report.input.requests, 3);
  });

  it("adds up: what a rule adds is what those above it leave, and all of it is what they hit together", () => {
    const matches: TriedMatch[] = [{ method: ["POST"] }, { path: ["/", "/login"] }, { method: ["GET"] }];
    const { set } = tried(flooded, places, matches);
    const sum = set.rules.reduce(
      (total, { added }) => total + added.attack + added.organic + added.baseline,
      0,
    );
    expect(sum).toBeCloseTo(set.together.attack + set.together.organic + set.together.baseline, 3);
    for (const { alone, added } of set.rules) expect(added.organic).toBeLessThanOrEqual(alone.organic + 1e-6);
    expect(set.rules[0]!.added).toEqual(set.rules[0]!.alone);
  });

  it("hits with a country and with anywhere but it every request once, unknown places among the latter", () => {
    const home = { country: ["US", "FR"] };
    const { trial, set } = tried(flooded, places, [home, { notCountry: home.country }]);
    expect(set.together).toEqual({ ...trial.all });
    expect(set.rules[1]!.added).toEqual(set.rules[1]!.alone);
    const unknown = tried(flooded, places, [{ country: ["XX"] }]).set.together;
    const spared = tried(flooded, places, [{ notCountry: [...home.country, "XX"] }]).set.together;
    expect(spared.baseline).toBe(set.rules[1]!.alone.baseline - unknown.baseline);
  });

  it("never hits who is allowed", () => {
    const { set } = tried(flooded, places, [{ method: ["GET", "POST", "HEAD"] }], ["0.0.0.0/0", "::/0"]);
    expect(set.together).toEqual({ attack: 0, organic: 0, baseline: 0 });
  });

  it("estimates from a sample what it finds exactly with enough memory", () => {
    const busy = judged("flood/hundred-countries", places, "96MiB");
    const small = judged("flood/hundred-countries", places, "16MiB");
    const rules: TriedMatch[] = [{ notCountry: ["FR", "US"] }, { method: ["POST"] }];
    const [whole, part] = [busy, small].map((one) => tried(one, places, rules));
    const share = ({ trial, set }: typeof whole & object) => set.together.attack / trial.all.attack;
    expect(share(part!)).toBeCloseTo(share(whole!), 1);
  });
});

describe("rules on values that were logged escaped", () => {
  it("match how they were sent, and how they were logged", () => {
    const line =
      '192.0.2.7 - - [06/Apr/2021:08:00:00 +0000] "GET /a HTTP/1.1" 200 5 "-" "say \\x22hi\\x22 \\xC3\\xA9"\n';
    const places = loadPlaces("none");
    const nothing = { log: Buffer.from(line), report: new Analyzer().finish(), posteriors: new Posteriors() };
    const agents = ['say "hi" é', "say \\x22hi\\x22 \\xC3\\xA9", "say hi", "-"];
    const hits = agents.map(
      (agent) => tried(nothing, places, [{ userAgent: [agent] }]).set.together.baseline,
    );
    expect(hits).toEqual([1, 1, 0, 0]);
    expect(tried(nothing, places, [{ referrer: ["-"], path: ["/a"] }]).set.together.baseline).toBe(1);
  });
});

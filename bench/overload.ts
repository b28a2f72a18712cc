/**
 * The overload question alone: what was true and what was answered, side by side, a line an incident of a site with a capacity.
 *
 *   node --import tsx bench/overload.ts [--family NAME]… [--seeds N] [--from SEED] [--history H] [--drill FILE]… [--wrong]
 *
 *   --family NAME   families whose name begins so (default: all that can have a capacity)
 *   --seeds N       seeds a family (default 4), from --from on (default 1000, which no list of families uses)
 *   --history H     hours of normal traffic before (default 6)
 *   --drill FILE    judge this log instead, with its truth beside it (FILE.truth.json for FILE.log.gz)
 *   --wrong         only what was answered wrong
 *
 * `peak` is the highest organic demand in ten seconds, `capacity` what the site serves, `demand` the organic peak with its
 * bounds as claimed. Incidents without an episode are left out, as in the evaluation: those are its recall. At the end, how
 * often it was right.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import type { PlaceTable } from "../src/geo/place-table.ts";
import { loadPlaces } from "../src/node/place-data.ts";
import type { Episode } from "../src/reports/report.ts";
import { SCENARIOS, type Truth } from "../src/simulator/index.ts";
import { type ClaimedEpisode, claimsOf } from "./evaluation/claims.ts";
import { Corpus } from "./evaluation/corpus.ts";
import { analyze } from "./evaluation/judged-case.ts";
import { overloadAnswer, spanOf } from "./evaluation/outcome.ts";

const { values } = parseArgs({
  options: {
    family: { type: "string", multiple: true, default: [] },
    seeds: { type: "string", default: "4" },
    from: { type: "string", default: "1000" },
    history: { type: "string", default: "6" },
    drill: { type: "string", multiple: true, default: [] },
    wrong: { type: "boolean", default: false },
  },
});

let asked = 0;
let right = 0;
const places = loadPlaces("lite");
if (values.drill.length > 0) {
  for (const log of values.drill) {
    const truth = JSON.parse(readFileSync(log.replace(/\.log\.gz$/u, ".truth.json"), "utf8")) as Truth;
    show(truth.scenario, gunzipSync(readFileSync(log)), truth, places, truth.home);
  }
} else {
  const corpus = new Corpus(places);
  const wanted = values.family.length > 0 ? values.family : ["organic/", "flood/", "mixed/"];
  for (const { name } of SCENARIOS.filter((one) => wanted.some((prefix) => one.name.startsWith(prefix)))) {
    for (let i = 0; i < Number(values.seeds); i += 1) {
      const seed = Number(values.from) + i;
      const { log, truth } = corpus.specimen({ family: name, seed, historyHours: Number(values.history) });
      if (truth.capacityRequestsPerSecond !== null) show(`${name} ${seed}`, log, truth, places, null);
    }
  }
}
console.log(`right: ${right} of ${asked}${asked > 0 ? `, ${(right / asked).toFixed(3)}` : ""}`);

/** Judges a log and prints what was answered to each of its incidents. */
function show(
  name: string,
  log: Buffer,
  truth: Truth,
  table: PlaceTable,
  home: readonly string[] | null,
): void {
  const report = analyze(log, table, home === null ? {} : { home });
  const claimed = claimsOf(report).episodes.map((one, index) => ({ ...one, said: report.episodes[index]! }));
  for (const incident of truth.incidents) {
    const answered = overloadAnswer({ ...incident, ...spanOf(incident) }, claimed, truth);
    if (answered === null) continue;
    asked += 1;
    if (answered.isRight) right += 1;
    if (values.wrong && answered.isRight) continue;
    const peak = incident.organicPeakRequestsPerSecond!;
    console.log(
      [
        answered.isRight ? " " : "✗",
        name.padEnd(34),
        incident.id.padEnd(9),
        `${incident.start.slice(11, 19)}-${incident.end.slice(11, 19)}`,
        `attack ${incident.attackShare.toFixed(2)}`,
        `true: ${word(incident.overloadedWithoutAttack)} peak ${peak.toFixed(1)} / ${truth.capacityRequestsPerSecond!.toFixed(1)}`,
        `said: ${word(answered.episode.overloadedWithoutAttack)} ${figures(answered.episode)}`,
      ].join(" "),
    );
  }
}

function figures({ said, attackShare }: ClaimedEpisode & { said: Episode }): string {
  const { overload } = said;
  const share = `${said.verdict} ${attackShare?.estimate.toFixed(2) ?? "–"}`;
  if (overload === null) return `(no sign of overload) ${share}`;
  const { organicPeakRequestsPerSecond: demand, organicPeakLow: low, organicPeakHigh: high } = overload;
  return `demand ${demand.toFixed(1)} [${low.toFixed(1)} ${high.toFixed(1)}] / ${overload.capacityRequestsPerSecond?.toFixed(1)} ${overload.capacityBasis} ${share}`;
}

function word(answer: boolean | null | undefined): string {
  return answer === true ? "yes" : answer === false ? "no" : "?";
}

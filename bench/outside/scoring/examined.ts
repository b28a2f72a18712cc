import { Analyzer } from "../../../src/analyzer.ts";
import type { PlaceTable } from "../../../src/geo/place-table.ts";
import type { Report } from "../../../src/reports/report.ts";
import type { Truth } from "../../../src/simulator/index.ts";
import { claimsOf } from "../../evaluation/claims.ts";
import { compare, type Outcome } from "../../evaluation/outcome.ts";
import type { Scenario } from "../scenario.ts";
import { writerOf } from "../world/log-formats.ts";
import { play } from "../world/play.ts";
import { columnsOf } from "./columns.ts";
import { faultsOf } from "./faults.ts";
import { stamped, truthOf } from "./truth.ts";

/** Bytes that are handed to the analyzer at once. */
const CHUNK_BYTES = 1 << 20;

/** A scenario as a log, with the truth about it. */
export interface LabelledLog {
  readonly log: Buffer;
  readonly truth: Truth;
  /** Letters of the truth, one a line, in file order; lines of the head have none. */
  readonly labels: string;
  readonly headLines: number;
}

/** How the judge did on one log. */
export interface Examined {
  readonly name: string;
  readonly seed: number;
  readonly outcome: Outcome;
  /** What is wrong with the report, in words; empty: nothing. */
  readonly faults: string[];
  /** What was true, and what was said. */
  readonly truth: string[];
  readonly said: string[];
  readonly lines: number;
  readonly playSeconds: number;
  readonly judgeSeconds: number;
}

/** The log of a scenario. */
export function labelledLog(scenario: Scenario, seed: number, places: PlaceTable): LabelledLog {
  const { log, truth, lines, headLines } = written(scenario, seed, places);
  return { log, truth, labels: lines.map(({ row }) => row.client.label).join(""), headLines };
}

/** Plays a scenario, lets the judge read its log, compares. */
export function examine(scenario: Scenario, seed: number, places: PlaceTable): Examined {
  const began = performance.now();
  const { log, truth, lines } = written(scenario, seed, places);
  const played = performance.now();
  const report = judge(scenario, log, places);
  const judged = performance.now();
  const outcome = compare(claimsOf(report), truth, columnsOf(lines, scenario.format, places));
  return {
    name: scenario.name,
    seed,
    outcome,
    faults: faultsOf(outcome, report, truth),
    truth: truth.incidents.map(
      ({ kind, start, end, attackShare, decidable, description, overloadedWithoutAttack, requests }) =>
        `${kind}${decidable ? "" : " (undecidable)"} ${clock(start)}–${clock(end)} ${requests} requests${kind === "attack" ? ` ${percent(attackShare)}` : ""}${overloadedWithoutAttack === null ? "" : overloadedWithoutAttack ? ", overloaded anyway" : ", not overloaded by people"}: ${description}`,
    ),
    said: report.episodes.map(
      (episode) =>
        `${episode.verdict} ${clock(episode.onset)}–${episode.end === null ? "…" : clock(episode.end)} share ${percent(episode.attackShare?.estimate ?? 0)} (${percent(episode.attackShare?.low ?? 0)}–${percent(episode.attackShare?.high ?? 0)}): ${episode.phases.map((phase) => `${clock(phase.start)} ${phase.verdict}`).join(", ")}`,
    ),
    lines: lines.length,
    playSeconds: (played - began) / 1000,
    judgeSeconds: (judged - played) / 1000,
  };
}

/** What the judge says of a log, told no more than an operator of such a site has to say. */
export function judge(scenario: Scenario, log: Buffer, places: PlaceTable): Report {
  const analyzer = new Analyzer({ ...scenario.options, places });
  for (let start = 0; start < log.length; start += CHUNK_BYTES) {
    analyzer.push(log.subarray(start, start + CHUNK_BYTES));
    for (const _ of analyzer.drain());
  }
  return analyzer.finish();
}

function written(scenario: Scenario, seed: number, places: PlaceTable) {
  const played = play(scenario, seed, places);
  const lines = stamped(played, played.rows);
  const writer = writerOf(scenario.format);
  const context = { beginsMs: played.beginsMs, zone: scenario.zone, host: scenario.site.host };
  const head = writer.head ?? [];
  const texts = [...head, ...lines.map(({ row, ms }) => writer.line(row, ms, context))];
  return {
    log: Buffer.from(`${texts.join("\n")}\n`),
    truth: truthOf(played, lines),
    lines,
    headLines: head.length,
  };
}

function clock(time: string): string {
  return time.slice(11, 19);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

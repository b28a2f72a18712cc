import { type Escaping, escapingOf } from "../../attribution/as-sent.ts";
import type { ExportEpisode } from "../../attribution/exports/export.ts";
import { anonymizeReport } from "../anonymize.ts";
import { isAttack, type Report, VERDICTS } from "../report.ts";
import { instantOf } from "../text/clock.ts";
import { columnsOf, type PackedColumns, packed } from "./window-columns.ts";

/** What the script of the page works with, as JSON in the page: figures, times, and the rules as they are to be written. */
export interface PageData {
  readonly generator: string;
  /** Zone in which times are shown. */
  readonly tz: string;
  readonly windows: PackedColumns;
  /** The phases of all episodes, in order of time. */
  readonly phases: readonly PagePhase[];
  /** The episodes that are told in full, in the order of the page. */
  readonly episodes: readonly PageEpisode[];
  /** Addresses that no rule may touch. */
  readonly allow: readonly string[];
  readonly trustedProxies: readonly string[];
  /** How the log writes down what visitors sent. */
  readonly escaping: Escaping;
}

/** Start and end in seconds since 1970 UTC, and the verdict as its place in `VERDICTS`. */
export type PagePhase = readonly [from: number, to: number, verdict: number];

/** What the chart of an episode shows, and its rules. Times are seconds since 1970 UTC. */
export interface PageEpisode {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** What its chart shows: the episode with some of what lies around it. */
  readonly view: readonly [from: number, to: number];
  /** Requests per second that are normal; null where nothing is known of it. */
  readonly baseline: number | null;
  /** Moments worth a mark. */
  readonly marks: readonly (readonly [number, string])[];
  /** Null where there is nothing to block. */
  readonly rules: ExportEpisode | null;
}

/**
 * Gathers what the script needs.
 * @param told indexes of the episodes that are told in full
 */
export function pageData(report: Report, told: readonly number[]): PageData {
  const cut = report.settings.anonymize ? anonymizeReport(report) : report;
  return {
    generator: cut.generator,
    tz: cut.settings.tz,
    windows: packed(columnsOf(cut.windows)),
    phases: phasesOf(cut),
    episodes: told.map((index) => pageEpisode(cut, index)),
    allow: cut.settings.allow,
    trustedProxies: cut.settings.trustedProxies,
    escaping: escapingOf(cut.input.sources.map(({ format }) => format)),
  };
}

/** Of very many, the longest: the others would not be seen. */
const MOST_PHASES = 1000;

function phasesOf(report: Report): readonly PagePhase[] {
  const phases = report.episodes.flatMap((episode) =>
    episode.phases.map(({ start, end, verdict }): PagePhase => {
      const close = end ?? episode.end ?? report.input.to ?? start;
      return [seconds(start), seconds(close), VERDICTS.indexOf(verdict)];
    }),
  );
  if (phases.length <= MOST_PHASES) return phases;
  const longest = [...phases]
    .sort((a, b) => b[1] - b[0] - (a[1] - a[0]) || a[0] - b[0])
    .slice(0, MOST_PHASES);
  return longest.sort((a, b) => a[0] - b[0]);
}

function pageEpisode(report: Report, index: number): PageEpisode {
  const episode = report.episodes[index]!;
  const { id, verdict, onset, end, rules, overload } = episode;
  const close = end ?? report.input.to ?? onset;
  const seen = episode.phases.find((phase) => isAttack(verdict) && isAttack(phase.verdict));
  const marks: [number, string][] = [[seconds(seen?.detectedAt ?? episode.detectedAt), "recognised"]];
  if (overload?.firstOverload != null) marks.push([seconds(overload.firstOverload), "overload"]);
  const [from, to] = [seconds(onset), Math.max(seconds(onset), seconds(close))];
  return {
    id,
    from,
    to,
    view: viewOf(report, from, to),
    baseline: episode.baselineRequestsPerSecond,
    marks,
    // Cut addresses would block whole networks: such rules are read, not used.
    rules: rules.length === 0 || report.settings.anonymize ? null : { id, verdict, onset, end, rules },
  };
}

function viewOf({ windows, settings }: Report, from: number, to: number): [number, number] {
  const last = windows.at(-1);
  if (last === undefined) return [from, to];
  const around = Math.max(60, 3 * settings.windowSeconds, 0.15 * (to - from));
  return [
    Math.max(seconds(windows[0]!.start), from - around),
    Math.min(seconds(last.start) + last.seconds, to + around),
  ];
}

function seconds(iso: string): number {
  return instantOf(iso) / 1000;
}

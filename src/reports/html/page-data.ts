import { isEscaping } from "../../attribution/as-sent.ts";
import type { ExportEpisode } from "../../attribution/exports/export.ts";
import { anonymizeReport } from "../anonymize.ts";
import { isAttack, type Report, type ReportWindow, VERDICTS } from "../report.ts";
import { instantOf } from "../text/clock.ts";

/** What the script of the page works with, as JSON in the page: figures, times, and the rules as they are to be written. */
export interface PageData {
  readonly generator: string;
  /** Zone in which times are shown. */
  readonly tz: string;
  readonly windows: PackedColumns;
  /** The episodes that are told in full, in the order of the page. */
  readonly episodes: readonly PageEpisode[];
  /** Addresses that no rule may touch. */
  readonly allow: readonly string[];
  readonly trustedProxies: readonly string[];
  /** Whether the log holds values in the escapes of nginx or Apache. */
  readonly escaped: boolean;
}

/** The windows of a report, a column per field: that takes a tenth of the room. Times are whole seconds. */
export interface WindowColumns {
  /** Start of the first window, in seconds since 1970 UTC. */
  readonly start: number;
  /** Seconds between the end of the window before and the start of this one; mostly 0. */
  readonly gap: readonly number[];
  readonly seconds: readonly number[];
  readonly requests: readonly number[];
  readonly sources: readonly number[];
  readonly logins: readonly number[];
  readonly overload: readonly number[];
  /** A digit per window: its place in `VERDICTS`. */
  readonly verdicts: string;
  /** Attack probability in thousandths; -1 where it was not judged. */
  readonly probability: readonly number[];
  /** Attack share in thousandths; -1 where it was not judged. */
  readonly share: readonly number[];
}

/** A column whose values mostly repeat: value, how often, value, how often, … */
export type Runs = readonly number[];

/** {@link WindowColumns} as they stand in the page. */
export interface PackedColumns extends Omit<WindowColumns, "gap" | "seconds" | "overload"> {
  readonly gap: Runs;
  readonly seconds: Runs;
  readonly overload: Runs;
}

/** What the chart of an episode shows, and its rules. Times are seconds since 1970 UTC. */
export interface PageEpisode {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** What its chart shows: the episode with some of what lies around it. */
  readonly view: readonly [from: number, to: number];
  /** Requests per second that are normal; null where nothing is known of it. */
  readonly baseline: number | null;
  /** Start, end, place in `VERDICTS`. */
  readonly phases: readonly (readonly [number, number, number])[];
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
    episodes: told.map((index) => pageEpisode(cut, index)),
    allow: cut.settings.allow,
    trustedProxies: cut.settings.trustedProxies,
    escaped: cut.input.sources.some(({ format }) => format !== null && isEscaping(format)),
  };
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
    phases: episode.phases.map((phase) => [
      seconds(phase.start),
      seconds(phase.end ?? close),
      VERDICTS.indexOf(phase.verdict),
    ]),
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

/** Columns with what repeats written once. */
export function packed(columns: WindowColumns): PackedColumns {
  return {
    ...columns,
    gap: runs(columns.gap),
    seconds: runs(columns.seconds),
    overload: runs(columns.overload),
  };
}

/** The other way: `unpacked(packed(columns))` equals `columns`. */
export function unpacked(columns: PackedColumns): WindowColumns {
  return {
    ...columns,
    gap: unrun(columns.gap),
    seconds: unrun(columns.seconds),
    overload: unrun(columns.overload),
  };
}

function runs(values: readonly number[]): Runs {
  const packed: number[] = [];
  for (const value of values) {
    if (packed.at(-2) === value) packed[packed.length - 1]! += 1;
    else packed.push(value, 1);
  }
  return packed;
}

function unrun(packed: Runs): number[] {
  const values: number[] = [];
  for (let index = 0; index < packed.length; index += 2) {
    for (let left = packed[index + 1]!; left > 0; left -= 1) values.push(packed[index]!);
  }
  return values;
}

/** The windows as columns. Probabilities and shares are kept to a thousandth. */
export function columnsOf(windows: readonly ReportWindow[]): WindowColumns {
  const starts = windows.map(({ start }) => seconds(start));
  const thousandths = (value: number | null) => (value === null ? -1 : Math.round(value * 1000));
  return {
    start: starts[0] ?? 0,
    gap: windows.map((_, index) =>
      index === 0 ? 0 : starts[index]! - starts[index - 1]! - windows[index - 1]!.seconds,
    ),
    seconds: windows.map((window) => window.seconds),
    requests: windows.map((window) => window.requests),
    sources: windows.map((window) => window.sources),
    logins: windows.map((window) => window.logins),
    overload: windows.map((window) => window.overloadResponses),
    verdicts: windows.map(({ verdict }) => VERDICTS.indexOf(verdict)).join(""),
    probability: windows.map((window) => thousandths(window.attackProbability)),
    share: windows.map((window) => thousandths(window.attackShare)),
  };
}

function seconds(iso: string): number {
  return instantOf(iso) / 1000;
}

import { type ReportWindow, VERDICTS } from "../report.ts";
import { instantOf } from "../text/clock.ts";

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
  const starts = windows.map(({ start }) => instantOf(start) / 1000);
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

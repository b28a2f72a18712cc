import { bootstrap, type Interval, MEASURES, type Measure } from "./measures.ts";
import type { Outcome } from "./outcome.ts";

/** What one detector did on one log. */
export interface Result {
  detector: string;
  family: string;
  seed: number;
  historyHours: number;
  /** `fit`, `calibration` or `test`. */
  role: string;
  outcome: Outcome;
}

/** The table of marks, detectors side by side, over some results; as Markdown. */
export function marksTable(results: readonly Result[], detectors: readonly string[]): string {
  const rows = MEASURES.map((measure) => [
    measure.name,
    measure.must,
    measure.aim,
    ...detectors.map((detector, i) => {
      const outcomes = results.filter((result) => result.detector === detector).map(({ outcome }) => outcome);
      const interval = bootstrap(measure, outcomes);
      if (interval === null) return "–";
      const mark = i === 0 && !measure.passes(interval.value) ? " ✗" : "";
      return i === 0 ? `${withInterval(interval, measure)}${mark}` : printed(interval.value, measure);
    }),
  ]);
  return markdown(["measure", "must", "aim", ...detectors], rows);
}

/** One detector family by family: the few measures that tell where it hurts. */
export function familyTable(results: readonly Result[], detector: string): string {
  const names = [
    "attack recall",
    "attack precision, episodes",
    "organic recall",
    "organic called attack",
    "false alarms per 10 site-days",
    "time to detect, median",
    "attack share error, mean",
    "interval cover",
    "rules: attack caught",
    "rules: organic hit",
    "overload question",
  ];
  const measures = MEASURES.filter(({ name }) => names.includes(name));
  const mine = results.filter((result) => result.detector === detector);
  const families = [...new Set(mine.map(({ family }) => family))];
  const rows = families.map((family) => {
    const own = mine.filter((result) => result.family === family);
    return [
      family,
      own[0]?.role ?? "",
      String(own.length),
      ...measures.map((measure) => {
        const value = measure.of(own.map(({ outcome }) => outcome));
        return value === null ? "–" : `${printed(value, measure)}${measure.passes(value) ? "" : " ✗"}`;
      }),
    ];
  });
  return markdown(["family", "role", "logs", ...measures.map(({ name }) => name)], rows);
}

function withInterval({ value, low, high }: Interval, measure: Measure): string {
  return `${printed(value, measure)} (${printed(low, measure)}–${printed(high, measure)})`;
}

function printed(value: number, { unit }: Measure): string {
  if (unit === "seconds") return `${value.toFixed(0)} s`;
  if (unit === "share") return value.toFixed(3);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 3);
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join(
    "\n",
  );
}

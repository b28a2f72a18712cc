import { type Episode, gravest, isAttack, type ReportWindow, type Verdict } from "../report.ts";
import { type Clock, instantOf } from "./clock.ts";
import { padEnd, padStart } from "./layout.ts";
import { endMs, heading, type Page } from "./page.ts";
import { count, duration } from "./words.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths that a column or the step between two labels may have. */
const STEPS = [
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 56, 112, 182, 364, 728, 1820].map((days) => days * DAY),
];

/** Columns left of the chart: the rate and the axis. */
const GUTTER = 10;
const HEIGHT = 8;

/** Where overload responses are this share of a column's requests, it is marked. */
const OVERLOAD_SHARE = 0.01;

const MARKS: Readonly<Record<Verdict, string>> = {
  "flood-attack": "A",
  mixed: "M",
  inconclusive: "?",
  "organic-surge": "S",
  normal: " ",
};

/** One column of the chart. */
interface Bar {
  requests: number;
  attack: number;
  overload: number;
  verdicts: Set<Verdict>;
}

/** The whole log as a chart; and where the log is much longer than the leading episode, that one closer up. */
export function timeline(page: Page, leading: Episode | null): string[] {
  const { input, windows } = page.report;
  if (windows.length === 0 || input.from === null || input.to === null) return [];
  const from = instantOf(windows[0]!.start);
  const last = windows.at(-1)!;
  const to = Math.max(instantOf(last.start) + last.seconds * 1000, from + 1000);
  const lines = chart(page, "Timeline", from, to);
  if (leading !== null) {
    const onset = instantOf(leading.onset);
    const end = endMs(page, leading.end);
    const margin = Math.max(10 * MINUTE, (end - onset) / 2);
    if (to - from > 12 * (end - onset + 2 * margin)) {
      lines.push("", ...chart(page, "Closer", Math.max(from, onset - margin), Math.min(to, end + margin)));
    }
  }
  return lines;
}

function chart(page: Page, title: string, from: number, to: number): string[] {
  const { paint, width, clock, report } = page;
  const room = Math.max(20, width - GUTTER);
  const finest = report.settings.windowSeconds * 1000;
  const columnMs = STEPS.find((step) => step >= finest && (to - from) / step <= room - 1) ?? STEPS.at(-1)!;
  const first = alignedDown(from, columnMs, clock);
  const bars = filled(report.windows, first, columnMs, Math.min(room, Math.ceil((to - first) / columnMs)));
  const top = Math.max(...bars.map((bar) => bar.requests));
  const unit = unitOf(top / (columnMs / 1000));
  const lines = [
    heading(page, title, `${unit.words}: ░ visitors, █ attack; a column is ${duration(columnMs)}`),
  ];
  for (let row = HEIGHT - 1; row >= 0; row -= 1) {
    const label = row === HEIGHT - 1 ? count((top / columnMs) * unit.ms) : row === 0 ? "0" : "";
    lines.push(
      `${padStart(label, GUTTER - 2)} ${paint.dim("│")}${bars.map((bar) => cell(page, bar, row, top)).join("")}`.trimEnd(),
    );
  }
  lines.push(...axis(page, first, columnMs, bars.length));
  if (bars.some((bar) => marked(bar))) {
    lines.push(
      label("judged") +
        bars
          .map((bar) => mark(page, bar))
          .join("")
          .trimEnd(),
    );
  }
  if (bars.some((bar) => bar.overload > OVERLOAD_SHARE * bar.requests)) {
    const strain = bars.map((bar) => (bar.overload > OVERLOAD_SHARE * bar.requests ? "!" : " ")).join("");
    lines.push(label("overload") + paint.yellow(strain.trimEnd()));
  }
  return [...lines, ...legend(page, bars)];
}

/** Requests a second, a minute or an hour, whichever makes figures of some size. */
function unitOf(perSecond: number): { words: string; ms: number } {
  if (perSecond >= 5) return { words: "requests a second", ms: 1000 };
  return perSecond >= 0.1
    ? { words: "requests a minute", ms: MINUTE }
    : { words: "requests an hour", ms: HOUR };
}

/** Spreads every window evenly over the columns it touches. Suspects in what was judged no attack are not shown as one. */
function filled(windows: readonly ReportWindow[], first: number, columnMs: number, columns: number): Bar[] {
  const bars = Array.from({ length: columns }, () => ({
    requests: 0,
    attack: 0,
    overload: 0,
    verdicts: new Set<Verdict>(),
  }));
  for (const window of windows) {
    const start = instantOf(window.start);
    const end = start + window.seconds * 1000;
    const lastColumn = Math.min(columns - 1, Math.ceil((end - first) / columnMs) - 1);
    for (
      let column = Math.max(0, Math.floor((start - first) / columnMs));
      column <= lastColumn;
      column += 1
    ) {
      const columnStart = first + column * columnMs;
      const inside = Math.min(end, columnStart + columnMs) - Math.max(start, columnStart);
      const share = inside / (end - start);
      const bar = bars[column]!;
      bar.requests += window.requests * share;
      if (isAttack(window.verdict)) bar.attack += window.requests * share * (window.attackShare ?? 0);
      bar.overload += window.overloadResponses * share;
      bar.verdicts.add(window.verdict);
    }
  }
  return bars;
}

/** One character: visitors below, attack above; what little there is still shows in the lowest row. */
function cell(page: Page, bar: Bar, row: number, top: number): string {
  const scale = top === 0 ? 0 : HEIGHT / top;
  const height = bar.requests * scale;
  const visitors = Math.min(1, Math.max(0, (bar.requests - bar.attack) * scale - row));
  const amount = Math.min(1, Math.max(0, height - row));
  if (amount < 0.5 && !(row === 0 && height > 0)) return " ";
  return amount - visitors > visitors ? page.paint.red("█") : page.paint.green("░");
}

function marked(bar: Bar): boolean {
  return gravest(bar.verdicts) !== "normal";
}

function mark(page: Page, bar: Bar): string {
  const verdict = gravest(bar.verdicts);
  return verdict === "normal" ? " " : page.paint.verdict(verdict, MARKS[verdict]);
}

const MEANINGS: Readonly<Record<Verdict, string>> = {
  "flood-attack": "A attack",
  mixed: "M attack in a surge",
  inconclusive: "? inconclusive",
  "organic-surge": "S surge of visitors",
  normal: "",
};

function legend(page: Page, bars: readonly Bar[]): string[] {
  const seen = new Set(bars.map((bar) => gravest(bar.verdicts)));
  const words = (Object.keys(MEANINGS) as Verdict[]).filter(
    (verdict) => verdict !== "normal" && seen.has(verdict),
  );
  if (words.length === 0) return [];
  return [" ".repeat(GUTTER) + page.paint.dim(words.map((verdict) => MEANINGS[verdict]).join("   "))];
}

function label(text: string): string {
  return `${padStart(text, GUTTER - 2)}  `;
}

/** The last multiple of a step, by the clock of the zone: hours begin at full hours where offsets are odd, too. */
function alignedDown(instant: number, step: number, clock: Clock): number {
  const offset = clock.offsetMs(instant);
  return Math.floor((instant + offset) / step) * step - offset;
}

function axis(page: Page, first: number, columnMs: number, columns: number): string[] {
  const { clock, paint } = page;
  const long = columns * columnMs > 2 * DAY;
  const text = (instant: number) =>
    long ? clock.day(instant) : columnMs < MINUTE ? clock.second(instant) : clock.minute(instant);
  const labelWidth = columnMs < MINUTE && !long ? 8 : 6;
  const step =
    STEPS.find((each) => each >= columnMs * (labelWidth + 3) && each % columnMs === 0) ??
    columnMs * (labelWidth + 3);
  let line = "";
  let labels = "";
  for (let column = 0; column < columns; column += 1) {
    const instant = first + column * columnMs;
    const isTick = alignedDown(instant, step, clock) > instant - columnMs;
    line += isTick ? "┴" : "─";
    const fits = column + labelWidth <= columns + 2 && labels.length <= column;
    if (isTick && fits) labels = padEnd(labels, column) + text(instant);
  }
  return [
    `${" ".repeat(GUTTER - 1)}${paint.dim(`└${line}`)}`,
    `${padStart(cutZone(clock.zone), GUTTER - 2)}  ${labels}`,
  ];
}

/** The zone where it is short; a long name stands in the headline. */
function cutZone(zone: string): string {
  return zone.length <= GUTTER - 2 ? zone : "";
}

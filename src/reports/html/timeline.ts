import { VERDICTS, type Verdict } from "../report.ts";
import type { Clock } from "../text/clock.ts";
import { verdictWord } from "../text/words.ts";
import { axisTop, type Bins, binned, binSeconds, isOverloaded, totalAt } from "./bins.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import type { PageData, PageEpisode, PagePhase } from "./page-data.ts";
import { figure, lengthWords, rateUnit, timeTicks } from "./ticks.ts";

/** The drawing in its own units; the page scales it. */
const WIDTH = 760;
const HEIGHT = 226;
const LEFT = 44;
const RIGHT = 18;
const TOP = 22;
const BOTTOM = 26;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

/** Of the whole log, which is drawn once, and of an episode. */
const MOST_BINS = { whole: 240, episode: 120 };
const MOST_ROWS = 24;

const DAY = 86_400;

/** A span of the log as a chart. Times are seconds since 1970 UTC. */
export interface TimeSpan {
  /** `all`, or the place of an episode in the page's data. */
  readonly name: string;
  readonly caption: string;
  readonly from: number;
  readonly to: number;
  /** Whose normal rates are shown. */
  readonly episodes: readonly PageEpisode[];
}

/**
 * The requests over time, visitors below and attack above them, with the normal rate, the phases and the overload: as a drawing
 * that needs no script (and is printed), which the page's script puts a chart in the place of, and as a table.
 */
export function timeChart(page: HtmlPage, span: TimeSpan, phases: readonly PagePhase[]): Markup {
  const { episodes } = span;
  const least = page.report.settings.windowSeconds;
  const length = span.to - span.from;
  const most = span.name === "all" ? MOST_BINS.whole : MOST_BINS.episode;
  const bins = binned(page.columns, span.from, span.to, binSeconds(length, most, least));
  const table = binned(page.columns, span.from, span.to, binSeconds(length, MOST_ROWS, least));
  const shown = phases.filter(([start, end]) => end > span.from && start < span.to);
  const verdicts = verdictsIn(shown);
  const has = {
    undecided: bins.undecided.some((rate) => rate > 0),
    attack: bins.attack.some((rate) => rate > 0),
    overload: bins.overload.some((rate) => rate > 0),
    normal: episodes.some(({ baseline }) => baseline !== null),
  };
  return html`<figure class="chart" data-chart="${span.name}">
<figcaption>${span.caption} <span class="aside" data-means>requests ${unitOf(bins).words}, means of ${lengthWords(bins.step)}</span></figcaption>
<div class="plot">${drawing(page, span, bins, shown)}</div>
<ul class="legend">
<li class="k-visitors">visitors</li>
${has.attack && html`<li class="k-attack">attack</li>`}
${has.undecided && html`<li class="k-undecided">perhaps attack</li>`}
${has.normal && html`<li class="k-normal">normal rate</li>`}
${has.overload && html`<li class="k-overload">overload responses</li>`}
${verdicts.length > 0 && html`<li>judged:${verdicts.map((verdict) => html` <span class="k-verdict v-${verdict}">${verdictWord(verdict)}</span>`)}</li>`}
</ul>
<details class="as-table"><summary>This chart as a table</summary>
${binTable(page, table, has.undecided)}</details>
</figure>
`;
}

/** The whole log, with the phases of all its episodes; nothing where there is no window. */
export function wholeLog(page: HtmlPage, { episodes, phases }: PageData): Markup | null {
  const log = logSpan(page);
  return log === null
    ? null
    : timeChart(page, { ...log, name: "all", caption: "The whole log", episodes }, phases);
}

/** From the first window to the end of the last, in seconds since 1970 UTC; null where there is none. */
export function logSpan({ columns }: HtmlPage): { readonly from: number; readonly to: number } | null {
  if (columns.seconds.length === 0) return null;
  let to = columns.start;
  for (let index = 0; index < columns.seconds.length; index += 1) {
    to += columns.gap[index]! + columns.seconds[index]!;
  }
  return { from: columns.start, to };
}

function unitOf(bins: Bins) {
  return rateUnit(topOf(bins));
}

function topOf(bins: Bins): number {
  let top = 0;
  for (let index = 0; index < bins.length; index += 1) top = Math.max(top, totalAt(bins, index));
  return top;
}

function verdictsIn(phases: readonly PagePhase[]): readonly Verdict[] {
  const seen = new Set(phases.map(([, , verdict]) => verdict));
  return VERDICTS.filter((verdict, index) => verdict !== "normal" && seen.has(index));
}

function drawing(page: HtmlPage, span: TimeSpan, bins: Bins, phases: readonly PagePhase[]): Markup {
  const { episodes } = span;
  const unit = unitOf(bins);
  const top = axisTop(
    bins,
    episodes.map(({ baseline }) => baseline),
    unit.factor,
  );
  const length = Math.max(1, span.to - span.from);
  const x = (time: number) =>
    LEFT + Math.round((Math.min(Math.max(time, span.from), span.to) - span.from) * (PLOT_WIDTH / length));
  const y = (rate: number) => TOP + PLOT_HEIGHT - Math.round((rate / top) * PLOT_HEIGHT);
  const area = (rateAt: (index: number) => number) => {
    const bottom = TOP + PLOT_HEIGHT;
    let path = `M${LEFT} ${bottom}`;
    let [atX, atY] = [LEFT, bottom];
    for (let index = 0; index < bins.length; index += 1) {
      const [right, up] = [x(bins.start + (index + 1) * bins.step), y(rateAt(index))];
      if (up !== atY) path += `V${up}`;
      if (right !== atX) path += `H${right}`;
      [atX, atY] = [right, up];
    }
    return `${path}V${bottom}z`;
  };
  const strips = verdictsIn(phases).map((verdict) => {
    const stretches = phases.filter((phase) => VERDICTS[phase[2]] === verdict);
    const paths = stretches.map(
      ([start, end]) => `M${x(start)} 5h${Math.max(2, x(end) - x(start))}v7H${x(start)}z`,
    );
    return html`<path class="v-${verdict}" d="${[...new Set(paths)].join("")}"/>`;
  });
  const normal = episodes.flatMap(({ baseline, from, to }) =>
    baseline === null || baseline > top || to <= span.from || from >= span.to
      ? []
      : [html`<path class="normal" d="M${x(from)} ${y(baseline)}H${Math.max(x(from) + 3, x(to))}"/>`],
  );
  let overload = "";
  for (let index = 0; index < bins.length; index += 1) {
    if (!isOverloaded(bins, index)) continue;
    const start = index;
    while (index + 1 < bins.length && isOverloaded(bins, index + 1)) index += 1;
    const [left, right] = [x(bins.start + start * bins.step), x(bins.start + (index + 1) * bins.step)];
    overload += `M${left} ${TOP + PLOT_HEIGHT + 2}h${Math.max(2, right - left)}v4H${left}z`;
  }
  const ticks = timeTicks(span.from, span.to, 9, page.clock);
  return html`<svg class="still" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description(page, span, bins)}">
${[0, 0.5, 1].map(
  (part) =>
    html`<path class="grid" d="M${LEFT} ${y(top * part)}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${y(top * part) + 4}" text-anchor="end">${figure(top * part * unit.factor)}</text>`,
)}
${bins.attack.some((rate) => rate > 0) && html`<path class="attack" d="${area((index) => totalAt(bins, index))}"/>`}
${bins.undecided.some((rate) => rate > 0) && html`<path class="undecided" d="${area((index) => bins.visitors[index]! + bins.undecided[index]!)}"/>`}
<path class="visitors" d="${area((index) => bins.visitors[index]!)}"/>
${normal}${strips}${overload !== "" && html`<path class="overload" d="${overload}"/>`}
${ticks.map(({ at, label }) => html`<text x="${x(at)}" y="${HEIGHT - 3}" text-anchor="middle">${label}</text>`)}
</svg>`;
}

/** What the drawing shows, in a sentence, for those who cannot see it. */
function description(page: HtmlPage, span: TimeSpan, bins: Bins): string {
  const unit = unitOf(bins);
  let peak = 0;
  for (let index = 1; index < bins.length; index += 1) {
    if (totalAt(bins, index) > totalAt(bins, peak)) peak = index;
  }
  const at = page.clock.full((bins.start + peak * bins.step) * 1000);
  const attack = bins.attack[peak]!;
  return `Requests over time from ${page.clock.full(span.from * 1000)} to ${page.clock.full(span.to * 1000)}: most at ${at}, ${figure(totalAt(bins, peak) * unit.factor)} ${unit.words}${attack > 0 ? `, ${figure(attack * unit.factor)} of them attack` : ""}. The table below has the figures.`;
}

/** The day before a time, where a span is longer than one; with its year, where that may be another. */
function dayWords(clock: Clock, instant: number, seconds: number): string {
  if (seconds <= DAY) return "";
  return `${seconds > 300 * DAY ? clock.date(instant) : clock.day(instant)} `;
}

function binTable(page: HtmlPage, bins: Bins, hasUndecided: boolean): Markup {
  const unit = unitOf(bins);
  const length = bins.length * bins.step;
  const rows: Markup[] = [];
  for (let index = 0; index < bins.length; index += 1) {
    if (totalAt(bins, index) === 0) continue;
    const instant = (bins.start + index * bins.step) * 1000;
    const time = bins.step < 60 ? page.clock.second(instant) : page.clock.minute(instant);
    const cell = (rate: number) => html`<td>${rate === 0 ? "0" : figure(rate * unit.factor)}`;
    const verdict = VERDICTS[bins.verdicts[index]!]!;
    rows.push(
      html`<tr><th scope="row">${dayWords(page.clock, instant, length) + time}${cell(bins.visitors[index]!)}${cell(bins.attack[index]!)}${hasUndecided && cell(bins.undecided[index]!)}${cell(bins.overload[index]!)}<td class="t">${verdictWord(verdict)}\n`,
    );
  }
  return html`<div class="scroll" tabindex="0"><table class="figures"><caption>Requests ${unit.words}, means of ${lengthWords(bins.step)}; spans without requests are left out</caption>
<thead><tr><th scope="col">from<th scope="col">visitors<th scope="col">attack${hasUndecided && html`<th scope="col">perhaps attack`}<th scope="col">overload responses<th scope="col" class="t">judged
<tbody>${rows}</table></div>`;
}

import uPlot from "uplot";
import { axisTop, type Bins, binned, binSeconds, isOverloaded, totalAt } from "../src/reports/html/bins.ts";
import type { PageEpisode, PagePhase } from "../src/reports/html/page-data.ts";
import { figure, lengthWords, type RateUnit, rateUnit, timeTicks } from "../src/reports/html/ticks.ts";
import type { WindowColumns } from "../src/reports/html/window-columns.ts";
import { VERDICTS } from "../src/reports/report.ts";
import type { Clock } from "../src/reports/text/clock.ts";
import { verdictWord } from "../src/reports/text/words.ts";
import { button, element } from "./element.ts";

/** Pixels that a bin takes at least, and the chart's height. */
const BIN_WIDTH = 3;
const HEIGHT = 240;
const NARROW = 560;
const LOW_HEIGHT = 200;

/** A span in seconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a chart shows. */
export interface TimeChartOptions {
  readonly columns: WindowColumns;
  readonly phases: readonly PagePhase[];
  /** Whose normal rates are shown, and, of a single one, what happened when. */
  readonly episodes: readonly PageEpisode[];
  readonly span: Span;
  readonly clock: Clock;
}

/**
 * A chart of requests over time in the place of the still drawing: zoomed by dragging, by buttons and by keys; the bins become
 * finer with the view. The arrow keys go from bin to bin, and what is there is told to screen readers, too.
 */
export class TimeChart {
  readonly #options: TimeChartOptions;
  readonly #figure: HTMLElement;
  readonly #place: HTMLElement;
  readonly #tip = element("div", { class: "tip", attributes: { "aria-hidden": "true" } });
  readonly #told = element("div", { class: "unseen", attributes: { role: "status" } });
  /** The finest windows: no bin is shorter. */
  readonly #least: number;
  #view: Span;
  #marked: Span | null = null;
  #bins: Bins;
  #unit: RateUnit = rateUnit(1);
  #chart: uPlot | null = null;
  #width = 0;

  constructor(figure: HTMLElement, options: TimeChartOptions) {
    this.#figure = figure;
    this.#options = options;
    this.#view = options.span;
    this.#least = options.columns.seconds.reduce((least, seconds) => Math.min(least, seconds), 86_400);
    this.#bins = binned(options.columns, options.span.from, options.span.to, 60);
    const plot = figure.querySelector<HTMLElement>(".plot")!;
    this.#place = element("div", {
      class: "live",
      attributes: {
        tabindex: "0",
        role: "group",
        "aria-label":
          "Chart of requests over time. Arrow keys go from point to point, plus and minus zoom, escape shows all. The same figures are in the table below.",
      },
    });
    this.#place.append(this.#tip);
    plot.append(this.#place, this.#told);
    plot.classList.add("has-live");
    plot.before(
      element(
        "div",
        { class: "zoom", attributes: { role: "group", "aria-label": "Zoom" } },
        button("+", () => this.#zoom(0.5), "Zoom in"),
        button("−", () => this.#zoom(2), "Zoom out"),
        button("All", () => this.#show(this.#options.span), "Show all of it"),
      ),
    );
    this.#place.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => {
      if (this.#place.clientWidth !== this.#width) this.draw();
    }).observe(this.#place);
  }

  /** Shades a span, such as the episode that is told below; null for none. */
  mark(span: Span | null): void {
    this.#marked = span;
    this.#chart?.redraw();
  }

  /** Draws anew: in other colours, or for another width. Nothing while it cannot be seen. */
  draw(): void {
    this.#width = this.#place.clientWidth;
    if (this.#width === 0) return;
    const { columns, clock } = this.#options;
    const { from, to } = this.#view;
    const step = binSeconds(to - from, Math.max(60, this.#width / BIN_WIDTH), this.#least);
    this.#bins = binned(columns, from, to, step);
    const data = this.#data();
    this.#unit = rateUnit(Math.max(...(data[1] as number[])));
    const { factor } = this.#unit;
    const roundTop = axisTop(this.#bins, data[4] as (number | null)[], factor);
    const style = getComputedStyle(this.#figure);
    const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const axis = {
      stroke: color("muted"),
      font: `12px ${style.fontFamily}`,
      ticks: { show: false },
      grid: { stroke: color("line"), width: 1 },
    };
    const stepped = uPlot.paths.stepped!({ align: 1 });
    const area = (name: string) => ({ paths: stepped, fill: color(name), width: 0, points: { show: false } });
    this.#chart?.destroy();
    this.#chart = new uPlot(
      {
        width: this.#width,
        height: this.#width < NARROW ? LOW_HEIGHT : HEIGHT,
        padding: [18, 20, 0, 0],
        legend: { show: false },
        scales: { x: { time: false, range: [from, to] }, y: { range: [0, roundTop] } },
        cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
        select: { show: true, left: 0, top: 0, width: 0, height: 0 },
        series: [
          {},
          area("attack"),
          area("undecided"),
          area("visitors"),
          { paths: stepped, stroke: color("ink"), width: 1.5, dash: [5, 4], points: { show: false } },
        ],
        axes: [
          {
            ...axis,
            size: 30,
            gap: 9,
            grid: { show: false },
            splits: () => timeTicks(from, to, Math.max(2, this.#width / 72), clock).map(({ at }) => at),
            values: (_, splits) => {
              const ticks = timeTicks(from, to, Math.max(2, this.#width / 72), clock);
              return splits.map((split) => ticks.find(({ at }) => at === split)?.label ?? "");
            },
          },
          {
            ...axis,
            size: 46,
            splits: () => [0, roundTop / 2, roundTop],
            values: (_, splits) => splits.map((split) => figure(split * factor)),
          },
        ],
        hooks: {
          drawClear: [(chart) => this.#drawMarked(chart, color("shade"))],
          draw: [(chart) => this.#drawStrips(chart, color)],
          setCursor: [(chart) => this.#point(chart)],
          setSelect: [(chart) => this.#select(chart)],
        },
      },
      data,
      this.#place,
    );
    const means = this.#figure.querySelector("[data-means]");
    if (means !== null) means.textContent = `requests ${this.#unit.words}, means of ${lengthWords(step)}`;
  }

  /** Starts of bins; then, each on top of the next: attack, perhaps attack, visitors; then what is normal. */
  #data(): uPlot.AlignedData {
    const { start, step, length, visitors, undecided, attack } = this.#bins;
    const { from, to } = this.#view;
    const x: number[] = [];
    const series: [number[], number[], number[], (number | null)[]] = [[], [], [], []];
    // One more point than there are bins, so that the last has its width.
    for (let point = 0; point <= length; point += 1) {
      const bin = Math.min(point, length - 1);
      const time = start + point * step;
      x.push(Math.min(Math.max(time, from), to));
      series[2].push(visitors[bin]!);
      series[1].push(visitors[bin]! + undecided[bin]!);
      series[0].push(visitors[bin]! + undecided[bin]! + attack[bin]!);
      const episode = this.#options.episodes.find((each) => each.from < time + step && each.to > time);
      series[3].push(episode?.baseline ?? null);
    }
    return [x, ...series];
  }

  #drawMarked(chart: uPlot, fill: string): void {
    if (this.#marked === null) return;
    const { left, width, top, height } = chart.bbox;
    const begin = Math.max(left, chart.valToPos(this.#marked.from, "x", true) - 2);
    const end = Math.min(left + width, chart.valToPos(this.#marked.to, "x", true) + 2);
    if (end <= begin) return;
    chart.ctx.fillStyle = fill;
    chart.ctx.fillRect(begin, top, end - begin, height);
  }

  /** The phases above the plot, the overload below it, and what happened when. */
  #drawStrips(chart: uPlot, color: (name: string) => string): void {
    const { ctx, bbox } = chart;
    const ratio = devicePixelRatio;
    const right = bbox.left + bbox.width;
    const x = (time: number) => Math.min(right, Math.max(bbox.left, chart.valToPos(time, "x", true)));
    const { from, to } = this.#view;
    for (const [start, end, verdict] of this.#options.phases) {
      if (end <= from || start >= to) continue;
      ctx.fillStyle = color(VERDICTS[verdict]!);
      ctx.fillRect(x(start), bbox.top - 12 * ratio, Math.max(2 * ratio, x(end) - x(start)), 7 * ratio);
    }
    ctx.fillStyle = color("overload");
    const { start, step, length } = this.#bins;
    for (let bin = 0; bin < length; bin += 1) {
      if (!isOverloaded(this.#bins, bin)) continue;
      const left = x(start + bin * step);
      const width = Math.max(ratio, x(start + (bin + 1) * step) - left);
      ctx.fillRect(left, bbox.top + bbox.height + 2 * ratio, width, 4 * ratio);
    }
    const episode = this.#options.episodes.length === 1 ? this.#options.episodes[0]! : null;
    if (episode !== null) this.#drawMoments(chart, episode, color);
  }

  #drawMoments(chart: uPlot, { marks }: PageEpisode, color: (name: string) => string): void {
    const { ctx, bbox } = chart;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.font = `${11 * ratio}px ${getComputedStyle(this.#figure).fontFamily}`;
    ctx.textBaseline = "top";
    ctx.textAlign = "left";
    marks.forEach(([time, label], index) => {
      if (time < this.#view.from || time > this.#view.to) return;
      const x = Math.round(chart.valToPos(time, "x", true));
      ctx.strokeStyle = color("muted");
      ctx.lineWidth = ratio;
      ctx.setLineDash([2 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const width = ctx.measureText(label).width;
      const isRight = x + width + 8 * ratio > bbox.left + bbox.width;
      const left = isRight ? x - width - 4 * ratio : x + 4 * ratio;
      const top = bbox.top + (2 + index * 14) * ratio;
      ctx.fillStyle = color("paper");
      ctx.fillRect(left - 2 * ratio, top - ratio, width + 4 * ratio, 13 * ratio);
      ctx.fillStyle = color("ink");
      ctx.fillText(label, left, top);
    });
    ctx.restore();
  }

  /** Tells what is under the cursor. */
  #point(chart: uPlot): void {
    const { left } = chart.cursor;
    if (left === undefined || left < 0 || this.#bins.length === 0) {
      this.#tip.classList.remove("shown");
      return;
    }
    const bin = this.#binAt(chart.posToVal(left, "x"));
    const lines = this.#words(bin);
    this.#tip.replaceChildren(
      ...lines.map((line, index) => element(index === 0 ? "strong" : "span", {}, line)),
    );
    this.#tip.classList.add("shown");
    const half = this.#tip.offsetWidth / 2;
    const plotLeft = chart.bbox.left / devicePixelRatio;
    const middle = Math.min(Math.max(plotLeft + left, half), this.#width - half);
    this.#tip.style.left = `${middle - half}px`;
  }

  #binAt(time: number): number {
    const bin = Math.floor((time - this.#bins.start) / this.#bins.step);
    return Math.min(this.#bins.length - 1, Math.max(0, bin));
  }

  #words(bin: number): readonly string[] {
    const { clock } = this.#options;
    const { factor, words } = this.#unit;
    const { start, step, visitors, undecided, attack, overload, verdicts } = this.#bins;
    const instant = (start + bin * step) * 1000;
    const told = (rate: number) => figure(rate * factor);
    const verdict = VERDICTS[verdicts[bin]!]!;
    return [
      clock.full(instant),
      `${told(totalAt(this.#bins, bin))} requests ${words}`,
      ...(attack[bin]! > 0 ? [`attack ${told(attack[bin]!)}`] : []),
      ...(undecided[bin]! > 0 ? [`perhaps attack ${told(undecided[bin]!)}`] : []),
      ...(attack[bin]! > 0 || undecided[bin]! > 0 ? [`visitors ${told(visitors[bin]!)}`] : []),
      ...(overload[bin]! > 0 ? [`overload responses ${told(overload[bin]!)}`] : []),
      ...(verdict === "normal" ? [] : [`judged ${verdictWord(verdict)}`]),
    ];
  }

  #select(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 5) return;
    const [from, to] = [chart.posToVal(left, "x"), chart.posToVal(left + width, "x")];
    this.#show({ from, to });
  }

  #zoom(factor: number): void {
    const { from, to } = this.#view;
    const cursor = this.#chart?.cursor.left ?? -1;
    const center = cursor >= 0 ? this.#chart!.posToVal(cursor, "x") : (from + to) / 2;
    this.#show({ from: center - (center - from) * factor, to: center + (to - center) * factor });
  }

  /** Shows a span, of at least five of the finest windows, within what there is. */
  #show({ from, to }: Span): void {
    const { span } = this.#options;
    const length = Math.min(span.to - span.from, Math.max(to - from, 5 * this.#least));
    const begin = Math.min(Math.max((from + to - length) / 2, span.from), span.to - length);
    this.#view = { from: begin, to: begin + length };
    this.#tip.classList.remove("shown");
    this.draw();
  }

  #key(event: KeyboardEvent): void {
    const chart = this.#chart;
    if (chart === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const left = chart.cursor.left ?? -1;
    const current = left < 0 ? -1 : this.#binAt(chart.posToVal(left, "x"));
    const last = this.#bins.length - 1;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowRight: () => this.#go(Math.min(last, current + 1)),
      ArrowLeft: () => this.#go(current < 0 ? last : Math.max(0, current - 1)),
      Home: () => this.#go(0),
      End: () => this.#go(last),
      "+": () => this.#zoom(0.5),
      "-": () => this.#zoom(2),
      Escape: () => this.#show(this.#options.span),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  #go(bin: number): void {
    const { start, step } = this.#bins;
    const middle = Math.min(this.#view.to, Math.max(this.#view.from, start + (bin + 0.5) * step));
    this.#chart!.setCursor({ left: this.#chart!.valToPos(middle, "x"), top: 10 });
    this.#told.textContent = this.#words(bin).join(", ");
  }
}

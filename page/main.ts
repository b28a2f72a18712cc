import type { PageData, PageEpisode } from "../src/reports/html/page-data.ts";
import { unpacked } from "../src/reports/html/window-columns.ts";
import { clock } from "../src/reports/text/clock.ts";
import { saveButton } from "./copy.ts";
import { all, button } from "./element.ts";
import { exportsControl } from "./exports.ts";
import { mapTips } from "./map-tips.ts";
import { EpisodePanels } from "./panels.ts";
import { tabs } from "./tabs.ts";
import { themeControl } from "./theme.ts";
import { TimeChart } from "./time-chart.ts";
import { windowsCsv } from "./windows-csv.ts";

/** Brings the page to life. Without it, everything can be read, below each other and without charts that zoom. */
const data = JSON.parse(document.querySelector("#data")!.textContent ?? "") as PageData;
const { episodes, phases } = data;
const windows = unpacked(data.windows);
const time = clock(data.tz);
const charts: TimeChart[] = [];
document.documentElement.classList.add("scripted");

const end = windows.seconds.reduce(
  (sum, seconds, index) => sum + windows.gap[index]! + seconds,
  windows.start,
);
const whole = all('[data-chart="all"]').map((figure) => {
  const span = { from: windows.start, to: end };
  const chart = new TimeChart(figure, { columns: windows, phases, episodes, span, clock: time });
  charts.push(chart);
  figure.append(saveButton("Save the windows as CSV", "windows.csv", "text/csv", () => windowsCsv(windows)));
  return chart;
});

const seen = new Set<number>();
new EpisodePanels({
  onShow(place, panel) {
    if (seen.has(place)) return;
    seen.add(place);
    enliven(episodes[place]!, panel);
  },
  onChoose(place) {
    if (episodes.length > 1) for (const chart of whole) chart.mark(episodes[place]!);
  },
});

for (const map of all(".map")) mapTips(map);

const redraw = () => {
  for (const chart of charts) chart.draw();
};
document.querySelector("#controls")!.append(
  themeControl(redraw),
  button("Print", () => print()),
);

// What is folded on the screen is told on paper.
const folded = () => all("details[data-print]:not([open])") as HTMLDetailsElement[];
let opened: readonly HTMLDetailsElement[] = [];
addEventListener("beforeprint", () => {
  opened = folded();
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});

/** The controls of one episode, made when it is first seen: a page may have many. */
function enliven(episode: PageEpisode, panel: HTMLElement): void {
  const [from, to] = episode.view;
  for (const figure of all("[data-chart]", panel)) {
    charts.push(
      new TimeChart(figure, {
        columns: windows,
        phases,
        episodes: [episode],
        span: { from, to },
        clock: time,
      }),
    );
  }
  for (const place of all("[data-exports]", panel)) {
    if (episode.rules !== null) place.prepend(exportsControl(data, episode));
  }
  for (const container of all("[data-tabs]", panel)) tabs(container);
}

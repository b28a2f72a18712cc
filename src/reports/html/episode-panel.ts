import { type Episode, isAttack } from "../report.ts";
import { instantOf } from "../text/clock.ts";
import { factsOf } from "../text/facts.ts";
import { attackRequests, endMs } from "../text/page.ts";
import { counted, interval, percent, verdictWords } from "../text/words.ts";
import { contributorTable, DIMENSION_TITLES, hasContributors } from "./contributors.ts";
import { anchorOf, foremost } from "./episodes.ts";
import { evidenceSection } from "./evidence.ts";
import { figures } from "./headline.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { overloadSection } from "./overload.ts";
import type { PageData } from "./page-data.ts";
import { rulesSection } from "./rules.ts";
import { sentence } from "./sentence.ts";
import { logSpan, timeChart } from "./timeline.ts";
import { attackMap, hasMap } from "./world-map.ts";

/** Episodes with long tables, and the rows of theirs and of the others': the page has its limit. */
const MOST_LONG = 5;
const LONG_ROWS = 10;
const SHORT_ROWS = 4;

/** A chart of an episode is worth having where the whole log is this many times as long as what it shows. */
const CLOSER = 1.5;

/** What is told in sections of their own. */
const OWN_SECTIONS = ["Phases", "Overload"];

/** Phases in the table. */
const MOST_PHASES = 40;

/** The episodes told in full, each a panel of its own. */
export function episodePanels(page: HtmlPage, data: PageData, leading: Episode | null): Markup {
  const long = foremost(page.report, MOST_LONG);
  const panels = page.told.map((index, place) => {
    const episode = page.report.episodes[index]!;
    const rows = long.includes(index) ? LONG_ROWS : SHORT_ROWS;
    return panel(page, data, { episode, place, rows, isLeading: episode === leading });
  });
  return html`<div id="panels">${panels}</div>\n`;
}

/** An episode that is told in full. */
interface Told {
  readonly episode: Episode;
  /** Its place in the page's data. */
  readonly place: number;
  /** Of its tables, at most. */
  readonly rows: number;
  readonly isLeading: boolean;
}

function panel(page: HtmlPage, data: PageData, { episode, place, rows, isLeading }: Told): Markup {
  const { clock, report } = page;
  const onset = instantOf(episode.onset);
  const end = endMs(page, episode.end);
  const until =
    episode.end === null
      ? "still running at the end of the log"
      : `to ${clock.date(end) === clock.date(onset) ? clock.second(end) : `${clock.day(end)} ${clock.second(end)}`}`;
  const facts = factsOf(page, episode).filter(([label]) => !OWN_SECTIONS.includes(label));
  return html`<article class="episode v-${episode.verdict}" id="${anchorOf(episode)}"${isLeading && html` data-leading`}>
<header><p class="kind"><span class="dot v-${episode.verdict}"></span>${sentence(verdictWords(episode.verdict), "")}${report.episodes.length > 1 && html` <span class="place">${place + 1} of ${page.told.length}</span>`}</p>
<h2>${clock.date(onset)}, ${clock.second(onset)} <span class="until">${until}</span></h2></header>
${figures(page, episode)}
${closeUp(page, data, place)}
${phaseTable(page, episode)}
<dl class="facts">${facts.map(([label, text]) => html`<div><dt>${label}</dt><dd>${sentence(text, "")}</dd></div>\n`)}</dl>
${rulesSection(page, episode)}
${overloadSection(page, episode)}
${evidenceSection(episode)}
${whereFrom(episode, rows)}
${whoAndWhat(episode, place, rows)}
</article>
`;
}

/** The episode alone with what lies around it, where that shows more than the chart of the whole log. */
function closeUp(page: HtmlPage, { episodes, phases }: PageData, place: number): Markup | null {
  const log = logSpan(page);
  const [from, to] = episodes[place]!.view;
  if (log === null || log.to - log.from < CLOSER * (to - from)) return null;
  const span = { name: String(place), caption: "This episode", from, to, episodes: [episodes[place]!] };
  return timeChart(page, span, phases);
}

function phaseTable(page: HtmlPage, episode: Episode): Markup | null {
  if (episode.phases.length < 2) return null;
  const { clock } = page;
  const left = episode.phases.length - MOST_PHASES;
  const onset = clock.date(instantOf(episode.onset));
  const time = (iso: string) => {
    const instant = instantOf(iso);
    return `${clock.date(instant) === onset ? "" : `${clock.day(instant)} `}${clock.second(instant)}`;
  };
  return html`<details class="more" data-print><summary>${counted(episode.phases.length, "phase")}</summary>
<div class="scroll" tabindex="0"><table class="phases"><caption class="unseen">The phases of the episode</caption>
<thead><tr><th scope="col">from<th scope="col">to<th scope="col" class="t">verdict<th scope="col" class="t">attack share<th scope="col">given at
<tbody>${episode.phases
    .slice(0, MOST_PHASES)
    .map(
      (phase) =>
        html`<tr><th scope="row">${time(phase.start)}<td>${phase.end === null ? "running" : time(phase.end)}<td class="t"><span class="dot v-${phase.verdict}"></span>${verdictWords(phase.verdict)}<td class="t">${isAttack(phase.verdict) ? interval(phase.attackShare) : `up to ${percent(phase.attackShare.high)}`}<td>${time(phase.detectedAt)}\n`,
    )}</table></div>${left > 0 && html`<p class="note">And ${counted(left, "later one")}: the JSON report has them all.</p>`}</details>\n`;
}

function whereFrom(episode: Episode, rows: number): Markup | null {
  if (!hasMap(episode)) return null;
  return html`<section><h3>Where from <span class="aside">the country of an address is not the country of its master</span></h3>
${attackMap(episode)}
<div class="columns"><div>${contributorTable(episode, "countries", rows)}</div><div>${contributorTable(episode, "regions", rows)}</div></div>
</section>
`;
}

function whoAndWhat(episode: Episode, place: number, rows: number): Markup | null {
  if (episode.verdict === "organic-surge" || attackRequests(episode) < 1) return null;
  const shown = (["networks", "prefixes", "sources", "userAgents", "paths"] as const).filter((dimension) =>
    hasContributors(episode, dimension),
  );
  if (shown.length === 0) return null;
  return html`<section><h3>Who and what <span class="aside"><span class="k-attack">attack</span> and <span class="k-visitors">visitors</span>, requests in the episode</span></h3>
<div class="tabs" data-tabs>${shown.map(
    (dimension) =>
      html`<section class="tab" id="tab-${place}-${dimension}"><h4>${DIMENSION_TITLES[dimension]}</h4>${contributorTable(episode, dimension, rows)}</section>\n`,
  )}</div>
</section>
`;
}

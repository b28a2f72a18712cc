import { type Episode, isAttack, type Report, VERDICTS } from "../report.ts";
import { instantOf } from "../text/clock.ts";
import { factsOf } from "../text/facts.ts";
import { attackProbability, attackRequests, endMs } from "../text/page.ts";
import {
  count,
  counted,
  interval,
  percent,
  roughDuration,
  verdictWord,
  verdictWords,
} from "../text/words.ts";
import { contributorTable, DIMENSION_TITLES, type Dimension, hasContributors } from "./contributors.ts";
import { evidenceSection, sentence } from "./evidence.ts";
import { figures } from "./headline.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { overloadSection } from "./overload.ts";
import type { PageData, PageEpisode } from "./page-data.ts";
import { countryName } from "./place-names.ts";
import { rulesSection } from "./rules.ts";
import { timeChart } from "./timeline.ts";
import { attackMap, hasMap } from "./world-map.ts";

/** Episodes told in full, and those in the table: of more, the gravest and biggest. */
const MOST_TOLD = 16;
const MOST_LISTED = 200;

/** Episodes with long tables, and the rows of theirs and of the others': the page has its limit. */
const MOST_LONG = 5;
const LONG_ROWS = 10;
const SHORT_ROWS = 4;

/** A chart of an episode is worth having where the whole log is this many times as long as what it shows. */
const CLOSER = 1.5;

/** What is told in sections of their own. */
const OWN_SECTIONS = ["Phases", "Overload"];

/** The indexes of the gravest and biggest episodes, in order of time. */
export function foremost(report: Report, most: number = MOST_TOLD): readonly number[] {
  const order = report.episodes.map((_, index) => index);
  const weight = ({ verdict, requests }: Episode, attack: number) => (isAttack(verdict) ? attack : requests);
  const rank = ({ verdict }: Episode) => (isAttack(verdict) ? 0 : VERDICTS.indexOf(verdict));
  order.sort((a, b) => {
    const [one, other] = [report.episodes[a]!, report.episodes[b]!];
    return (
      rank(one) - rank(other) ||
      weight(other, attackRequests(other)) - weight(one, attackRequests(one)) ||
      a - b
    );
  });
  return order.slice(0, most).sort((a, b) => a - b);
}

/** The address of an episode within the page. */
export function anchorOf(episode: Episode): string {
  return `episode-${episode.id}`;
}

/** All episodes, a line each, from which the reader goes to one. Nothing where there is but one. */
export function episodeTable(page: HtmlPage, leading: Episode | null): Markup | null {
  const { report, clock } = page;
  if (report.episodes.length < 2) return null;
  const listed = foremost(report, MOST_LISTED).map((index) => ({ index, episode: report.episodes[index]! }));
  const left = report.episodes.length - listed.length;
  const rows = listed.map(({ index, episode }) => {
    const onset = instantOf(episode.onset);
    const when = `${clock.day(onset)} ${clock.second(onset)}`;
    const isTold = page.told.includes(index);
    return html`<tr${episode === leading && html` class="leading"`}><th scope="row">${isTold ? html`<a href="#${anchorOf(episode)}">${when}</a>` : when}<td>${episode.end === null ? "running" : roughDuration(endMs(page, episode.end) - onset)}<td class="t"><span class="dot v-${episode.verdict}"></span>${verdictWord(episode.verdict)}<td>${sure(episode)}<td>${isAttack(episode.verdict) && percent(episode.attackShare.estimate)}<td>${count(episode.requests)}<td class="t">${origin(episode)}<td class="t">${held(episode)}\n`;
  });
  return html`<section id="episodes"><h2>Episodes</h2>
<div class="scroll" tabindex="0"><table class="episodes"><caption class="unseen">All episodes in order of time; the foremost in bold</caption>
<thead><tr><th scope="col">onset<th scope="col">lasted<th scope="col" class="t">verdict<th scope="col">sure<th scope="col">attack<th scope="col">requests<th scope="col" class="t">attack from<th scope="col" class="t">without the attack
<tbody>${rows}</table></div>
${left > 0 && html`<p class="note">And ${counted(left, "smaller one")}: the JSON report has them all.</p>`}
${page.told.length < listed.length && html`<p class="note">The ${page.told.length} gravest are told below; <code>tidegauge explain FILE --episode ID</code> tells any other.</p>`}
</section>
`;
}

function sure(episode: Episode): string {
  const { verdict, probabilities } = episode;
  if (verdict === "inconclusive") return "";
  return percent(isAttack(verdict) ? attackProbability(episode) : probabilities[verdict]);
}

function origin(episode: Episode): string {
  if (!isAttack(episode.verdict)) return "";
  const total = Math.max(1, attackRequests(episode));
  return episode.attribution.countries
    .filter(({ key, attackRequests: attack }) => key !== "" && attack / total >= 0.1)
    .slice(0, 2)
    .map(({ key, attackRequests: attack }) => `${countryName(key)} ${percent(Math.min(1, attack / total))}`)
    .join(", ");
}

function held({ overload }: Episode): string {
  if (overload === null || overload.firstOverload === null) return "";
  if (overload.overloadedWithoutAttack === null) return "cannot be told";
  return overload.overloadedWithoutAttack ? "overloaded too" : "would have held";
}

/** The episodes told in full, each a panel of its own. */
export function episodePanels(page: HtmlPage, data: PageData, leading: Episode | null): Markup {
  const long = foremost(page.report, MOST_LONG);
  const panels = page.told.map((index, place) => {
    const rows = long.includes(index) ? LONG_ROWS : SHORT_ROWS;
    return panel(page, page.report.episodes[index]!, data.episodes[place]!, { place, rows }, leading);
  });
  return html`<div id="panels">${panels}</div>\n`;
}

function panel(
  page: HtmlPage,
  episode: Episode,
  data: PageEpisode,
  { place, rows }: { readonly place: number; readonly rows: number },
  leading: Episode | null,
): Markup {
  const { clock, report } = page;
  const onset = instantOf(episode.onset);
  const end = endMs(page, episode.end);
  const until =
    episode.end === null
      ? "still running at the end of the log"
      : `to ${clock.date(end) === clock.date(onset) ? clock.second(end) : `${clock.day(end)} ${clock.second(end)}`}`;
  const facts = factsOf(page, episode).filter(([label]) => !OWN_SECTIONS.includes(label));
  return html`<article class="episode v-${episode.verdict}" id="${anchorOf(episode)}"${episode === leading && html` data-leading`}>
<header><p class="kind"><span class="dot v-${episode.verdict}"></span>${sentence(verdictWords(episode.verdict), "")}${report.episodes.length > 1 && html` <span class="place">${place + 1} of ${page.told.length}</span>`}</p>
<h2>${clock.date(onset)}, ${clock.second(onset)} <span class="until">${until}</span></h2></header>
${figures(page, episode)}
${closeUp(page, data, place)}
${phases(page, episode)}
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
function closeUp(page: HtmlPage, data: PageEpisode, place: number): Markup | null {
  const { from, to } = logSpan(page);
  const [begin, close] = data.view;
  if (page.columns.seconds.length === 0 || to - from < CLOSER * (close - begin)) return null;
  return timeChart(page, { from: begin, to: close, name: String(place), caption: "This episode" }, [data]);
}

/** The whole log, with the phases of all its episodes. */
export function wholeLog(page: HtmlPage, data: PageData): Markup | null {
  if (page.columns.seconds.length === 0) return null;
  return timeChart(page, { ...logSpan(page), name: "all", caption: "The whole log" }, data.episodes);
}

/** From the first window to the end of the last, in seconds since 1970 UTC. */
function logSpan({ columns }: HtmlPage): { from: number; to: number } {
  let to = columns.start;
  for (let index = 0; index < columns.seconds.length; index += 1)
    to += columns.gap[index]! + columns.seconds[index]!;
  return { from: columns.start, to };
}

function phases(page: HtmlPage, episode: Episode): Markup | null {
  if (episode.phases.length < 2) return null;
  const { clock } = page;
  const onset = clock.date(instantOf(episode.onset));
  const time = (iso: string) => {
    const instant = instantOf(iso);
    return `${clock.date(instant) === onset ? "" : `${clock.day(instant)} `}${clock.second(instant)}`;
  };
  return html`<details class="more" data-print><summary>${counted(episode.phases.length, "phase")}</summary>
<div class="scroll" tabindex="0"><table class="phases"><caption class="unseen">The phases of the episode</caption>
<thead><tr><th scope="col">from<th scope="col">to<th scope="col" class="t">verdict<th scope="col" class="t">attack share<th scope="col">given at
<tbody>${episode.phases.map(
    (phase) =>
      html`<tr><th scope="row">${time(phase.start)}<td>${phase.end === null ? "running" : time(phase.end)}<td class="t"><span class="dot v-${phase.verdict}"></span>${verdictWords(phase.verdict)}<td class="t">${isAttack(phase.verdict) ? interval(phase.attackShare) : `up to ${percent(phase.attackShare.high)}`}<td>${time(phase.detectedAt)}\n`,
  )}</table></div></details>\n`;
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
  const shown = (["networks", "prefixes", "sources", "userAgents", "paths"] as const).filter(
    (dimension: Dimension) => hasContributors(episode, dimension),
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

import { type Episode, isAttack, type Report, VERDICTS } from "../report.ts";
import { instantOf } from "../text/clock.ts";
import { attackProbability, attackRequests, endMs } from "../text/page.ts";
import { count, counted, percent, roughDuration, verdictWord } from "../text/words.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { countryName } from "./place-names.ts";

/** Episodes told in full, and those in the table: of more, the gravest and biggest. */
const MOST_TOLD = 16;
const MOST_LISTED = 200;

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
  const years = new Set(report.episodes.map(({ onset }) => clock.date(instantOf(onset)).slice(-4)));
  const hasOrigin = listed.some(({ episode }) => origin(episode) !== "");
  const hasHeld = listed.some(({ episode }) => held(episode) !== "");
  const rows = listed.map(({ index, episode }) => {
    const onset = instantOf(episode.onset);
    const year = years.size > 1 ? ` ${clock.date(onset).slice(-4)}` : "";
    const when = `${clock.day(onset)}${year} ${clock.second(onset)}`;
    const isTold = page.told.includes(index);
    return html`<tr${episode === leading && html` class="leading"`}><th scope="row">${isTold ? html`<a href="#${anchorOf(episode)}">${when}</a>` : when}<td>${episode.end === null ? "running" : roughDuration(endMs(page, episode.end) - onset)}<td class="t"><span class="dot v-${episode.verdict}"></span>${verdictWord(episode.verdict)}<td>${sure(episode)}<td>${isAttack(episode.verdict) && percent(episode.attackShare.estimate)}<td>${count(episode.requests)}${hasOrigin && html`<td class="t">${origin(episode)}`}${hasHeld && html`<td class="t">${held(episode)}`}\n`;
  });
  return html`<section id="episodes"><h2>Episodes</h2>
<div class="scroll" tabindex="0"><table class="episodes"><caption class="unseen">All episodes in order of time; the foremost in bold</caption>
<thead><tr><th scope="col">onset<th scope="col">lasted<th scope="col" class="t">verdict<th scope="col">sure<th scope="col">attack<th scope="col">requests${hasOrigin && html`<th scope="col" class="t">attack from`}${hasHeld && html`<th scope="col" class="t">without the attack`}
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

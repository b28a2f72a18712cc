import { type Episode, isAttack } from "../report.ts";
import { instantOf } from "./clock.ts";
import { table, wrap } from "./layout.ts";
import { attackProbability, attackRequests, endMs, heading, type Page, prose } from "./page.ts";
import { count, counted, percent, roughDuration, verdictWord } from "./words.ts";

/** Episodes in the table; of more, the gravest and biggest are kept. */
const MOST_EPISODES = 40;

/** All episodes, a line each, in order of time; the one that was told in full is marked. */
export function episodeTable(page: Page, leading: Episode): string[] {
  const { report, paint, clock } = page;
  const { episodes } = report;
  if (episodes.length < 2) return [];
  const kept = new Set(
    episodes.length <= MOST_EPISODES ? episodes : [...episodes].sort(byWorth).slice(0, MOST_EPISODES),
  );
  const years = new Set(episodes.map((episode) => clock.date(instantOf(episode.onset)).slice(-4))).size > 1;
  const shown = episodes.filter((episode) => kept.has(episode));
  const rows = shown.map((episode) => {
    const onset = instantOf(episode.onset);
    const year = years ? ` ${clock.date(onset).slice(-4)}` : "";
    return [
      episode === leading ? "*" : "",
      `${clock.day(onset)}${year} ${clock.minute(onset)}`,
      episode.end === null ? "running" : roughDuration(endMs(page, episode.end) - onset),
      verdictWord(episode.verdict),
      sure(episode),
      isAttack(episode.verdict) ? percent(episode.attackShare.estimate) : "",
      count(episode.requests),
      origin(episode),
    ];
  });
  const { head, body } = table(
    [
      { title: "", align: "left" },
      { title: "onset", align: "left" },
      { title: "lasted", align: "right" },
      { title: "verdict", align: "left" },
      { title: "sure", align: "right" },
      { title: "attack", align: "right" },
      { title: "requests", align: "right" },
      { title: "from", align: "left", flexible: "end" },
    ],
    rows,
    page.width,
    " ",
  );
  const painted = body.map((line, index) => {
    const { verdict } = shown[index]!;
    return line.replace(verdictWord(verdict), (words) => paint.verdict(verdict, words));
  });
  const lines = [heading(page, "Episodes", "* is the one told above"), paint.dim(head), ...painted];
  const left = episodes.length - shown.length;
  if (left > 0)
    lines.push(...wrap(`and ${counted(left, "smaller one")}: --json has them all`, prose(page), "   "));
  return lines;
}

function byWorth(a: Episode, b: Episode): number {
  const grave = Number(isAttack(b.verdict)) - Number(isAttack(a.verdict));
  return grave || attackRequests(b) - attackRequests(a) || b.requests - a.requests;
}

/** How probable the verdict is; nothing for an inconclusive one, which says just that. */
function sure(episode: Episode): string {
  const { verdict, probabilities } = episode;
  if (verdict === "inconclusive") return "";
  const probability = isAttack(verdict) ? attackProbability(episode) : probabilities[verdict];
  return probability > 0.99 && probability < 1 ? "> 99 %" : percent(probability);
}

/** What an attack mostly comes from, in a word or two: its one source, or its first country. */
function origin(episode: Episode): string {
  if (!isAttack(episode.verdict)) return "";
  const source = episode.attribution.sources[0];
  if (episode.spread === "single-source" && source !== undefined) return source.key;
  const country = episode.attribution.countries.find((row) => row.key !== "" && row.attackRequests > 0);
  if (country === undefined) return counted(episode.sources, "source");
  const share = Math.min(1, country.attackRequests / Math.max(1, attackRequests(episode)));
  return `${country.key} ${percent(share)}`;
}

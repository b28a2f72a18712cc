import { type Episode, isAttack, type Report } from "../reports/report.ts";
import { attackRequests } from "../reports/text/page.ts";
import { usage } from "./arguments.ts";

/** Without `--episode`: the biggest attacks, until they make this share of all attack requests, and at most so many. */
const ENOUGH_ATTACK = 0.9;
const MOST_EPISODES = 5;

/**
 * The episode of an id.
 * @throws TidegaugeError `TG_OPTION` where there is none, with those that there are
 */
export function episodeOf(report: Report, id: string): Episode {
  const found = report.episodes.find((episode) => episode.id === id);
  if (found !== undefined) return found;
  const ids = report.episodes.map((episode) => episode.id);
  const known = ids.length === 0 ? "there are none" : `there are ${ids.slice(0, 20).join(", ")}`;
  throw usage(`--episode: no episode "${id}"; ${known}${ids.length > 20 ? ", …" : ""}`);
}

/**
 * The episodes whose rules are meant: that of an id, or the biggest attacks.
 * @throws TidegaugeError `TG_OPTION` where there is no episode of that id
 */
export function chosenEpisodes(report: Report, id: string | undefined): readonly Episode[] {
  if (id !== undefined) return [episodeOf(report, id)];
  const attacks = report.episodes.filter(({ verdict }) => isAttack(verdict));
  attacks.sort((a, b) => attackRequests(b) - attackRequests(a));
  const total = attacks.reduce((sum, episode) => sum + attackRequests(episode), 0);
  const chosen: Episode[] = [];
  let covered = 0;
  for (const episode of attacks) {
    if (covered >= ENOUGH_ATTACK * total || chosen.length === MOST_EPISODES) break;
    chosen.push(episode);
    covered += attackRequests(episode);
  }
  return chosen;
}

import type { Episode, Report } from "../report.ts";
import { isAttack, VERDICTS } from "../report.ts";
import { type Clock, instantOf } from "./clock.ts";
import { displayWidth, padEnd, wrap } from "./layout.ts";
import type { Palette } from "./style.ts";

/** What every section of the text needs: the report, and how it is shown. */
export interface Page {
  readonly report: Report;
  /** Columns, for tables and charts; sentences take {@link prose}. */
  readonly width: number;
  readonly paint: Palette;
  readonly clock: Clock;
}

/** Columns that labels of facts take. */
const LABEL_WIDTH = 12;

/** Longer lines than this are hard to read. */
const LONGEST_PROSE = 100;

/** Columns that sentences take: as many as there are, as long as they can be read. */
export function prose(page: Page): number {
  return Math.min(page.width, LONGEST_PROSE);
}

/** A fact beside its label, wrapped: `How sure    very sure: …`. */
export function fact(page: Page, label: string, text: string): string[] {
  const margin = " ".repeat(LABEL_WIDTH + 2);
  const lines = wrap(text, prose(page), margin);
  lines[0] = `  ${padEnd(page.paint.bold(label), LABEL_WIDTH)}${lines[0]!.slice(margin.length)}`;
  return lines;
}

/** The heading of a section. */
export function heading(page: Page, title: string, aside = ""): string {
  if (aside === "") return page.paint.bold(title);
  const gap = "  ";
  const room = page.width - displayWidth(title) - gap.length;
  return `${page.paint.bold(title)}${gap}${page.paint.dim(wrap(aside, Math.max(10, room))[0]!)}`;
}

/** Attack requests of an episode, estimated. */
export function attackRequests(episode: Episode): number {
  return episode.attackShare.estimate * episode.requests;
}

/** Probability that there is an attack in an episode. */
export function attackProbability(episode: Episode): number {
  return episode.probabilities["flood-attack"] + episode.probabilities.mixed;
}

/**
 * The episode that is told in full: of those with an attack the one with most attack requests, else the one with most
 * requests among the gravest. Null when there is none.
 */
export function leadingEpisode(report: Report): Episode | null {
  const rank = (episode: Episode) => (isAttack(episode.verdict) ? 0 : VERDICTS.indexOf(episode.verdict));
  const weight = (episode: Episode) =>
    isAttack(episode.verdict) ? attackRequests(episode) : episode.requests;
  let best: Episode | null = null;
  for (const episode of report.episodes) {
    const better =
      best === null ||
      rank(episode) < rank(best) ||
      (rank(episode) === rank(best) && weight(episode) > weight(best));
    if (better) best = episode;
  }
  return best;
}

/** When an episode or phase ended, or the end of the log where it is still running. */
export function endMs(page: Page, end: string | null): number {
  return instantOf(end ?? page.report.input.to ?? page.report.episodes.at(-1)!.onset);
}

import type { AnalyzerEvent, Episode, Phase } from "../report.ts";
import { isAttack } from "../report.ts";
import type { TextOptions } from "../text.ts";
import { type Clock, clock, instantOf } from "./clock.ts";
import { verdictTitle } from "./headline.ts";
import { wrap } from "./layout.ts";
import { placeName } from "./places.ts";
import { ruleSentence } from "./rules.ts";
import { mapTexts, safe, toAscii } from "./safe.ts";
import { type Palette, palette } from "./style.ts";
import { count, duration, interval, listed, percent, rate, rateBeside, verdictWords } from "./words.ts";

/** Rules told when an attack is seen. */
const MOST_RULES = 3;
const MOST_PLACES = 3;
/** Places that send less of the attack than this say nothing about it. */
const LEAST_SHARE = 0.15;
/** Columns of `08:00:10  `. */
const MARGIN = " ".repeat(10);

/**
 * Events as somebody reads them who watches: a line or some when a verdict changes, nothing otherwise. Safe for a terminal,
 * whatever the log holds.
 */
export class LiveText {
  readonly #options: TextOptions;
  readonly #paint: Palette;
  readonly #clock: Clock;
  /** The verdict told last of the episode that is open. */
  #told: string | null = null;
  /** The day of the last line. */
  #day = "";

  /** @param zone as for `clock` */
  constructor(zone: string, options: TextOptions) {
    this.#options = options;
    this.#paint = palette(options.color ?? false);
    this.#clock = clock(zone);
  }

  /** What is to be told of an event, each line with its end; "" where it is nothing new. */
  tell(event: AnalyzerEvent): string {
    if (event.type === "episode-closed") {
      this.#told = null;
      return this.#text(event, instantOf(event.end ?? event.detectedAt), this.#over(event));
    }
    if (event.type !== "episode-opened" && event.type !== "episode-changed") return "";
    const phase = event.phases.at(-1);
    const verdict = phase?.verdict ?? event.verdict;
    if (verdict === this.#told) return "";
    const isNew = this.#told === null;
    this.#told = verdict;
    const shown: Episode = { ...event, verdict };
    const at = instantOf(phase?.detectedAt ?? event.detectedAt);
    return this.#text(shown, at, this.#now(shown, phase, isNew));
  }

  #now(episode: Episode, phase: Phase | undefined, isNew: boolean): string {
    const since = this.#clock.second(instantOf(phase?.start ?? episode.onset));
    const title = this.#paint.bold(this.#paint.verdict(episode.verdict, verdictTitle(episode.verdict)));
    const parts = [`${title} since ${since}`];
    const share = phase?.attackShare ?? episode.attackShare;
    // How much of it is attack may not be known yet when it is clear that there is one.
    if (isAttack(episode.verdict) && share.estimate > 0) {
      parts.push(`${interval(share)} of the requests are attack`);
    }
    if (isNew) {
      const { peakRequestsPerSecond: peak, baselineRequestsPerSecond: usual } = episode;
      parts.push(`up to ${rate(peak)}${usual === null ? "" : ` (normal: ${rateBeside(usual, peak)})`}`);
    }
    if (isAttack(episode.verdict)) parts.push(...from(episode));
    return parts.join("; ");
  }

  #over(episode: Episode): string {
    const lasted = duration(instantOf(episode.end ?? episode.onset) - instantOf(episode.onset));
    const much = isAttack(episode.verdict) ? `, ${percent(episode.attackShare.estimate)} of them attack` : "";
    return `${this.#paint.bold("OVER")}: ${verdictWords(episode.verdict)}, ${lasted}, ${count(
      episode.requests,
    )} requests${much} (episode ${episode.id})`;
  }

  #text(episode: Episode, atMs: number, sentence: string): string {
    const width = this.#options.width ?? 80;
    const made = mapTexts(episode, safe);
    const day = this.#clock.date(atMs);
    const lines = day === this.#day ? [] : [this.#paint.dim(`${day} (${this.#clock.zone})`)];
    this.#day = day;
    lines.push(...wrap(sentence, width, `${this.#clock.second(atMs)}  `, MARGIN));
    if (isAttack(made.verdict) && this.#told !== null) {
      made.rules.slice(0, MOST_RULES).forEach((rule, index) => {
        const head = index === 0 ? "block: " : "       ";
        lines.push(...wrap(ruleSentence(rule), width, `${MARGIN}${head}`));
      });
    }
    const text = `${lines.join("\n")}\n`;
    return this.#options.ascii === true ? toAscii(text) : text;
  }
}

function from(episode: Episode): string[] {
  const total = episode.attackShare.estimate * episode.requests;
  const top = episode.attribution.countries
    .filter(({ key, attackRequests }) => key !== "" && attackRequests >= LEAST_SHARE * total)
    .slice(0, MOST_PLACES)
    .map(({ key, attackRequests }) => `${placeName(key)} ${percent(Math.min(1, attackRequests / total))}`);
  return top.length === 0 ? [] : [`from ${listed(top)}`];
}

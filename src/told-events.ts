import type { Carrier } from "./bytes/carrier.ts";
import type { AnalyzerEvent, Episode, Note } from "./reports/report.ts";

/** Ended episodes in a report: some 50 MB. A live analyzer may run for years, on a site that is attacked every hour. */
const MOST_EPISODES = 2000;

/** What an analyzer has to tell: events that nobody has drained yet, and the episodes that have ended, for the report. */
export class ToldEvents {
  /** Kept from the first {@link drain} on: who never drains must not pay for them, nor run out of memory. */
  #events: AnalyzerEvent[] | null = null;
  /** As they are reported; their records are gone. */
  #ended: Episode[] = [];
  /** Ended episodes that the report has no room for. */
  #forgotten = 0;

  /** Whether anybody drains: otherwise an event need not be made. */
  get isHeard(): boolean {
    return this.#events !== null;
  }

  /** The episodes that have ended, in order; the last 2000 of them. */
  get ended(): readonly Episode[] {
    return this.#ended;
  }

  /** What a report has to note of episodes that it does not hold. */
  get notes(): readonly Note[] {
    if (this.#forgotten === 0) return [];
    const text = `The first ${this.#forgotten} episodes are not in this report, which holds the last ${MOST_EPISODES}: their events told of them.`;
    return [{ code: "episodes-forgotten", text }];
  }

  /** Keeps an event for whoever drains. */
  tell(event: AnalyzerEvent): void {
    this.#events?.push(event);
  }

  /** Keeps an episode that has ended for the report, and tells that it has. */
  close(episode: Episode): void {
    this.#ended.push(episode);
    if (this.#ended.length > MOST_EPISODES) {
      this.#ended.shift();
      this.#forgotten += 1;
    }
    this.tell({ type: "episode-closed", ...episode });
  }

  /** The events since the last call, in order. */
  drain(): readonly AnalyzerEvent[] {
    const events = this.#events ?? [];
    this.#events = [];
    return events;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#events = by.value(this.#events);
    this.#ended = by.value(this.#ended);
    this.#forgotten = by.value(this.#forgotten);
  }
}

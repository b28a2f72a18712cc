import type { Kind } from "../verdicts/phases.ts";

/** A judged window as the report shows it. */
export interface WindowRow {
  readonly startMs: number;
  endMs: number;
  requests: number;
  /** Distinct sources; of joined windows, the most of any. */
  sources: number;
  logins: number;
  overloads: number;
  readonly verdict: Kind;
  /** Null where it was screened and not judged; of joined windows, the highest. */
  attackProbability: number | null;
  attackRequests: number | null;
}

const NEAR_MS = 600_000;
const MOST_ROWS = 5_000;

/**
 * The windows of a report in bounded number. Fine rows are kept within episodes and ten minutes around them; all others
 * are joined with equal neighbours into longer ones, the longer the more there are.
 */
export class WindowRows {
  #rows: WindowRow[] = [];
  /** Rows before this index are joined as far as they go. */
  #joined = 0;
  #lastEpisodeMs = Number.NEGATIVE_INFINITY;
  #joinMs = 600_000;

  /** Adds the row of a window that has just closed. @param inEpisode whether an episode is open */
  add(row: WindowRow, inEpisode: boolean): void {
    this.#rows.push(row);
    if (inEpisode) {
      this.#lastEpisodeMs = row.endMs;
      // What lies ten minutes before an episode keeps its grain.
      this.#joined = this.#rows.length;
    } else if (row.startMs - this.#lastEpisodeMs > NEAR_MS) {
      this.#joinOld(row.startMs - NEAR_MS);
    } else {
      this.#joined = this.#rows.length;
    }
    if (this.#rows.length > 2 * MOST_ROWS) this.#coarsen();
  }

  /** All rows in order of time, at most 5,000 outside episodes. */
  finish(): readonly WindowRow[] {
    while (this.#rows.length > MOST_ROWS && this.#joinMs < 2 ** 45) this.#coarsen();
    return this.#rows;
  }

  #joinOld(beforeMs: number): void {
    const rows = this.#rows;
    let at = this.#joined;
    while (at < rows.length && rows[at]!.endMs <= beforeMs) {
      if (at > 0 && joinable(rows[at - 1]!, rows[at]!, this.#joinMs)) {
        join(rows[at - 1]!, rows[at]!);
        rows.splice(at, 1);
      } else {
        at += 1;
      }
    }
    this.#joined = at;
  }

  #coarsen(): void {
    this.#joinMs *= 2;
    const before = this.#rows.length - this.#joined;
    const kept: WindowRow[] = [];
    this.#rows.forEach((row, index) => {
      const last = kept.at(-1);
      if (last !== undefined && index < this.#joined && joinable(last, row, this.#joinMs)) join(last, row);
      else kept.push(row);
    });
    this.#rows = kept;
    this.#joined = kept.length - before;
  }
}

function joinable(a: WindowRow, b: WindowRow, joinMs: number): boolean {
  return (
    a.verdict === "normal" &&
    b.verdict === "normal" &&
    Math.floor(a.startMs / joinMs) === Math.floor(b.startMs / joinMs)
  );
}

function join(into: WindowRow, row: WindowRow): void {
  into.endMs = row.endMs;
  into.requests += row.requests;
  into.sources = Math.max(into.sources, row.sources);
  into.logins += row.logins;
  into.overloads += row.overloads;
  if (row.attackProbability !== null) {
    into.attackProbability = Math.max(into.attackProbability ?? 0, row.attackProbability);
    into.attackRequests = (into.attackRequests ?? 0) + (row.attackRequests ?? 0);
  }
}

import type { Carrier } from "../bytes/carrier.ts";
import type { Kind } from "../verdicts/phases.ts";

/** A judged window as the report shows it. */
export interface WindowRow {
  readonly startMs: number;
  readonly endMs: number;
  readonly requests: number;
  /** Distinct sources; of joined windows, the most of any. */
  readonly sources: number;
  readonly logins: number;
  readonly overloads: number;
  readonly verdict: Kind;
  /** Null where it was screened and not judged; of joined windows, the highest. */
  readonly attackProbability: number | null;
  readonly attackRequests: number | null;
}

/** Verdicts, the gravest last. */
const GRAVITY: readonly Kind[] = ["normal", "organic-surge", "inconclusive", "mixed", "flood-attack"];
/** Rows outside episodes, and within them, that are kept at most. */
const MOST_OUTSIDE = 5_000;
const MOST_NEAR = 50_000;
/** What belongs to an episode: so long before and after it. */
const NEAR_MS = 600_000;
/** Neighbours are joined within slots of such a length at first, and of twice it whenever there are too many. */
const OUTSIDE_SLOT_MS = 600_000;
const NEAR_SLOT_MS = 60_000;
/** From such slots on even rows of unlike verdicts are joined: else an episode could flicker them beyond any bound. */
const ANY_VERDICT_SLOT_MS = 3_600_000;

/** A row, and whether it belongs to an episode. */
type Kept = { -readonly [key in keyof WindowRow]: WindowRow[key] } & { near: boolean };

/**
 * The windows of a report in bounded number. Fine rows are kept within episodes and ten minutes around them; all others
 * are joined with equal neighbours into longer ones, the longer the more there are. So are those of episodes beyond some
 * five days of ten-second windows; the last ten minutes never are.
 */
export class WindowRows {
  #rows: Kept[] = [];
  #outside = 0;
  /** Rows before this index are joined as far as they go. */
  #joined = 0;
  #lastEpisodeMs = Number.NEGATIVE_INFINITY;
  #outsideSlotMs = OUTSIDE_SLOT_MS;
  #nearSlotMs = NEAR_SLOT_MS;

  /** Adds the row of a window that has just closed. @param inEpisode whether an episode is open */
  add(row: WindowRow, inEpisode: boolean): void {
    if (inEpisode) {
      this.#lastEpisodeMs = row.endMs;
      // What lies ten minutes before an episode keeps its grain.
      for (let at = this.#rows.length - 1; at >= this.#joined && !this.#rows[at]!.near; at -= 1) {
        this.#rows[at]!.near = true;
        this.#outside -= 1;
      }
    }
    const near = row.startMs - this.#lastEpisodeMs <= NEAR_MS;
    const { startMs, endMs, requests, sources, logins, overloads, verdict } = row;
    const { attackProbability, attackRequests } = row;
    this.#rows.push({
      startMs,
      endMs,
      requests,
      sources,
      logins,
      overloads,
      verdict,
      attackProbability,
      attackRequests,
      near,
    });
    if (!near) this.#outside += 1;
    this.#joinOld(row.startMs - NEAR_MS);
    if (this.#outside > 2 * MOST_OUTSIDE) this.#coarsenOutside();
    if (this.#rows.length - this.#outside > MOST_NEAR + MOST_OUTSIDE) this.#coarsenNear();
  }

  /** All rows in order of time, at most 5,000 outside episodes. */
  finish(): readonly WindowRow[] {
    while (this.#outside > MOST_OUTSIDE && this.#outsideSlotMs < 2 ** 45) this.#coarsenOutside();
    return this.#rows.map(({ near: _, ...row }) => row);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#rows = by.value(this.#rows);
    this.#outside = by.value(this.#outside);
    this.#joined = by.value(this.#joined);
    this.#lastEpisodeMs = by.value(this.#lastEpisodeMs);
    this.#outsideSlotMs = by.value(this.#outsideSlotMs);
    this.#nearSlotMs = by.value(this.#nearSlotMs);
  }

  /** Joins rows that are old enough to stay outside whatever comes. */
  #joinOld(beforeMs: number): void {
    const rows = this.#rows;
    let at = this.#joined;
    while (at < rows.length && rows[at]!.endMs <= beforeMs) {
      if (at > 0 && this.#areOneOutside(rows[at - 1]!, rows[at]!)) {
        join(rows[at - 1]!, rows[at]!);
        rows.splice(at, 1);
        this.#outside -= 1;
      } else {
        at += 1;
      }
    }
    this.#joined = at;
  }

  #coarsenOutside(): void {
    this.#outsideSlotMs *= 2;
    this.#rejoin((a, b) => this.#areOneOutside(a, b));
  }

  #coarsenNear(): void {
    while (this.#rows.length - this.#outside > MOST_NEAR && this.#nearSlotMs < 2 ** 45) {
      this.#rejoin((a, b) => this.#areOneNear(a, b));
      this.#nearSlotMs *= 2;
    }
  }

  #rejoin(areOne: (a: Kept, b: Kept) => boolean): void {
    const before = this.#rows.length - this.#joined;
    const kept: Kept[] = [];
    this.#rows.forEach((row, index) => {
      const last = kept.at(-1);
      if (last === undefined || index >= this.#joined || !areOne(last, row)) kept.push(row);
      else join(last, row);
    });
    this.#rows = kept;
    this.#joined = kept.length - before;
    this.#outside = kept.reduce((sum, { near }) => sum + (near ? 0 : 1), 0);
  }

  #areOneOutside(a: Kept, b: Kept): boolean {
    const isNormal = a.verdict === "normal" && b.verdict === "normal";
    return !a.near && !b.near && isNormal && areInOneSlot(a, b, this.#outsideSlotMs);
  }

  #areOneNear(a: Kept, b: Kept): boolean {
    if (!a.near || !b.near || !areInOneSlot(a, b, this.#nearSlotMs)) return false;
    return a.verdict === b.verdict || this.#nearSlotMs >= ANY_VERDICT_SLOT_MS;
  }
}

function areInOneSlot(a: WindowRow, b: WindowRow, slotMs: number): boolean {
  return Math.floor(a.startMs / slotMs) === Math.floor(b.startMs / slotMs);
}

function join(into: Kept, row: WindowRow): void {
  into.endMs = row.endMs;
  into.requests += row.requests;
  into.sources = Math.max(into.sources, row.sources);
  into.logins += row.logins;
  into.overloads += row.overloads;
  if (GRAVITY.indexOf(row.verdict) > GRAVITY.indexOf(into.verdict)) into.verdict = row.verdict;
  if (row.attackProbability !== null) {
    into.attackProbability = Math.max(into.attackProbability ?? 0, row.attackProbability);
    into.attackRequests = (into.attackRequests ?? 0) + (row.attackRequests ?? 0);
  }
}

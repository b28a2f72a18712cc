import type { Carrier } from "../bytes/carrier.ts";
import { NOT_APPLICABLE, SOURCE_ATTRIBUTES } from "../features/source-attributes.ts";
import { attributeIndex, type Units } from "../features/units.ts";
import { PathClass } from "../records/paths.ts";
import { Method } from "../records/record.ts";
import { Kind, Source } from "../windows/source-layout.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";

/** A page asks again so many times a minute at most; who does it more often is no page. */
const MOST_A_MINUTE = 13;
/** Sources that must wait before a page is taken for a waiting room, and their share of all who see it. */
const LEAST_WAITING = 15;
const LEAST_WAITING_SHARE = 0.4;
/** Sources that must have been sent there in the span, and their share: who waits was sent once, some time ago. */
const LEAST_SENT = 4;
const LEAST_SENT_SHARE = 0.05;
/** Who is sent there again with every request is not waiting. */
const MOST_SENT_EACH = 0.5;
/** Variance of the requests of those who wait, against their mean: a timer has little, chance has about one. */
const MOST_DISPERSION = 0.7;
/** Who waits does little else. */
const WAITING = 0.5;
/** Those who try to log in do not wait. */
const MOST_ATTEMPTING = 0.2;
/** Rooms, and candidates, remembered at most; those that have not been seen for longest are forgotten first. */
const MOST_ROOMS = 16;
/** A page to which most of so many were sent just now may be one. Its timer has to show that within three minutes. */
const LEAST_ARRIVALS = 5;
const MOSTLY = 0.6;
const DOUBT_MS = 180_000;
/** Share of those who come by a page that must be found within the room, for it to be its entrance. */
const ENTRANCE = 0.4;
/** A page that more of normal traffic asks for is no waiting room. */
const RARE = 0.02;

const PROFILE = attributeIndex("profile");
/** The bin of the profile that says "waiting room". */
const IN_WAITING_ROOM = 11;
/** What a page that asks again by itself decides, instead of the person before it. */
const TIMED = ["requests", "referrer", "path-variety", "rhythm", "queries", "assets", "posts"].map(
  attributeIndex,
);
const ATTRIBUTES = SOURCE_ATTRIBUTES.length;

/** Those who ask for one page in a span, as sampled. */
interface Askers {
  /** All of them, and those who asked repeatedly: the hashes of the latter, their requests for this page, the sum of their squares. */
  sources: number;
  readonly waiting: Set<number>;
  readonly others: Set<number>;
  requests: number;
  squares: number;
}

/**
 * Waiting rooms that no list names, learned from what becomes of visitors: many are redirected, once, to a page that then asks for itself
 * again and again by its timer, until it lets them in. Whoever waits there looks like a machine, since it is the page that asks.
 *
 * Fails on: a page that asks for itself less than once in three minutes; robots that let themselves be sent there and wait, who do no
 * harm while they do.
 */
export class WaitingRooms {
  /** By hash of the path, in the order in which they were last seen in use: whether it has a timer, or is where one comes in. */
  #rooms = new Map<number, boolean>();
  /** Pages that may turn out to be rooms, or have not: when visitors were first sent there, ms. */
  #candidates = new Map<number, number>();

  /**
   * Looks for waiting rooms in a span of at most a minute. O(sampled kinds + sources).
   * @param usualShare share that a path has in normal traffic: a room is no usual page
   */
  learn(window: WindowSummary, usualShare: (path: number) => number): void {
    if (window.totals[Total.redirects]! < LEAST_SENT) return;
    const entrances: [number, Askers][] = [];
    const inside = new Set<number>();
    let sourceRows: SourceRows | null = null;
    for (const [path, askers] of askersOf(window)) {
      if (askers.sources < LEAST_ARRIVALS || usualShare(path) > RARE) continue;
      sourceRows ??= rowsOf(window);
      const sent = sentTo(askers, sourceRows);
      if (sent.attempting > MOST_ATTEMPTING * askers.sources) continue;
      if (hasTimer(askers) && areSentOnce(askers, sent)) {
        this.#note(path, true);
        for (const some of [askers.waiting, askers.others]) for (const source of some) inside.add(source);
      } else if (sent.sources >= MOSTLY * askers.sources) {
        if (!this.#candidates.has(path)) this.#candidates.set(path, window.startMs);
        if (this.#candidates.size > MOST_ROOMS) this.#candidates.delete(first(this.#candidates.keys()));
        entrances.push([path, askers]);
      }
    }
    // A room may have a page that is opened once, and asks for another by its timer.
    for (const [path, { sources, waiting, others }] of inside.size > 0 ? entrances : []) {
      let both = 0;
      for (const some of [waiting, others]) for (const source of some) if (inside.has(source)) both += 1;
      if (both >= ENTRANCE * sources) this.#note(path, false);
    }
  }

  /** Marks the sources that wait in a room that is known: what its timer makes them do says nothing of them. O(sampled kinds). */
  mark(window: WindowSummary, units: Units, minutes: number): void {
    if (this.#rooms.size + this.#candidates.size === 0) return;
    /** Requests by source for pages with a timer, and whether an entrance was among its others. */
    const timed = new Map<number, number>();
    const entered = new Set<number>();
    window.kinds.forEach((rows, row) => {
      const path = rows[row + Kind.path]!;
      const source = rows[row + Kind.source]!;
      if (this.#hasTimer(path, window.endMs)) {
        timed.set(source, (timed.get(source) ?? 0) + rows[row + Kind.requests]!);
      } else if (this.#rooms.has(path)) entered.add(source);
    });
    if (timed.size + entered.size === 0) return;
    const isOpen = this.#rooms.size > 0;
    const { rows: sampled, loudRows } = window.sources;
    for (let unit = 0; unit < units.count; unit += 1) {
      const rows = unit < units.sampled ? sampled : loudRows;
      const row = units.offsets[unit]!;
      const source = rows[row + 1]!;
      const all = rows[row + Source.requests]!;
      const sent = rows[row + Source.redirects]!;
      const asked = timed.get(source) ?? 0;
      const comes = entered.has(source) && (sent > 0 || asked > 0) ? 1 : 0;
      // Who is only ever sent away, and does not go where he is sent, is not waiting.
      if (all === sent || asked + comes < WAITING * all || rows[row + Source.attempts]! > 0) continue;
      const people = units.people[unit]! / units.sources[unit]!;
      if (asked + comes === 0 || asked > MOST_A_MINUTE * Math.max(1, minutes) * people) continue;
      const at = unit * ATTRIBUTES;
      for (const attribute of TIMED) units.bins[at + attribute] = NOT_APPLICABLE;
      units.bins[at + PROFILE] = IN_WAITING_ROOM;
      units.cell[unit] = IN_WAITING_ROOM * 16 + 15;
      // Of a page that may turn out to be none, nothing is said of the site.
      if (isOpen) units.queued[unit] = (units.requests[unit]! * (asked + comes)) / all;
    }
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#rooms = by.value(this.#rooms);
    this.#candidates = by.value(this.#candidates);
  }

  #note(path: number, hasTimer: boolean): void {
    const known = this.#rooms.get(path) ?? false;
    this.#rooms.delete(path);
    this.#rooms.set(path, known || hasTimer);
    if (this.#rooms.size > MOST_ROOMS) this.#rooms.delete(first(this.#rooms.keys()));
  }

  #hasTimer(path: number, timeMs: number): boolean {
    if (this.#rooms.get(path) === true) return true;
    const since = this.#candidates.get(path);
    return since !== undefined && timeMs - since <= DOUBT_MS;
  }
}

function askersOf(window: WindowSummary): Map<number, Askers> {
  const askers = new Map<number, Askers>();
  window.kinds.forEach((rows, row) => {
    const meta = rows[row + Kind.meta]!;
    const pathClass = (meta >>> 8) & 0xff;
    if ((meta & 0xff) !== Method.get || (pathClass !== PathClass.page && pathClass !== PathClass.api)) return;
    const path = rows[row + Kind.path]!;
    let found = askers.get(path);
    if (found === undefined) {
      found = { sources: 0, waiting: new Set(), others: new Set(), requests: 0, squares: 0 };
      askers.set(path, found);
    }
    const requests = rows[row + Kind.requests]!;
    const source = rows[row + Kind.source]!;
    found.sources += 1;
    if (requests < 2 || requests > MOST_A_MINUTE) {
      found.others.add(source);
      return;
    }
    found.waiting.add(source);
    found.requests += requests;
    found.squares += requests * requests;
  });
  return askers;
}

/** Whether most who see a page ask for it again, all of them at the same pace. */
function hasTimer({ sources, waiting, requests, squares }: Askers): boolean {
  if (waiting.size < LEAST_WAITING || waiting.size < LEAST_WAITING_SHARE * sources) return false;
  const mean = requests / waiting.size;
  return squares / waiting.size - mean * mean <= MOST_DISPERSION * mean;
}

/** What became of those who ask for a page: how many were redirected in the span, how many try to log in, redirects of who asks repeatedly. */
interface Sent {
  readonly sources: number;
  readonly attempting: number;
  readonly redirects: number;
}

function sentTo({ waiting, others }: Askers, { rows, at }: SourceRows): Sent {
  let sources = 0;
  let attempting = 0;
  let redirects = 0;
  for (const some of [waiting, others]) {
    for (const source of some) {
      const row = at.get(source);
      if (row === undefined || (some === others && waiting.has(source))) continue;
      const redirected = rows[row + Source.redirects]!;
      if (redirected > 0 && rows[row + Source.requests]! > redirected) sources += 1;
      if (rows[row + Source.attempts]! > 0) attempting += 1;
      if (some === waiting) redirects += redirected;
    }
  }
  return { sources, attempting, redirects };
}

/** Where the rows of sources are, by the lower half of their hash. */
interface SourceRows {
  readonly rows: Uint32Array;
  readonly at: ReadonlyMap<number, number>;
}

function rowsOf(window: WindowSummary): SourceRows {
  const { rows, size, loudRows, loudSize, stride } = window.sources;
  const all = new Uint32Array((size + loudSize) * stride);
  all.set(rows.subarray(0, size * stride));
  all.set(loudRows.subarray(0, loudSize * stride), size * stride);
  const at = new Map<number, number>();
  for (let row = 0; row < all.length; row += stride) at.set(all[row + 1]!, row);
  return { rows: all, at };
}

/** Whether visitors are redirected to a page as they come, and not again while they ask for it. */
function areSentOnce({ sources, requests }: Askers, sent: Sent): boolean {
  return (
    sent.sources >= LEAST_SENT &&
    sent.sources >= LEAST_SENT_SHARE * sources &&
    sent.redirects <= MOST_SENT_EACH * requests
  );
}

function first(keys: Iterator<number>): number {
  return keys.next().value as number;
}

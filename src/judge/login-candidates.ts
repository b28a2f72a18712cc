import type { Carrier } from "../bytes/carrier.ts";
import { PathClass } from "../records/paths.ts";
import { Method } from "../records/record.ts";
import { ThresholdSample } from "../sketches/threshold-sample.ts";
import { Kind } from "../windows/source-layout.ts";
import type { WindowSummary } from "../windows/window-summary.ts";

/** Pairs of source and path that are kept. */
const PAIRS = 4096;
/** Sampled sources that must have posted to a path before it is worth a word. */
const ENOUGH_SOURCES = 20;
/** People log in once and perhaps mistype; forms that are sent more often than this are none. */
const MOST_POSTS_EACH = 2.5;
/** A login is used by this share of all sources at least: a contact form is not. */
const LEAST_SHARE = 0.05;
/** Names are looked for again when there are so many times more pairs: some ninety times in all. */
const GROWTH = 1.1;
/** Paths of a window that are looked at for a name. */
const PATHS_LOOKED_AT = 256;
/** The name is shown within a command to copy: nothing that a shell or a pattern would take for more than a path. */
const PLAIN = /^\/[\w\-./~]*$/;
/** What pages send by themselves, and other forms. */
const NO_LOGIN =
  /search|track|beacon|collect|analytic|metric|telemetr|event|csp|report|graphql|xmlrpc|cart|comment|upload|sync|contact|newsletter/i;

/**
 * Finds the path that looks like a login where the site's own name for it is in no list: many sources post to it, each
 * once or twice. Bounded memory; O(sampled kinds) a window.
 */
export class LoginCandidates {
  readonly #pairs = new ThresholdSample({ columns: ["sum", "keep"], weight: 0 }, PAIRS, {
    budget: 2,
    threshold: 2 ** 30,
  });
  #theta = 1;
  #names = new Map<number, string>();
  #lookAt = ENOUGH_SOURCES;

  /** Adds a closed window. */
  add(window: WindowSummary): void {
    const { rows, size, stride } = window.kinds;
    this.#theta = Math.min(this.#theta, window.kinds.theta);
    const limit = this.#theta * 2 ** 32;
    for (let row = 0, end = size * stride; row < end; row += stride) {
      const meta = rows[row + Kind.meta]!;
      const pathClass = (meta >>> 8) & 0xff;
      if ((meta & 0xff) !== Method.post || rows[row]! >= limit) continue;
      if (pathClass !== PathClass.page && pathClass !== PathClass.api) continue;
      const path = rows[row + Kind.path]!;
      // The upper half is the source's, so that sources are sampled, each with all its paths.
      const pair = (rows[row + Kind.source]! ^ Math.imul(path, 0x9e3779b1)) >>> 0;
      const slot = this.#pairs.slot(rows[row]!, pair);
      if (slot < 0) continue;
      this.#pairs.rows[slot + 2]! += rows[row + Kind.requests]!;
      this.#pairs.rows[slot + 3] = path;
    }
    if (this.#pairs.size >= this.#lookAt) this.#look(window);
  }

  /**
   * The path that looks most like a login, or null.
   * @param sources of all traffic, an estimate
   */
  best(sources: number): string | null {
    const theta = Math.min(this.#theta, this.#pairs.theta);
    let best: string | null = null;
    let most = Math.max(ENOUGH_SOURCES, LEAST_SHARE * sources * theta) - 1;
    for (const [path, counted] of this.#paths()) {
      const name = this.#names.get(path) ?? "";
      const isLike =
        counted.posts <= MOST_POSTS_EACH * counted.sources && PLAIN.test(name) && !NO_LOGIN.test(name);
      if (!isLike || counted.sources <= most) continue;
      most = counted.sources;
      best = name;
    }
    return best;
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#pairs.settle();
    by.words(this.#pairs);
    this.#theta = by.value(this.#theta);
    this.#names = by.value(this.#names);
    this.#lookAt = by.value(this.#lookAt);
  }

  /** Names of the paths that have become interesting; a window knows the names of its frequent paths. */
  #look(window: WindowSummary): void {
    this.#lookAt = Math.ceil(this.#pairs.size * GROWTH);
    const wanted = new Set<number>();
    for (const [path, { sources }] of this.#paths()) {
      if (sources >= ENOUGH_SOURCES && !this.#names.has(path)) wanted.add(path);
    }
    if (wanted.size === 0) return;
    for (const { lo, label } of window.paths.top(PATHS_LOOKED_AT))
      if (wanted.has(lo)) this.#names.set(lo, label);
  }

  #paths(): Map<number, { sources: number; posts: number }> {
    const paths = new Map<number, { sources: number; posts: number }>();
    const limit = Math.min(this.#theta, this.#pairs.theta) * 2 ** 32;
    const { rows, size, stride } = this.#pairs;
    for (let row = 0, end = size * stride; row < end; row += stride) {
      if (rows[row]! >= limit) continue;
      let counted = paths.get(rows[row + 3]!);
      if (counted === undefined) {
        counted = { sources: 0, posts: 0 };
        paths.set(rows[row + 3]!, counted);
      }
      counted.sources += 1;
      counted.posts += rows[row + 2]!;
    }
    return paths;
  }
}

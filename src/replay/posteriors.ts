import { decided } from "../attribution/ledger.ts";
import type { Units } from "../features/units.ts";

/** Sources held over all spans; of more, neighbouring spans are joined. 9 B each. */
const MOST_SOURCES = 6_000_000;

/** Whether a source of a span was sampled, and if not, what it stands for. */
const UNKNOWN = -1;

/** What was found in one span: its sources that are not plainly people, by the lower half of their hash, ascending. */
interface Span {
  readonly onsetMs: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Sources whose upper half is below this were looked at; 2^32 where all were. */
  readonly limit: number;
  readonly names: Uint32Array;
  /** 0..1, see {@link decided}. */
  readonly attack: Float32Array;
  /** 1 for a source that was counted for itself, and stands for no other. */
  readonly loud: Uint8Array;
}

/** What a request counts for. Reused from call to call. */
export interface Weight {
  /** Onset of the episode that took the request in, ms since 1970; NaN where none did. */
  onsetMs: number;
  /** Requests of attackers, and of people, that it stands for; both 0 where its source was not looked at. */
  attack: number;
  organic: number;
}

/**
 * Who was taken for an attacker, when, and how surely: the posteriors that the attribution and the rules of each episode rest
 * on. Filled while a log is judged, asked when it is read once more. Bounded memory; O(log sources) a question.
 */
export class Posteriors {
  readonly #mostSources: number;
  #spans: Span[] = [];
  #sources = 0;
  #last: Span | null = null;
  /** True where some sources were not looked at: then those that were stand for them. */
  sampled = false;

  /** @param mostSources held at most; when there are more, neighbouring spans of an episode are joined */
  constructor(mostSources = MOST_SOURCES) {
    this.#mostSources = mostSources;
  }

  /** Takes note of a span that an episode took in. */
  note(onsetMs: number, startMs: number, endMs: number, units: Units): void {
    let theta = 1;
    for (let unit = 0; unit < units.count; unit += 1) theta = Math.min(theta, 1 / units.sources[unit]!);
    const kept: { name: number; attack: number; loud: number }[] = [];
    for (let unit = 0; unit < units.count; unit += 1) {
      const attack = decided(units.attack[unit]!);
      const loud = theta < 1 && units.sources[unit]! <= 1 ? 1 : 0;
      if (attack > 0 || loud === 1) kept.push({ name: units.hashLo[unit]!, attack, loud });
    }
    if (theta < 1) this.sampled = true;
    kept.sort((a, b) => a.name - b.name);
    this.#sources += kept.length;
    this.#spans.push({
      onsetMs,
      startMs,
      endMs,
      limit: theta * 2 ** 32,
      names: Uint32Array.from(kept, ({ name }) => name),
      attack: Float32Array.from(kept, ({ attack }) => attack),
      loud: Uint8Array.from(kept, ({ loud }) => loud),
    });
    if (this.#sources > this.#mostSources) this.#join();
  }

  /** Must be called once before the first question. */
  settle(): void {
    this.#spans.sort((a, b) => a.startMs - b.startMs);
    this.#last = null;
  }

  /**
   * What a request counts for.
   * @param hi upper half of its source's hash
   * @param lo lower half
   * @param into where to write it
   */
  weigh(timeMs: number, hi: number, lo: number, into: Weight): void {
    const span = this.#spanAt(timeMs);
    into.attack = 0;
    into.organic = 0;
    into.onsetMs = span === null ? Number.NaN : span.onsetMs;
    if (span === null) return;
    const at = find(span.names, lo);
    const attack = at === UNKNOWN ? 0 : span.attack[at]!;
    const isLoud = at !== UNKNOWN && span.loud[at] === 1;
    if (!isLoud && hi >= span.limit) return;
    const stands = isLoud ? 1 : 2 ** 32 / span.limit;
    into.attack = stands * attack;
    into.organic = stands * (1 - attack);
  }

  #spanAt(timeMs: number): Span | null {
    const last = this.#last;
    if (last !== null && timeMs >= last.startMs && timeMs < last.endMs) return last;
    const spans = this.#spans;
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spans[middle]!.startMs <= timeMs) low = middle + 1;
      else high = middle;
    }
    const span = spans[low - 1];
    if (span === undefined || timeMs >= span.endMs) return null;
    this.#last = span;
    return span;
  }

  /** Joins neighbours of one episode, two by two: who was in both counts by the mean, and a gap between them is closed. */
  #join(): void {
    this.settle();
    const joined: Span[] = [];
    let isPair = false;
    for (const span of this.#spans) {
      const before = joined.at(-1);
      isPair = !isPair && before?.onsetMs === span.onsetMs;
      if (isPair) joined[joined.length - 1] = union(before!, span);
      else joined.push(span);
    }
    this.#spans = joined;
    this.#sources = joined.reduce((sum, { names }) => sum + names.length, 0);
  }
}

function union(a: Span, b: Span): Span {
  const sources = new Map<number, { attack: number; loud: number }>();
  a.names.forEach((name, at) => {
    sources.set(name, { attack: a.attack[at]!, loud: a.loud[at]! });
  });
  b.names.forEach((name, at) => {
    const held = sources.get(name);
    const attack = held === undefined ? b.attack[at]! : (held.attack + b.attack[at]!) / 2;
    sources.set(name, { attack, loud: Math.max(held?.loud ?? 0, b.loud[at]!) });
  });
  const sorted = [...sources].sort((x, y) => x[0] - y[0]);
  return {
    onsetMs: a.onsetMs,
    startMs: a.startMs,
    endMs: b.endMs,
    limit: Math.min(a.limit, b.limit),
    names: Uint32Array.from(sorted, ([name]) => name),
    attack: Float32Array.from(sorted, ([, { attack }]) => attack),
    loud: Uint8Array.from(sorted, ([, { loud }]) => loud),
  };
}

function find(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = sorted[middle]!;
    if (here === value) return middle;
    if (here < value) low = middle + 1;
    else high = middle - 1;
  }
  return UNKNOWN;
}

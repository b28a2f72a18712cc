import { afterEach, expect, it, vi } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { StateWriter } from "../../src/bytes/carrier.ts";

const START_MS = Date.UTC(2024, 0, 1);
const CALM_SECONDS = 40 * 60;
const FLOOD_SECONDS = 70 * 60;
const FLOOD_PER_SECOND = 30;
/** Entries of a list, map or set, and numbers of a table: a quarter of the sources of the flood, or a row for each of half of them. */
const MOST_ENTRIES = 33_000;
const MOST_NUMBERS = 200_000;

/** Whole numbers below 2^32, the same ones every time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
}

/** Lines that have nothing in common: ever other addresses, paths, queries, referrers, user agents and answers. */
function hostileLines(fromSecond: number, toSecond: number, perSecond: number, next: () => number): Buffer {
  const lines: string[] = [];
  const word = () => next().toString(36);
  for (let second = fromSecond; second < toSecond; second += 1) {
    const time = new Date(START_MS + second * 1000).toISOString();
    for (let i = 0; i < perSecond; i += 1) {
      const address = [1 + (next() % 220), next() % 256, next() % 256, next() % 256].join(".");
      const referrer = next() % 2 === 0 ? "-" : `https://${word()}.example/`;
      const status = [200, 302, 404, 503][next() % 4];
      lines.push(
        `${address} - - [${time.slice(8, 10)}/Jan/2024:${time.slice(11, 19)} +0000] ` +
          `"${next() % 3 === 0 ? "POST" : "GET"} /${word()}/${word()}?${word()}=${word()} HTTP/1.1" ` +
          `${status} ${next() % 9999} "${referrer}" "${word()} ${word()}"`,
      );
    }
  }
  return Buffer.from(`${lines.join("\n")}\n`);
}

/** The size of the largest collection within a value that was written down. */
function largestWithin(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  if (ArrayBuffer.isView(value)) {
    return (value as Uint32Array).length > MOST_NUMBERS ? Number.POSITIVE_INFINITY : 0;
  }
  const entries = value instanceof Map || value instanceof Set ? [...value.values()] : Object.values(value);
  return entries.reduce<number>((most, entry) => Math.max(most, largestWithin(entry)), entries.length);
}

afterEach(() => void vi.restoreAllMocks());

it("nothing that the judge remembers grows with a flood in which nothing recurs", () => {
  const analyzer = new Analyzer();
  const next = numbers(7);
  analyzer.push(hostileLines(0, CALM_SECONDS, 1, next));
  for (let second = CALM_SECONDS; second < CALM_SECONDS + FLOOD_SECONDS; second += 600) {
    analyzer.push(hostileLines(second, second + 600, FLOOD_PER_SECOND, next));
    for (const _ of analyzer.drain());
  }
  // Everything that changes is in a checkpoint, value by value.
  const value = vi.spyOn(StateWriter.prototype, "value");
  const words = vi.spyOn(StateWriter.prototype, "words");
  analyzer.checkpoint();
  expect(value.mock.calls.length).toBeGreaterThan(100);
  expect(words.mock.calls.length).toBeGreaterThan(5);
  expect(Math.max(...value.mock.calls.map(([one]) => largestWithin(one)))).toBeLessThan(MOST_ENTRIES);
  const { values } = words.mock.contexts[0] as StateWriter;
  const tables = values.filter((one) => one instanceof Uint32Array);
  expect(tables.length).toBeGreaterThan(5);
  expect(Math.max(...tables.map(({ length }) => length))).toBeLessThan(MOST_NUMBERS);
  // An episode was open all the time: its ledger, overload account and shares were part of it.
  const { episodes } = analyzer.finish();
  expect(episodes.at(-1)!.requests).toBeGreaterThan(0.9 * FLOOD_PER_SECOND * FLOOD_SECONDS);
}, 60_000);

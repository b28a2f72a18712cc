import type { Chance } from "./chance.ts";

/** Who is behind a request: people, attack, crawler, monitor, nuisance. The letters of the truth. */
export type Label = "o" | "a" | "b" | "m" | "n";

/** Whoever sends. */
export interface Client {
  readonly address: string;
  /** The proxy that it comes through, where the log tells both. */
  readonly peer?: string;
  readonly agent: string;
  readonly label: Label;
  /** Number of the crowd or raid of the scenario. */
  readonly group: number;
  readonly chance: Chance;
  /** Seconds after which it hangs up. */
  readonly patience: number;
  /** Whether it tells where it comes from. */
  readonly tellsReferrer: boolean;
  /** HTTP/1.1, HTTP/2.0. */
  readonly protocol: string;
}

/** One request that a client wants to make. */
export interface Ask {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Status where it is served. */
  readonly status: number;
  readonly bytes: number;
  /** Work it makes, 1 for a dynamic page; below 0.1: a file. */
  readonly weight: number;
  readonly referrer: string;
  /** Time it takes where nothing is in the way, seconds. Default: by its weight. */
  readonly seconds?: number;
  /** Whether it is meant to last: nobody hangs up for want of patience. */
  readonly held?: boolean;
  /** Sent that many seconds from now, beside whatever else the client does: nobody waits for the answer. */
  readonly later?: number;
}

/** What became of it. */
export interface Answer {
  readonly status: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Turned away for overload. */
  readonly refused: boolean;
  /** Sent to the queue, or still in it. */
  readonly queued: boolean;
  /** Asked to prove itself a browser first. */
  readonly challenged?: boolean;
}

/** What a client does: asks, or waits for some seconds; in the end whether it did all that it wanted. */
export type Life = Generator<Ask | number, boolean, Answer>;

import { randomInt } from "node:crypto";
import { openBaseline } from "../baselines/codec.ts";

/**
 * The key of the hashes of a live run: drawn at random, so that nobody can send what the samples never keep; but what a
 * baseline knows of sources is known by the seed with which it was learned.
 */
export function liveSeed(baseline: Uint8Array | undefined): number {
  return baseline instanceof Uint8Array ? openBaseline(baseline).seed : randomInt(2 ** 48 - 1);
}

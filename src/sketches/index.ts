/**
 * `tidegauge/sketches`: summaries of streams in bounded memory, each with merge, bounds and a plain form for codecs.
 * Keys are 64-bit hashes in two halves, as a {@link Hasher} makes them.
 */
export { Hasher } from "../bytes/hash.ts";
export { type ErrorCode, TidegaugeError } from "../errors.ts";
export {
  type FrequentItem,
  FrequentItems,
  type FrequentItemsOptions,
  type FrequentItemsPlain,
} from "./frequent-items.ts";
export type { MergeRule } from "./merge-rules.ts";
export { Quantiles, type QuantilesPlain } from "./quantiles.ts";
export { RateSketch, type RateSketchOptions, type RateSketchPlain } from "./rate-sketch.ts";
export { KEY_WORDS, type LoudPart, type RowVisitor, type SampleLayout } from "./sample-layout.ts";
export type { ThresholdSamplePlain } from "./sample-plain.ts";
export { ThresholdSample } from "./threshold-sample.ts";

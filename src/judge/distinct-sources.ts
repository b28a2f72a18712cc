import type { Carrier } from "../bytes/carrier.ts";
import { Networks } from "../geo/networks.ts";
import { ThresholdSample } from "../sketches/threshold-sample.ts";
import { Source } from "../windows/source-layout.ts";
import type { WindowSummary } from "../windows/window-summary.ts";

/** Offsets into a row of the sample: how often it was seen, its place + 1, and its network. */
const SEEN = 2;
const PLACE = 3;
const NETWORK = 4;

/** Distinct sources over many windows, by a sample of their hashes. Cost O(sampled sources) a window. */
export class DistinctSources {
  readonly #sample: ThresholdSample;
  /** Lowest sampling probability of any window: only sources below it were seen in all of them. */
  #theta = 1;

  /** @param budget sources sampled at most; the relative error of counts is about `budget ** -0.5` */
  constructor(budget: number) {
    this.#sample = new ThresholdSample({ columns: ["sum", "keep", "keep"], weight: 0 }, budget, {
      budget: 2,
      threshold: 2 ** 30,
    });
  }

  /** Probability with which a source is counted, 0..1; 1 while all are. */
  get theta(): number {
    return Math.min(this.#theta, this.#sample.theta);
  }

  /** How many sources there were. */
  get estimate(): number {
    let counted = 0;
    this.#forEach(() => {
      counted += 1;
    });
    return counted / this.theta;
  }

  /** Adds the sources of a window, which must be settled. @param networks which network each belongs to */
  add(window: WindowSummary, networks: Networks = Networks.unknown): void {
    const { rows, size, stride } = window.sources;
    this.#theta = Math.min(this.#theta, window.sources.theta);
    const limit = this.theta * 2 ** 32;
    for (let row = 0, end = size * stride; row < end; row += stride) {
      // They lie in order: of a busy site most are above the threshold of what is counted.
      if (rows[row]! >= limit) break;
      const slot = this.#sample.slot(rows[row]!, rows[row + 1]!);
      if (slot < 0) continue;
      const seen = this.#sample.rows[slot + SEEN]!;
      this.#sample.rows[slot + SEEN] = seen + 1;
      // Where a source is does not change.
      if (seen > 0) continue;
      const place = rows[row + Source.place]!;
      this.#sample.rows[slot + PLACE] = (place & 0xffff) + 1;
      this.#sample.rows[slot + NETWORK] = networks.numberOf(
        rows[row + Source.network]!,
        place >>> 16,
        rows[row + Source.addressHi]!,
        rows[row + Source.addressLo]!,
      );
    }
  }

  /** Shows the place of every counted source; each stands for 1 / {@link theta} of them. */
  forEachPlace(visitor: (place: number) => void): void {
    this.#forEach((rows, row) => visitor(rows[row + PLACE]! - 1));
  }

  /** Shows the network of every counted source, 0 where it is unknown. */
  forEachNetwork(visitor: (network: number) => void): void {
    this.#forEach((rows, row) => visitor(rows[row + NETWORK]!));
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#theta = by.value(this.#theta);
    this.#sample.settle();
    by.words(this.#sample);
  }

  #forEach(visitor: (rows: Uint32Array, row: number) => void): void {
    const limit = this.theta * 2 ** 32;
    const { rows, size, stride } = this.#sample;
    for (let row = 0, end = size * stride; row < end; row += stride)
      if (rows[row]! < limit) visitor(rows, row);
  }
}

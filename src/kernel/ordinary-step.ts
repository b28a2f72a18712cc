/** What is read of a field, and the text behind it. */
export interface OrdinaryStep {
  /** `STEP_…` or `SHAPE_…` of layout.ts, or 0 for the text alone. */
  readonly kind: number;
  readonly field: number;
  readonly text: readonly number[];
  /** `IS_…` of layout.ts. Default 0. */
  readonly flags?: number;
  /** Words that are skipped. Default 1. */
  readonly count?: number;
  /** The byte that ends a value which nothing is asked to stand behind. */
  readonly stop?: number;
}

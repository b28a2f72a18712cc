import { BATCH, RECORD_SIZE } from "../layout";

/** Address of the record that a line is being read into; its fields lie as `RECORD_…` of layout.ts say. */
export let at: usize = BATCH;

/** Chooses the record that the next line is read into. @param index its number within the batch */
// @ts-ignore: decorator
@inline
export function choose(index: i32): void {
  at = <usize>(BATCH + index * RECORD_SIZE);
}

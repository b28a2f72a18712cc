import { expect } from "vitest";
import { type Detection, detectFormat, recogniseFormat } from "../../src/records/detection.ts";

/** Detects a format by trying all, and holds the quick way to the same. */
export function detectBothWays(sample: Uint8Array, options: { readonly logTz: string }): Detection {
  const detection = detectFormat(sample, options);
  const { ranking: _, ...quick } = recogniseFormat(sample, options);
  const { ranking: _ranking, ...whole } = detection;
  const named = ({ format, ...rest }: Partial<Detection>) => ({ ...rest, format: format?.name ?? null });
  expect(named(quick)).toEqual(named(whole));
  return detection;
}

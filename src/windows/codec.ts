import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import { TidegaugeError } from "../errors.ts";
import { FrequentItems } from "../sketches/frequent-items.ts";
import { decodeError, readFloats, readInteger, readNumber, readWords } from "../sketches/plain-data.ts";
import type { SampleLayout } from "../sketches/sample-layout.ts";
import { ThresholdSample } from "../sketches/threshold-sample.ts";
import { COUNTERS } from "./place-counts.ts";
import { KIND_LAYOUT, LOUD, SOURCE_LAYOUT } from "./source-layout.ts";
import { type SummaryBudget, TENTHS, TOTALS, WindowSummary } from "./window-summary.ts";

/** What the bytes begin with, so that other MessagePack is told from ours. */
const MAGIC = "tidegauge.window";
/** Raised whenever the meaning of any part changes; other versions are refused. */
const VERSION = 1;
const WHAT = "a window summary";

/** Extension types. Words and integers are written as varints: most of them are small, and most columns of a row are 0. */
const Extension = { words: 1, integers: 2, floats: 3 } as const;

/** Fields of the sketches' plain forms, in the order in which they are written. */
const SAMPLE_FIELDS = ["columns", "thetaHi", "thetaLo", "loudFrom", "rows", "loudRows"] as const;
const FREQUENT_FIELDS = [
  "labelBytes",
  "maximumError",
  "totalWeight",
  "keys",
  "counts",
  "missed",
  "labelLengths",
  "labels",
] as const;

/** Parts of the outermost array. */
const PARTS = 13;
/** Places are fewer than 2^16; a row of their table is the place and its counts. */
const PLACES = 1 << 16;
/** The largest sample that a memory bound allows (65,536 rows of 35 words of at most 5 bytes) fits in this. */
const MOST_EXTENSION_BYTES = 16 * 2 ** 20;
const MOST_LABEL_BYTES = 2 ** 20;
/** Event times that a `Date` can hold, ms. */
const LATEST_MS = 8.64e15;
const WORD = 0x100000000;

const EXTENSIONS = new ExtensionCodec();
EXTENSIONS.register({
  type: Extension.words,
  encode: (value) => (value instanceof Uint32Array ? packVarints(value) : null),
  decode: (bytes) => unpackVarints(bytes, new Uint32Array(countVarints(bytes)), WORD - 1),
});
EXTENSIONS.register({
  type: Extension.integers,
  encode: (value) => (value instanceof Float64Array && isIntegers(value) ? packVarints(value) : null),
  decode: (bytes) => unpackVarints(bytes, new Float64Array(countVarints(bytes)), Number.MAX_SAFE_INTEGER),
});
EXTENSIONS.register({
  type: Extension.floats,
  encode: (value) => (value instanceof Float64Array ? packFloats(value) : null),
  decode: (bytes) => readFloats(bytes, bytes.length / 8, WHAT, "floats"),
});

/**
 * A window summary as MessagePack: for checkpoints, other threads and other machines. Settles its samples.
 *
 * Guarantee: {@link decodeWindow} gives an equal summary under any budget that is not smaller; what the samples'
 * gates know of keys that are not yet loud is left out. An empty window takes some 150 bytes, a row of the source
 * sample some 60. Summaries may be merged only where `seed` and place table were the same: the bytes do not tell.
 * O(rows).
 */
export function encodeWindow(window: WindowSummary): Uint8Array {
  const { sources, kinds, paths, userAgents } = window;
  const parts = [
    MAGIC,
    VERSION,
    window.startMs,
    window.endMs,
    window.zoneMinutes,
    window.totals,
    window.served,
    window.overloaded,
    Uint32Array.from(window.places.toPlain()),
    ...[sources, kinds].map((sample) => listed(sample.toPlain(), SAMPLE_FIELDS)),
    ...[paths, userAgents].map((items) => listed(items.toPlain(), FREQUENT_FIELDS)),
  ];
  return encode(parts, { extensionCodec: EXTENSIONS });
}

/**
 * The window summary that {@link encodeWindow} gave. The bytes may be anything: every length and figure is checked before
 * it is believed, and memory is bounded by a small multiple of their number.
 * @param budget what the summary may hold; what does not fit is dropped as in a merge
 * @throws TidegaugeError `TG_DECODE` where the bytes are damaged, of another version, or something else
 */
export function decodeWindow(bytes: Uint8Array, budget: SummaryBudget): WindowSummary {
  const parts = readParts(bytes);
  const window = new WindowSummary(budget);
  const startMs = readInteger(parts[2], -LATEST_MS, LATEST_MS, WHAT, "startMs");
  window.reset(startMs, readInteger(parts[3], startMs, LATEST_MS, WHAT, "endMs"));
  window.zoneMinutes = readInteger(parts[4], -32_768, 32_767, WHAT, "zoneMinutes");
  readFixed(readFloats(parts[5], TOTALS, WHAT, "totals"), window.totals, "totals");
  readFixed(readWords(parts[6], TENTHS, WHAT, "served"), window.served, "served");
  readFixed(readWords(parts[7], TENTHS, WHAT, "overloaded"), window.overloaded, "overloaded");
  readPlaces(parts[8], window);
  window.sources.merge(readSample(parts[9], SOURCE_LAYOUT, budget.sources));
  window.kinds.merge(readSample(parts[10], KIND_LAYOUT, budget.kinds));
  window.sources.settle();
  window.kinds.settle();
  for (const [index, items] of [window.paths, window.userAgents].entries()) {
    items.merge(FrequentItems.fromPlain(named(parts[11 + index], FREQUENT_FIELDS), items));
  }
  return window;
}

function readParts(bytes: Uint8Array): readonly unknown[] {
  let parts: unknown;
  try {
    parts = decode(bytes, {
      extensionCodec: EXTENSIONS,
      maxStrLength: MAGIC.length,
      maxBinLength: MOST_LABEL_BYTES,
      maxArrayLength: PARTS,
      maxMapLength: 0,
      maxExtLength: MOST_EXTENSION_BYTES,
    });
  } catch (cause) {
    if (cause instanceof TidegaugeError) throw cause;
    throw new TidegaugeError(
      "TG_DECODE",
      `Cannot read ${WHAT}: the bytes are damaged or no MessagePack`,
      cause,
    );
  }
  if (!Array.isArray(parts) || parts[0] !== MAGIC) {
    throw decodeError(WHAT, `it must be an array that begins with "${MAGIC}"`);
  }
  readInteger(parts[1], VERSION, VERSION, WHAT, "version");
  readInteger(parts.length, PARTS, PARTS, WHAT, "length");
  return parts;
}

/** Copies figures of a fixed number, none of them negative or endless. */
function readFixed(from: Uint32Array | Float64Array, to: Uint32Array | Float64Array, name: string): void {
  readInteger(from.length, to.length, to.length, WHAT, `${name}.length`);
  for (let i = 0; i < from.length; i += 1) to[i] = readNumber(from[i], 0, Number.MAX_VALUE, WHAT, name);
}

function readPlaces(value: unknown, window: WindowSummary): void {
  const stride = COUNTERS + 1;
  const rows = readWords(value, PLACES * stride, WHAT, "places");
  if (rows.length % stride !== 0) throw decodeError(WHAT, `"places" must be rows of ${stride} words`);
  for (let at = 0, least = 0; at < rows.length; at += stride) {
    least = readInteger(rows[at], least, PLACES - 1, WHAT, "place") + 1;
  }
  window.places.addPlain(Array.from(rows));
}

function readSample(value: unknown, layout: SampleLayout, budget: number): ThresholdSample {
  return ThresholdSample.fromPlain(named(value, SAMPLE_FIELDS), layout, budget, LOUD);
}

/** The fields of a plain form as a list, without their names. */
function listed<Field extends string>(plain: Readonly<Record<Field, unknown>>, fields: readonly Field[]) {
  return fields.map((field) => plain[field]);
}

/** The fields of a list by name again. */
function named(value: unknown, fields: readonly string[]): Record<string, unknown> {
  if (!Array.isArray(value) || value.length !== fields.length) {
    throw decodeError(WHAT, `a sketch must be a list of ${fields.length} fields`);
  }
  return Object.fromEntries(fields.map((field, index) => [field, value[index]]));
}

function isIntegers(values: Float64Array): boolean {
  return values.every((value) => Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0));
}

/** Seven bits a byte, lowest first; the high bit says that more follow (LEB128). */
function packVarints(values: Uint32Array | Float64Array): Uint8Array {
  const widest = values instanceof Uint32Array ? 5 : 8;
  const bytes = new Uint8Array(values.length * widest);
  let end = 0;
  for (let i = 0; i < values.length; i += 1) {
    let rest = values[i]!;
    while (rest >= 0x80) {
      bytes[end] = (rest % 0x80) + 0x80;
      end += 1;
      rest = Math.floor(rest / 0x80);
    }
    bytes[end] = rest;
    end += 1;
  }
  return bytes.subarray(0, end);
}

/** Fills an array that {@link countVarints} measured. Figures above `most` are refused. */
function unpackVarints<T extends Uint32Array | Float64Array>(bytes: Uint8Array, values: T, most: number): T {
  let count = 0;
  let value = 0;
  let place = 1;
  for (const byte of bytes) {
    value += (byte & 0x7f) * place;
    if (value > most || place > most) throw decodeError(WHAT, `a figure is above ${most}`);
    place *= 0x80;
    if (byte >= 0x80) continue;
    values[count] = value;
    count += 1;
    value = 0;
    place = 1;
  }
  if (place !== 1) throw decodeError(WHAT, "the last figure is cut off");
  return values;
}

function countVarints(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte < 0x80) count += 1;
  return count;
}

function packFloats(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setFloat64(8 * i, value, true);
  });
  return bytes;
}

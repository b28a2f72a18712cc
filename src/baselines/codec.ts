import { decode, encode } from "@msgpack/msgpack";
import { TidegaugeError } from "../errors.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import { decodeError, readInteger } from "../sketches/plain-data.ts";
import { Quantiles } from "../sketches/quantiles.ts";
import { Baseline, type BaselineParts } from "./baseline.ts";
import { Composition } from "./composition.ts";
import { KnownKeys } from "./known-keys.ts";
import { PlaceNames } from "./place-names.ts";
import { RequestReservoir } from "./request-reservoir.ts";
import { SeasonalRate } from "./seasonal-rate.ts";

/** What the bytes begin with, so that other MessagePack is told from ours. */
const MAGIC = "tidegauge.baseline";
/** Raised whenever the meaning of any part changes; other versions are refused. */
const VERSION = 2;
const WHAT = "a baseline";

/** A full baseline takes some 2 MB; what is larger is none. */
const MOST_BYTES = 32 * 2 ** 20;
const MOST_NAMES = 1 << 16;
const LONGEST_TEXT = 4096;
/** Event times that a `Date` can hold, ms. */
const LATEST_MS = 8.64e15;

/** On what the meaning of a baseline depends besides its bytes. */
export interface BaselineContext {
  /** Key of the sampling hashes: sources, paths and user agents are known by them. */
  readonly seed: number;
  /** Length of the finest window, ms: habits are learned at its scale. */
  readonly windowMs: number;
  /** The source attributes and their bins, as a text: habits are kept by their numbers. */
  readonly attributes: string;
  /** The table whose place numbers the baseline has; in the bytes places have names. */
  readonly places: PlaceTable;
}

/** How one part of a baseline is written and read. */
interface PartCodec<Part> {
  write(part: Part, names: PlaceNames): unknown;
  /** @param like a part that has learned nothing @throws TidegaugeError `TG_DECODE` */
  read(value: unknown, like: Part, names: PlaceNames): Part;
}

/** A part whose class knows its own plain form, written as the list of its fields. */
function fielded<Part extends { toPlain(): object }>(
  fields: readonly (keyof ReturnType<Part["toPlain"]> & string)[],
  read: (plain: Readonly<Record<string, unknown>>, like: Part, names: PlaceNames) => Part,
): PartCodec<Part> {
  return {
    write: (part) => {
      const plain = part.toPlain() as Readonly<Record<string, unknown>>;
      return fields.map((field) => plain[field]);
    },
    read: (value, like, names) => {
      if (!Array.isArray(value) || value.length !== fields.length) {
        throw decodeError(WHAT, `a part must be a list of ${fields.length} fields`);
      }
      return read(Object.fromEntries(fields.map((field, index) => [field, value[index]])), like, names);
    },
  };
}

const rate = fielded<SeasonalRate>(["minutes", "weight", "recentWeight", "at", "counts"], (plain) =>
  SeasonalRate.fromPlain(plain),
);
const quantiles = fielded<Quantiles>(["settled", "min", "max", "means", "weights"], (plain) =>
  Quantiles.fromPlain(plain),
);
const known = fielded<KnownKeys>(["threshold", "rows"], (plain, like) => KnownKeys.fromPlain(plain, like));
const reservoir = fielded<RequestReservoir>(["next", "kinds"], (plain, like, names) =>
  RequestReservoir.fromPlain(plain, like, (place) => names.place(place)),
);

/** A composition whose keys are numbers of `kind`, or mean the same everywhere. */
function composition(kind: "country" | "place" | null): PartCodec<Composition> {
  return fielded<Composition>(["total", "keys", "counts"], (plain, like, names) =>
    Composition.fromPlain(plain, like, kind === null ? undefined : (key) => names[kind](key)),
  );
}

const habits = composition(null);
const behaviour: PartCodec<readonly Composition[]> = {
  write: (scales, names) => scales.map((scale) => habits.write(scale, names)),
  read: (value, like, names) => {
    if (!Array.isArray(value) || value.length !== like.length) {
      throw decodeError(WHAT, `"behaviour" must have ${like.length} scales`);
    }
    return like.map((scale, index) => habits.read(value[index], scale, names));
  },
};
const instant: PartCodec<number | null> = {
  write: (timeMs) => timeMs,
  read: (value) => (value === null ? null : readInteger(value, -LATEST_MS, LATEST_MS, WHAT, "time")),
};

/** Every part of a baseline. A part that is missing here does not compile; a field that a class's plain form lacks fails a test. */
const PARTS: { readonly [Name in keyof BaselineParts]: PartCodec<BaselineParts[Name]> } = {
  requests: rate,
  attempts: rate,
  visitors: rate,
  suspects: rate,
  blatant: rate,
  visitRequests: quantiles,
  countries: composition("country"),
  places: composition("place"),
  userAgents: composition(null),
  networks: composition(null),
  cells: composition(null),
  asked: composition(null),
  answers: habits,
  behaviour,
  sources: known,
  prefixes: known,
  kinds: reservoir,
  fromMs: instant,
  toMs: instant,
};

/** The names of the parts, in the order in which they are written. */
export const BASELINE_PARTS = Object.keys(PARTS) as readonly (keyof BaselineParts)[];

/**
 * A baseline as MessagePack, to be kept in a file and judged against another day.
 *
 * Guarantee: {@link decodeBaseline} with the same context gives a baseline that judges alike. At most some 2 MB.
 */
export function encodeBaseline(baseline: Baseline, context: BaselineContext): Uint8Array {
  const { seed, windowMs, attributes, places } = context;
  const names = PlaceNames.of(places);
  return encode([
    MAGIC,
    VERSION,
    [seed, windowMs, attributes],
    names.toPlain(),
    BASELINE_PARTS.map((name) => (PARTS[name] as PartCodec<unknown>).write(baseline[name], names)),
  ]);
}

/**
 * The baseline that {@link encodeBaseline} gave. The bytes may be anything: every length and figure is checked before it is
 * believed. Places that the table of the context does not have become unknown ones.
 * @throws TidegaugeError `TG_DECODE` where the bytes are damaged, of another version, or something else; `TG_OPTION` where it
 *   was learned with another seed or window
 */
export function decodeBaseline(bytes: Uint8Array, context: BaselineContext): Baseline {
  const parts = readParts(bytes);
  const [seed, windowMs, attributes] = readHeader(parts[2]);
  if (attributes !== context.attributes) {
    throw decodeError(WHAT, "it was learned by a version that tells sources apart otherwise; learn it again");
  }
  const differs = (option: string, learned: string, given: string) =>
    new TidegaugeError(
      "TG_OPTION",
      `Cannot use the baseline: it was learned with "${option}" ${learned}, this is ${given}; give the same, or learn it again`,
    );
  if (seed !== context.seed) throw differs("seed", String(seed), String(context.seed));
  if (windowMs !== context.windowMs) {
    throw differs("window", `${windowMs / 1000}s`, `${context.windowMs / 1000}s`);
  }
  return readBaseline(parts, PlaceNames.translating(parts[3], context.places, MOST_NAMES));
}

/** A baseline with the options that it was learned with. */
export interface OpenedBaseline {
  readonly seed: number;
  readonly windowMs: number;
  readonly baseline: Baseline;
  /** Names of the places, and of the countries, that the baseline has numbers for. */
  readonly places: readonly string[];
  readonly countries: readonly string[];
}

/**
 * The baseline for looking at, not for judging: the numbers of its places are those of the lists beside it.
 * @throws TidegaugeError `TG_DECODE` where the bytes are damaged, of another version, or something else
 */
export function openBaseline(bytes: Uint8Array): OpenedBaseline {
  const parts = readParts(bytes);
  const [seed, windowMs] = readHeader(parts[2]);
  const names = PlaceNames.asWritten(parts[3], MOST_NAMES);
  return {
    seed,
    windowMs,
    baseline: readBaseline(parts, names),
    places: names.places,
    countries: names.countries,
  };
}

function readBaseline(parts: readonly unknown[], names: PlaceNames): Baseline {
  const values = parts[4];
  if (!Array.isArray(values) || values.length !== BASELINE_PARTS.length) {
    throw decodeError(WHAT, `it must have ${BASELINE_PARTS.length} parts`);
  }
  const like = new Baseline();
  const read = BASELINE_PARTS.map((name, index) => [
    name,
    (PARTS[name] as PartCodec<unknown>).read(values[index], like[name], names),
  ]);
  const baseline = new Baseline(Object.fromEntries(read) as Partial<BaselineParts>);
  const { fromMs, toMs } = baseline;
  if ((fromMs === null) !== (toMs === null) || (fromMs ?? 0) > (toMs ?? 0)) {
    throw decodeError(WHAT, "it must end after it begins");
  }
  return baseline;
}

function readParts(bytes: Uint8Array): readonly unknown[] {
  if (bytes.length > MOST_BYTES) {
    throw decodeError(WHAT, `it has ${bytes.length} bytes, more than any baseline (${MOST_BYTES})`);
  }
  let parts: unknown;
  try {
    parts = decode(bytes, {
      maxStrLength: LONGEST_TEXT,
      maxBinLength: MOST_BYTES,
      maxArrayLength: MOST_NAMES,
      maxMapLength: 0,
      maxExtLength: 0,
    });
  } catch (cause) {
    throw new TidegaugeError(
      "TG_DECODE",
      `Cannot read ${WHAT}: the bytes are damaged, cut off or no MessagePack`,
      cause,
    );
  }
  if (!Array.isArray(parts) || parts[0] !== MAGIC) {
    throw decodeError(WHAT, "this is something else (tidegauge baseline learn makes one)");
  }
  if (parts[1] !== VERSION) {
    throw decodeError(
      WHAT,
      `it is of version ${String(parts[1])}, this program reads ${VERSION}; learn it again`,
    );
  }
  readInteger(parts.length, 5, 5, WHAT, "length");
  return parts;
}

function readHeader(value: unknown): [seed: number, windowMs: number, attributes: string] {
  if (!Array.isArray(value) || value.length !== 3 || typeof value[2] !== "string") {
    throw decodeError(WHAT, "its head must be seed, window and attributes");
  }
  return [
    readInteger(value[0], 0, Number.MAX_SAFE_INTEGER, WHAT, "seed"),
    readInteger(value[1], 1000, 60_000, WHAT, "windowMs"),
    value[2],
  ];
}

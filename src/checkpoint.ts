import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import { Hasher } from "./bytes/hash.ts";
import { TidegaugeError } from "./errors.ts";
import type { AnalyzerOptions } from "./options.ts";

/** What the bytes begin with, so that other MessagePack is told from ours. */
const MAGIC = "tidegauge.checkpoint";
/** Raised whenever the state of any class changes; other versions are refused: a checkpoint is for the next start, not an archive. */
const VERSION = 2;
/** Key and domain of the hash by which damage is found. */
const CHECK_SEED = 0x71de;
const CHECK_DOMAIN = 9;

/** What the state of an analyzer depends on besides itself. */
export interface CheckpointHead {
  /** As the analyzer was given them, without the baseline, of which the state has made its own. */
  readonly options: AnalyzerOptions;
  /** Description and number of places of the place table: places are carried by number. */
  readonly places: readonly [description: string, count: number];
  /** Description of the table of networks; null for none. */
  readonly networks: string | null;
  /** What was known of normal traffic. */
  readonly baseline: Uint8Array;
  readonly learnedBefore: { readonly fromMs: number; readonly toMs: number } | null;
  readonly inputs: readonly string[];
}

/** Numbers of MessagePack extensions. Those of typed arrays hold the bytes as they lie in memory, lowest first on all that Node runs on. */
const ARRAYS = [Uint16Array, Uint32Array, Float32Array, Float64Array] as const;
const FIRST_ARRAY = 1;
const MAP = 10;
const SET = 11;

const EXTENSIONS = new ExtensionCodec();
for (const [index, Type] of ARRAYS.entries()) {
  EXTENSIONS.register({
    type: FIRST_ARRAY + index,
    encode: (value) =>
      value instanceof Type ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null,
    decode: (bytes) => {
      if (bytes.length % Type.BYTES_PER_ELEMENT !== 0) throw damaged("a list of numbers is cut off");
      return new Type(new Uint8Array(bytes).buffer);
    },
  });
}
EXTENSIONS.register({
  type: MAP,
  encode: (value) => (value instanceof Map ? pack([...value].flat()) : null),
  decode: (bytes) => {
    const flat = list(unpack(bytes));
    return new Map(flat.flatMap((key, at) => (at % 2 === 0 ? [[key, flat[at + 1]]] : [])));
  },
});
EXTENSIONS.register({
  type: SET,
  encode: (value) => (value instanceof Set ? pack([...value]) : null),
  decode: (bytes) => new Set(list(unpack(bytes))),
});

/**
 * The state of an analyzer as MessagePack. Guarantee: {@link decodeCheckpoint} gives equal values; one changed bit is found.
 * @param state values as a `StateWriter` has them
 */
export function encodeCheckpoint(head: CheckpointHead, state: readonly unknown[]): Uint8Array {
  const body = pack([head, state]);
  return pack([MAGIC, VERSION, ...check(body), body]);
}

/**
 * What {@link encodeCheckpoint} was given.
 * @throws TidegaugeError `TG_DECODE` where the bytes are damaged, of another version, or something else
 */
export function decodeCheckpoint(bytes: Uint8Array): { head: CheckpointHead; state: readonly unknown[] } {
  // Not as a `Buffer`, whose parts would be such, too, and share its memory.
  const parts = unpack(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  if (!Array.isArray(parts) || parts[0] !== MAGIC) throw damaged("it is none");
  const [, version, hi, lo, body] = parts as unknown[];
  if (version !== VERSION) {
    throw damaged(
      `it is of version ${String(version)}, this program reads version ${VERSION}; begin anew without it`,
    );
  }
  if (!(body instanceof Uint8Array)) throw damaged("it has no body");
  const found = check(body);
  if (hi !== found[0] || lo !== found[1]) throw damaged("bytes of it have changed");
  const [head, state] = list(unpack(body));
  return { head: head as CheckpointHead, state: list(state) };
}

/** The error of a checkpoint that cannot be gone on from. @param rule what is wrong with it */
export function damaged(rule: string): TidegaugeError {
  return new TidegaugeError("TG_DECODE", `Cannot go on from the checkpoint: ${rule}`);
}

function pack(value: unknown): Uint8Array {
  return encode(value, { extensionCodec: EXTENSIONS, ignoreUndefined: true });
}

function unpack(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { extensionCodec: EXTENSIONS });
  } catch (cause) {
    if (cause instanceof TidegaugeError) throw cause;
    throw new TidegaugeError("TG_DECODE", "Cannot go on from the checkpoint: it is damaged, or none", cause);
  }
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged("a list is missing");
  return value;
}

function check(body: Uint8Array): readonly [hi: number, lo: number] {
  const hasher = new Hasher(CHECK_SEED);
  hasher.bytes(body, 0, body.length, CHECK_DOMAIN);
  return [hasher.hi, hasher.lo];
}

import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { TidegaugeError } from "../errors.ts";

/** How a file is compressed. */
export type Compression = "none" | "gzip" | "zstd" | "brotli" | "bzip2" | "xz";

/** Bytes of the beginning that {@link compressionOf} looks at. */
export const MAGIC_BYTES = 6;

/** Recognises compression by content; brotli, which has no mark of its own, by its name. */
export function compressionOf(name: string, head: Uint8Array): Compression {
  const begins = (...magic: readonly number[]) => magic.every((byte, index) => head[index] === byte);
  if (begins(0x1f, 0x8b)) return "gzip";
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) return "zstd";
  if (begins(0x42, 0x5a, 0x68) && head[3]! >= 0x31 && head[3]! <= 0x39) return "bzip2";
  if (begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return "xz";
  return /\.br$/i.test(name) ? "brotli" : "none";
}

/** Compressed bytes given to the decompressor at once. A bomb makes a thousand times as much of them: 16 MB. */
const SLICE_BYTES = 16 * 1024;

/** Bytes that come out at a time. */
const OUTPUT_BYTES = 128 * 1024;

/** How a decompressed input ended. */
export interface Ending {
  /** True where the compressed data stop before their end, as those of a log still being written do. */
  truncated: boolean;
  /** What is wrong with the compressed data, or null. What came before it was handed on. */
  damage: string | null;
}

/**
 * What there is to say of compressed data that ended before their end; null where they did not.
 * @returns with the code `TG_UNREADABLE` where they are damaged: a log that is still being written is no failure
 */
export function earlyEnd(
  name: string,
  { truncated, damage }: Ending,
): { readonly code: "TG_UNREADABLE" | null; readonly text: string } | null {
  if (truncated) {
    const text = `${name} stops in the middle of its compressed data (still being written, or cut off); what there is was read.`;
    return { code: null, text };
  }
  if (damage === null) return null;
  const text = `Cannot read ${name} to its end: its compressed data are damaged (${damage}); what comes before was read`;
  return { code: "TG_UNREADABLE", text };
}

/**
 * Decompresses a stream. Several members one after the other (as `cat a.gz b.gz` makes them) are one stream. The next
 * bytes are decompressed, in a thread of their own, while the caller works on the last ones.
 *
 * Memory is bounded whatever the compression ratio. Data that stop early or are damaged end the stream; `ending` tells.
 * @throws TidegaugeError `TG_UNREADABLE` for a compression that this runtime does not have
 */
export async function* decompressed(
  name: string,
  compression: Compression,
  source: AsyncIterable<Uint8Array>,
  ending: Ending,
): AsyncGenerator<Uint8Array> {
  if (compression === "none") {
    yield* source;
    return;
  }
  const engine = open(name, compression);
  let output: Uint8Array[] = [];
  let failure: NodeJS.ErrnoException | null = null;
  // Set when the data say that they are complete; what follows (padding of a tape, say) is no part of them.
  let ended = false;
  let wake = () => {};
  engine.on("data", (chunk: Uint8Array) => output.push(chunk));
  engine.on("error", (error: NodeJS.ErrnoException) => {
    failure = error;
    wake();
  });
  engine.on("end", () => {
    ended = true;
    wake();
  });
  const step = (slice: Uint8Array | null): Promise<Uint8Array[]> =>
    new Promise((resolve) => {
      wake = () => {
        const done = output;
        output = [];
        resolve(done);
      };
      if (failure !== null || ended) wake();
      else if (slice === null) engine.end();
      else engine.write(slice, () => wake());
    });
  try {
    let ahead: Promise<Uint8Array[]> | null = null;
    for await (const chunk of source) {
      for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
        if (ahead !== null) {
          const ready = await ahead;
          ahead = step(chunk.subarray(start, start + SLICE_BYTES));
          yield* ready;
        } else {
          ahead = step(chunk.subarray(start, start + SLICE_BYTES));
        }
        if (failure !== null || ended) break;
      }
      if (failure !== null || ended) break;
    }
    if (ahead !== null) yield* await ahead;
    yield* await step(null);
    note(failure, ending);
  } finally {
    engine.destroy();
  }
}

function note(failure: NodeJS.ErrnoException | null, ending: Ending): void {
  if (failure === null) return;
  const early = failure.code === "Z_BUF_ERROR" || /unexpected end|truncated/i.test(failure.message);
  if (early) ending.truncated = true;
  else ending.damage = failure.message;
}

function open(name: string, compression: Exclude<Compression, "none">): Transform {
  switch (compression) {
    case "gzip":
      return zlib.createGunzip({ chunkSize: OUTPUT_BYTES });
    case "brotli":
      return zlib.createBrotliDecompress({ chunkSize: OUTPUT_BYTES });
    case "zstd":
      return openZstd(name, zlib, process.versions.node);
    case "bzip2":
      throw cannot(name, "bzip2", "is not read", "bzcat");
    case "xz":
      throw cannot(name, "xz", "is not read", "xzcat");
  }
}

/** What of a runtime reads zstd; not in the types of Node 20. */
export interface ZstdRuntime {
  readonly createZstdDecompress?: (options: { chunkSize: number }) => Transform;
  readonly [other: string]: unknown;
}

/**
 * The runtime's decompressor of zstd.
 * @param runtime the module `node:zlib`
 * @param version of Node, for the message
 * @throws TidegaugeError `TG_UNREADABLE` where the runtime has none: Node has it from 22.15 and 23.8 on
 */
export function openZstd(name: string, runtime: ZstdRuntime, version: string): Transform {
  const { createZstdDecompress } = runtime;
  if (createZstdDecompress !== undefined) return createZstdDecompress({ chunkSize: OUTPUT_BYTES });
  throw cannot(name, "zstd", `Node ${version} cannot read (Node 22.15, 23.8 and later can)`, "zstdcat");
}

function cannot(name: string, compression: string, why: string, tool: string): TidegaugeError {
  return new TidegaugeError(
    "TG_UNREADABLE",
    `Cannot read ${name}: compressed with ${compression}, which ${why}; pipe it in: ${tool} ${name} | tidegauge analyze -`,
  );
}

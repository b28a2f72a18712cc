import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type SimulateOptions, simulate, type Truth } from "../simulator/index.ts";
import { unwritable } from "./unwritable.ts";

/** Where a simulated log goes. */
export interface SimulateTargets {
  /** Path of the log, compressed where it ends in `.gz`; `-` writes to stdout. */
  log: string;
  /** Path of the truth beside it. */
  truth?: string;
}

/** Plain bytes that make one member of a gzip file: large logs are never whole in memory. */
const MEMBER_BYTES = 64 << 20;
/** Byte of a gzip header that names the system; 255 is unknown, so that files are the same whichever wrote them. */
const GZIP_SYSTEM_BYTE = 9;

/**
 * Simulates a log into files. The same scenario, options and place data give the same bytes (compressed ones with the
 * same zlib).
 * @returns the truth
 * @throws TidegaugeError TG_OPTION for wrong options, TG_UNREADABLE when a file cannot be written
 */
export function simulateToFiles(scenario: string, options: SimulateOptions, targets: SimulateTargets): Truth {
  const drill = simulate(scenario, options);
  const file = openToWrite(targets.log);
  try {
    const write = (bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    };
    if (targets.log.endsWith(".gz")) writeCompressed(drill, write);
    else for (const chunk of drill) write(chunk);
  } finally {
    if (targets.log !== "-") closeSync(file);
  }
  if (targets.truth !== undefined) writeTruth(targets.truth, drill.truth);
  return drill.truth;
}

function writeCompressed(chunks: Iterable<Uint8Array>, write: (bytes: Uint8Array) => void): void {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  const flush = () => {
    const member = gzipSync(Buffer.concat(pending), { level: 9 });
    member[GZIP_SYSTEM_BYTE] = 255;
    write(member);
    pending = [];
    pendingBytes = 0;
  };
  for (const chunk of chunks) {
    pending.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes >= MEMBER_BYTES) flush();
  }
  if (pendingBytes > 0) flush();
}

function openToWrite(path: string): number {
  if (path === "-") return 1;
  try {
    return openSync(path, "w");
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/** One line per key, so that a truth can be read, and compared, by eye. */
function writeTruth(path: string, truth: Truth): void {
  const lines = Object.entries(truth).map(([key, value]) => {
    const rows = key === "incidents" && Array.isArray(value) ? value : null;
    const text =
      rows === null
        ? JSON.stringify(value)
        : `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`;
    return `  ${JSON.stringify(key)}: ${text}`;
  });
  try {
    writeFileSync(path, `{\n${lines.join(",\n")}\n}\n`);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

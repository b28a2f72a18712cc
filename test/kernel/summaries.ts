import { LogInput } from "../../src/inputs/log-input.ts";
import { CidrTable } from "../../src/records/addresses.ts";
import { ClientIdentity } from "../../src/records/clients.ts";
import { formatOf } from "../../src/records/formats.ts";
import { PathClassifier } from "../../src/records/paths.ts";
import { encodeWindow } from "../../src/windows/codec.ts";
import { InputWindows } from "../../src/windows/input-windows.ts";
import { Summariser } from "../../src/windows/summariser.ts";
import { WindowCollector } from "../../src/windows/window-collector.ts";
import { WindowPool } from "../../src/windows/window-pool.ts";
import { mostBytes } from "../../src/windows/window-summary.ts";
import type { Draw } from "./lines.ts";
import { manyPlaces } from "./places.ts";

/** Small, so that tables are cut, purged and outgrown. */
const BUDGET = { sources: 64, kinds: 64, frequent: 32 };
export const START_MS = Date.UTC(2021, 3, 6, 5, 59, 30);
const WINDOWS = 6;

export interface Options {
  readonly format: string;
  readonly chunk: number;
  readonly allow?: string;
  readonly sinceMs?: number;
}

/** All that becomes of a log: its windows as bytes, and its account. */
export function summaries(log: Uint8Array, isKernel: boolean, options: Options) {
  const windowBytes = mostBytes(BUDGET);
  const summariser = new Summariser({
    seed: 7,
    places: manyPlaces(),
    paths: new PathClassifier({ login: [], waitingRoom: ["/wait"] }),
    allow: options.allow === undefined ? null : new CidrTable([options.allow], "allow"),
    kernelBytes: isKernel ? WINDOWS * windowBytes : 0,
  });
  if (isKernel && summariser.kernel === null) throw new Error("there is no kernel here");
  const arena = summariser.kernel?.arena;
  const pool = new WindowPool(BUDGET, arena === undefined ? undefined : { arena, windows: WINDOWS });
  const collector = new WindowCollector(pool);
  const closed: string[] = [];
  const close = (watermarkMs: number) =>
    collector.close(watermarkMs, (window) =>
      closed.push(Buffer.from(encodeWindow(window)).toString("base64")),
    );
  const windows = new InputWindows(summariser, pool, collector, {
    input: 0,
    windowMs: 10_000,
    latenessMs: 10_000,
    untilMs: null,
  });
  const input = new LogInput({
    name: "-",
    format: formatOf(options.format),
    logTz: "Europe/Paris",
    sinceMs: options.sinceMs ?? null,
    untilMs: null,
    identity: new ClientIdentity(null),
    windows,
    onProgress: () => close(windows.watermarkMs),
  });
  let readByKernel = 0;
  if (summariser.kernel !== null) {
    const { kernel } = summariser;
    const { run } = kernel;
    kernel.run = (...given) => {
      const end = run.apply(kernel, given);
      if (end > given[2]) readByKernel += kernel.lines;
      return end;
    };
  }
  for (let at = 0; at < log.length; at += options.chunk) input.push(log.subarray(at, at + options.chunk));
  input.end();
  close(Number.POSITIVE_INFINITY);
  const { lines, records, requests, blank, late, outside, firstMs, lastMs, samples } = input;
  return {
    closed,
    lines,
    records,
    requests,
    blank,
    late,
    outside,
    firstMs,
    lastMs,
    samples,
    rejected: [...input.rejected],
    readByKernel,
  };
}

/** What becomes of it without the kernel. */
export function accountOf(log: Uint8Array, options: Options) {
  const { readByKernel: _, ...account } = summaries(log, false, options);
  return account;
}

export function logOf(seed: number, line: (timeMs: number, draw: Draw) => string, count: number): Uint8Array {
  let state = (seed ^ 0x9e3779b9) | 1;
  const draw: Draw = (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const texts: string[] = [];
  for (let i = 0; i < count; i += 1) {
    // Mostly in order; now and then some seconds back, late, or far ahead.
    const jitter = [0, 0, 0, -3000, 2000, -9000, -25_000, 4e9][draw(60) < 58 ? draw(5) : draw(8)]!;
    texts.push(line(START_MS + i * 20 + jitter, draw));
  }
  return new TextEncoder().encode(`${texts.join("\n")}\n`);
}

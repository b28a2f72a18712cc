import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogInput } from "../../src/log-input.ts";
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
import { clfTime, combinedLine, type Draw, EPOCH, epochLine, TIMED, timedLine } from "./lines.ts";
import { manyPlaces } from "./places.ts";

/** Small, so that tables are cut, purged and outgrown. */
const BUDGET = { sources: 64, kinds: 64, frequent: 32 };
const START_MS = Date.UTC(2021, 3, 6, 5, 59, 30);
const WINDOWS = 6;

interface Options {
  readonly format: string;
  readonly chunk: number;
  readonly allow?: string;
  readonly sinceMs?: number;
}

/** All that becomes of a log: its windows as bytes, and its account. */
function summaries(log: Uint8Array, isKernel: boolean, options: Options) {
  const windowBytes = mostBytes(BUDGET);
  const summariser = new Summariser({
    seed: 7,
    places: manyPlaces(),
    paths: new PathClassifier({ login: [], waitingRoom: ["/wait"] }),
    allow: options.allow === undefined ? null : new CidrTable([options.allow], "allow"),
    kernelBytes: isKernel ? WINDOWS * windowBytes : 0,
  });
  if (isKernel) expect(summariser.kernel).not.toBeNull();
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
function accountOf(log: Uint8Array, options: Options) {
  const { readByKernel: _, ...account } = summaries(log, false, options);
  return account;
}

function logOf(seed: number, line: (timeMs: number, draw: Draw) => string, count: number): Uint8Array {
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

describe("the kernel", () => {
  it.each([
    ["combined", "combined", combinedLine],
    ["an nginx format with ISO times, lists and durations", TIMED, timedLine],
    ["an nginx format with seconds since 1970", EPOCH, epochLine],
  ] as const)("makes the windows that the summariser makes of %s, byte for byte", (_, format, line) => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 200_000 }), (seed, chunk) => {
        const log = logOf(seed, line, 4000);
        const { readByKernel, ...made } = summaries(log, true, { format, chunk });
        expect(made).toEqual(accountOf(log, { format, chunk }));
        if (chunk > 10_000) expect(readByKernel).toBeGreaterThan(50);
      }),
      { numRuns: 12 },
    );
  });

  it("counts what is allowed, and what lies before the time asked for, as the summariser does", () => {
    const log = logOf(3, combinedLine, 3000);
    const options = { format: "combined", chunk: 4096, allow: "62.0.0.0/11", sinceMs: START_MS + 20_000 };
    expect(summaries(log, true, options)).toMatchObject(accountOf(log, options));
  });

  it("takes records of any format, wherever their bytes lie", () => {
    const lines = Array.from(
      { length: 2000 },
      (_, i) =>
        `{"time":"${new Date(START_MS + i * 30).toISOString()}","client_ip":"192.0.2.${i % 200}","uri":"/p/${i % 300}?x","status":${i % 7 === 0 ? 503 : 200},"user_agent":"agent ${i % 70}"}`,
    );
    const log = new TextEncoder().encode(lines.join("\n"));
    for (const chunk of [100, 65_536]) {
      const options = { format: "json", chunk };
      expect(summaries(log, true, options)).toMatchObject(accountOf(log, options));
    }
  });

  it("reads plain lines itself: no more than the first lines, until their time is believed, and the first of each window are left to others", () => {
    const plain = (timeMs: number) =>
      `192.0.2.1 - - [${clfTime(timeMs, () => 1)}] "GET /a?b=1 HTTP/1.1" 200 5 "-" "agent"\n`;
    const log = Array.from({ length: 300 }, (_, i) => plain(START_MS + i * 100)).join("");
    const { readByKernel } = summaries(new TextEncoder().encode(log), true, {
      format: "combined",
      chunk: 1e6,
    });
    expect(readByKernel).toBe(300 - 16 - 2);
  });
});

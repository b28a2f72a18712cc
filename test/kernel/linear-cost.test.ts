import { afterAll, describe, expect, it, vi } from "vitest";
import { LogInput } from "../../src/inputs/log-input.ts";
import { ClientIdentity } from "../../src/records/clients.ts";
import { FORMATS, type Format } from "../../src/records/formats.ts";
import { PathClassifier } from "../../src/records/paths.ts";
import { InputWindows } from "../../src/windows/input-windows.ts";
import { Summariser } from "../../src/windows/summariser.ts";
import { WindowCollector } from "../../src/windows/window-collector.ts";
import { WindowPool } from "../../src/windows/window-pool.ts";
import { mostBytes } from "../../src/windows/window-summary.ts";
import { PIECES } from "../hostile-pieces.ts";
import { manyPlaces } from "./places.ts";
import { sampleLine } from "./samples.ts";
import { START_MS } from "./summaries.ts";

/** Compiled so that it reports every function that is entered and every round of a loop. */
vi.mock("../../src/kernel/code.generated.ts", async () => {
  const { compiledKernel } = await import("../../src/kernel/assembly/build.mjs");
  return { KERNEL_CODE: await compiledKernel(["--runPasses", "log-execution"]) };
});

let steps = 0;
const { Instance } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, [module, imports]: [WebAssembly.Module, { env: Record<string, unknown> }]) {
    const log_execution = () => {
      steps += 1;
    };
    return new target(module, { env: { ...imports.env, log_execution } });
  },
});
afterAll(() => {
  WebAssembly.Instance = Instance;
});

const BUDGET = { sources: 64, kinds: 64, frequent: 32 };
/** Bytes of the shorter line; the longer one has twice as many. */
const BYTES = 1000;
/** Steps for each byte that the line is longer. */
const MOST_STEPS = 8;

/** A log of the format, some lines of which have been read: the kernel has its windows, and knows the keys. */
function begunLog(format: Format): LogInput {
  const summariser = new Summariser({
    seed: 7,
    places: manyPlaces(),
    paths: new PathClassifier({ login: [], waitingRoom: [] }),
    allow: null,
    kernelBytes: 6 * mostBytes(BUDGET),
  });
  const arena = summariser.kernel!.arena;
  const pool = new WindowPool(BUDGET, { arena, windows: 6 });
  const collector = new WindowCollector(pool);
  const windows = new InputWindows(summariser, pool, collector, {
    ...{ input: 0, windowMs: 10_000, latenessMs: 10_000, untilMs: null },
  });
  const input = new LogInput({
    ...{ name: "-", format, logTz: "UTC", sinceMs: null, untilMs: null, windows, onProgress: () => {} },
    identity: new ClientIdentity(null),
  });
  const line = sampleLine(format.samples);
  for (const sample of format.samples) push(input, sample);
  for (let i = 0; i < 40; i += 1) {
    const text = line(START_MS + i, (below) => (7 * i + 3) % below);
    push(input, text);
  }
  return input;
}

function push(input: LogInput, line: string): void {
  input.push(new TextEncoder().encode(`${line}\n`));
}

/** Steps that the kernel takes with a line. */
function stepsOf(input: LogInput, line: string): number {
  const before = steps;
  push(input, line);
  return steps - before;
}

describe("a hostile line costs the kernel as much as it is long", () => {
  it.each(FORMATS.map((format) => [format.name, format] as const))("%s", (_, format) => {
    const before = steps;
    const input = begunLog(format);
    expect(steps).toBeGreaterThan(before);
    const sample = format.samples.at(-1)!;
    const half = sample.length >> 1;
    for (const piece of PIECES) {
      // Alone, within a line, and behind one.
      for (const [before, after] of [
        ["", ""],
        [sample.slice(0, half), sample.slice(half)],
        [sample, ""],
      ] as const) {
        const times = Math.ceil(BYTES / piece.length);
        const single = stepsOf(input, before + piece.repeat(times) + after);
        const double = stepsOf(input, before + piece.repeat(2 * times) + after);
        const perByte = (double - single) / (times * piece.length);
        expect({ piece, before, isLinear: perByte <= MOST_STEPS }).toEqual({ piece, before, isLinear: true });
      }
    }
  });
});

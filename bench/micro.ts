import { pathToFileURL } from "node:url";
import { median } from "./commands.ts";

/** What one operation of a kernel takes. */
export interface MicroResult {
  readonly name: string;
  /** Median of the rounds, nanoseconds per operation. */
  readonly nanoseconds: number;
  /** Fastest and slowest round. */
  readonly range: readonly [number, number];
}

const ROUNDS = 9;
/** Keeps results alive, so that nothing is optimised away. */
let sink = 0;

/**
 * Times a kernel: `run` does `operations` of them and returns a number that depends on all. Two rounds warm up, nine are
 * measured.
 */
export function time(name: string, operations: number, run: () => number): MicroResult {
  const rounds: number[] = [];
  for (let round = -2; round < ROUNDS; round += 1) {
    const begun = process.hrtime.bigint();
    sink += run();
    if (round >= 0) rounds.push(Number(process.hrtime.bigint() - begun) / operations);
  }
  if (Number.isNaN(sink)) throw new Error(`${name} gave no number`);
  return { name, nanoseconds: median(rounds), range: [Math.min(...rounds), Math.max(...rounds)] };
}

/** Words that repeat from run to run. */
export function words(count: number, seed: number): Uint32Array {
  const result = new Uint32Array(count);
  let state = seed;
  for (let i = 0; i < count; i += 1) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    result[i] = state ^ (state >>> 13);
  }
  return result;
}

/** Prints the results of a file of benchmarks when it is the one that was started. */
export async function printWhenMain(
  moduleUrl: string,
  bench: () => MicroResult[] | Promise<MicroResult[]>,
): Promise<void> {
  if (moduleUrl !== pathToFileURL(process.argv[1] ?? "").href) return;
  for (const { name, nanoseconds, range } of await bench()) {
    const figures = `${nanoseconds.toFixed(1)} ns (${range[0].toFixed(1)} to ${range[1].toFixed(1)})`;
    console.log(`${name.padEnd(60)} ${figures}`);
  }
}

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** A command to measure. */
export interface Command {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** What a command took. */
export interface Timing {
  /** Wall time of each run, in seconds, in order. */
  readonly seconds: readonly number[];
  /** Their median. */
  readonly median: number;
  /** Greatest resident set of all runs in bytes; null where the system does not tell. */
  readonly peakBytes: number | null;
}

/** Further certificates are read at every start of Node, some 30 ms; nothing that is measured here connects anywhere. */
const { NODE_EXTRA_CA_CERTS: _, ...ENVIRONMENT } = process.env;

/** Milliseconds between looks at the memory of a running command. */
const LOOK_MS = 25;

/**
 * Runs the commands in turn, `runs` rounds of all, so that a slow spell of the machine hits all of them alike.
 * Output is thrown away.
 * @throws where a command ends with another exit code than 0
 */
export async function timeInTurn(commands: readonly Command[], runs: number): Promise<Timing[]> {
  const seconds: number[][] = commands.map(() => []);
  const peaks: (number | null)[] = commands.map(() => null);
  for (let round = 0; round < runs; round += 1) {
    for (const [i, command] of commands.entries()) {
      const { wall, peakBytes } = await runOnce(command);
      seconds[i]!.push(wall);
      if (peakBytes !== null) peaks[i] = Math.max(peaks[i] ?? 0, peakBytes);
    }
  }
  return commands.map((_, i) => ({
    seconds: seconds[i]!,
    median: median(seconds[i]!),
    peakBytes: peaks[i]!,
  }));
}

/** The middle of the values, of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function runOnce({ name, program, args }: Command): Promise<{ wall: number; peakBytes: number | null }> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], env: ENVIRONMENT });
    let peakBytes: number | null = null;
    const look = (): void => {
      const seen = highWaterMark(child.pid);
      if (seen !== null) peakBytes = seen;
    };
    const timer = setInterval(look, LOOK_MS);
    let complaint = "";
    child.stderr.on("data", (bytes: Buffer) => {
      complaint = (complaint + bytes.toString("latin1")).slice(-500);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      if (code === 0) resolve({ wall: (performance.now() - begun) / 1000, peakBytes });
      else reject(new Error(`${name} ended with exit code ${code}: ${complaint}`));
    });
  });
}

/** Linux keeps the greatest resident set of a process; the last look before its end is near enough. */
function highWaterMark(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    const found = /^VmHWM:\s+(\d+) kB/m.exec(status);
    return found === null ? null : 1024 * Number(found[1]);
  } catch {
    return null;
  }
}

/**
 * What following a growing log costs: `node --import tsx bench/watch.ts`. A log of 50,000 lines a second grows at that pace while
 * `tidegauge watch` follows it; what counts is the time that its process spends on a processor.
 */
import { spawn } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { type AccessLog, fileOf } from "./access-log.ts";

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const LINES_A_SECOND = 50_000;
const SECONDS = 16;
/** Until then the command starts and its code is compiled: a watch runs for weeks. */
const WARM_UP_SECONDS = 8;
const TICK_MS = 20;
/** Ticks of a process' time a second, as Linux tells them to everybody. */
const CLOCK_TICKS = 100;

const LOG: AccessLog = {
  format: "combined",
  lines: LINES_A_SECOND * SECONDS,
  sources: 2 * LINES_A_SECOND,
  spanSeconds: SECONDS,
};

/** Share of one core, 0..1 and more; null where the system does not tell. Takes some twenty seconds. */
export async function watchShare(): Promise<number | null> {
  if (processSeconds(process.pid) === null) return null;
  const whole = fileOf(LOG);
  const { size } = statSync(whole);
  const folder = mkdtempSync(join(tmpdir(), "tidegauge-watch-"));
  const path = join(folder, "access.log");
  const from = openSync(whole, "r");
  const to = openSync(path, "a");
  const piece = Buffer.alloc(1 << 24);
  let grown = 0;
  const growTo = (bytes: number) => {
    while (grown < bytes) {
      const length = readSync(from, piece, 0, Math.min(piece.length, bytes - grown), grown);
      writeSync(to, piece, 0, length);
      grown += length;
    }
  };
  growTo(Math.round(size / SECONDS));
  const child = spawn(process.execPath, [CLI, "watch", "--ndjson", path], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let told = "";
  child.stdout.on("data", (bytes: Buffer) => {
    told += bytes.toString();
  });
  try {
    const begun = performance.now();
    let warm: { readonly atMs: number; readonly seconds: number } | null = null;
    for (;;) {
      const elapsed = (performance.now() - begun) / 1000;
      growTo(Math.min(size, Math.round((size * (1 + elapsed)) / SECONDS)));
      if (grown >= size) break;
      if (warm === null && elapsed >= WARM_UP_SECONDS) {
        warm = { atMs: performance.now(), seconds: processSeconds(child.pid!) ?? 0 };
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    const seconds = (processSeconds(child.pid!) ?? 0) - warm!.seconds;
    const share = (1000 * seconds) / (performance.now() - warm!.atMs);
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    await ended;
    const report = JSON.parse(told.trimEnd().split("\n").at(-1)!) as { input: { lines: number } };
    // Whoever falls behind does less than is asked for: that would flatter.
    if (report.input.lines < 0.98 * LOG.lines) {
      throw new Error(`The watch read ${report.input.lines} of ${LOG.lines} lines: the machine is too busy`);
    }
    return share;
  } finally {
    child.kill("SIGKILL");
    closeSync(from);
    closeSync(to);
    rmSync(folder, { recursive: true });
  }
}

/** Time that a process has spent on processors, seconds; null where that is not told. */
function processSeconds(pid: number): number | null {
  try {
    // The name, in brackets, may hold spaces: fields are counted from behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
  } catch {
    return null;
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const share = await watchShare();
  console.log(share === null ? "this system does not tell" : `${(100 * share).toFixed(0)} % of a core`);
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const START_MS = Date.UTC(2021, 3, 6, 6);
const LINES_A_SECOND = 5_000;
const PIECE_LINES = 20_000;
const MIB = 2 ** 20;

/** Greatest resident set so far of a process, bytes. */
const peakOf = (pid: number) =>
  1024 * Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]);

/** Some lines of so many sources in turn, paths and user agents of their own among them. */
function piece(from: number, sources: number): string {
  let text = "";
  for (let i = from; i < from + PIECE_LINES; i += 1) {
    const at = new Date(START_MS + (i / LINES_A_SECOND) * 1000).toISOString().slice(11, 19);
    // Times an odd number: different ones stay different.
    const address = Math.imul(i % sources, 0x9e3779b1);
    const octets = `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
    text += `${octets} - - [06/Apr/2021:${at} +0000] "GET /${i % 7 === 0 ? i : "page"} HTTP/1.1" 200 99 "-" "agent ${i % 5 === 0 ? i : 1}"\n`;
  }
  return text;
}

/** Peak memory of judging so many lines of so many sources, bytes. */
async function peakOfJudging(lines: number, sources: number): Promise<number> {
  const child = spawn(process.execPath, [CLI, "analyze", "-", "--json", "--threads", "1"], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  let peak = 0;
  for (let from = 0; from < lines; from += PIECE_LINES) {
    if (!child.stdin.write(piece(from, sources))) await once(child.stdin, "drain");
    peak = peakOf(child.pid!);
  }
  child.stdin.end();
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  return peak;
}

it.skipIf(!existsSync("/proc/self/status"))(
  "memory does not grow with the number of sources, paths and user agents: half a million against ten millions",
  async () => {
    const few = await peakOfJudging(10_000_000, 500_000);
    const many = await peakOfJudging(10_000_000, 10_000_000);
    // What the engine has not yet collected differs from run to run.
    expect(many).toBeLessThan(1.2 * few + 16 * MIB);
    expect(many).toBeLessThan(350 * MIB);
  },
  600_000,
);

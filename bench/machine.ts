import { spawnSync } from "node:child_process";
import { cpus, totalmem } from "node:os";

/** Where and with what figures were measured. */
export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  /** The commit of tidegauge; null outside a repository. */
  readonly commit: string | null;
  /** Versions of the peers that were found on PATH; null for those that were not. */
  readonly peers: Readonly<Record<string, string | null>>;
}

/** Programs to be measured against, and how they tell their version. */
const PEERS = {
  logswan: ["-v"],
  goaccess: ["--version"],
} as const;

/** Describes this machine, without naming it. */
export function describeMachine(): Machine {
  const processors = cpus();
  const peers = Object.entries(PEERS).map(([name, args]) => [name, firstLine(name, args)] as const);
  return {
    date: new Date().toISOString(),
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    commit: firstLine("git", ["rev-parse", "--short", "HEAD"]),
    peers: Object.fromEntries(peers),
  };
}

/** What a program says first; null where it is not there. */
function firstLine(program: string, args: readonly string[]): string | null {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status === null) return null;
  return (stdout.trim() || stderr.trim()).split("\n")[0] ?? "";
}

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Inside node_modules, so that the packages are found from there. */
const outDir = `${root}node_modules/.cache/tidegauge-command`;

/** Builds the command from the sources as they are now; quicker to start, many times over, than the sources themselves. */
export async function buildCommand(): Promise<void> {
  await build({
    config: false,
    entry: { cli: `${root}src/cli/main.ts` },
    outDir,
    format: "esm",
    platform: "node",
    target: "node20",
    splitting: true,
    clean: true,
    silent: true,
  });
}

/** What a command did. */
export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
export interface Running {
  /** Standard input; default: empty. `open` leaves it open and empty. */
  readonly stdin?: string | Uint8Array | "open";
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process, to send it signals. */
  readonly during?: (child: ReturnType<typeof spawn>) => void;
}

/** Runs the command that {@link buildCommand} built. */
export function tidegauge(args: readonly string[], running: Running = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${outDir}/cli.js`, ...args], {
      cwd: running.cwd ?? root,
      env: { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", ...running.env },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...output }));
    child.stdin.on("error", () => {});
    if (running.stdin !== "open") child.stdin.end(running.stdin ?? "");
    running.during?.(child);
  });
}

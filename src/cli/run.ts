import { existsSync } from "node:fs";
import { TidegaugeError } from "../errors.ts";
import { safe } from "../reports/text/safe.ts";
import { nearest } from "../suggestion.ts";
import { VERSION } from "../version.ts";
import { usage } from "./arguments.ts";
import { ExitCode, exitCodeOf } from "./exit-codes.ts";
import { type Command, OPTIONS } from "./option-table.ts";
import { isClosedPipe } from "./standard-streams.ts";
import { shownText, textOptions } from "./terminal.ts";

/** Said with every place that is looked up: the licence of the data asks for it. */
const ATTRIBUTION =
  "This product includes GeoLite2 data created by MaxMind, available from https://www.maxmind.com";

/**
 * The command line: arguments in, exit code out. Results go to standard output, everything else to standard error.
 * Commands are loaded when they run, so that `--help` and `--version` answer at once.
 * @param argv the arguments behind the name of the program
 */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    return failed(error, argv[0]);
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const first = argv[0];
  if (first === "--version" || first === "-V") return print(`tidegauge ${VERSION}\n${ATTRIBUTION}\n`);
  const command = commandOf(first);
  const rest = command === first ? argv.slice(1) : argv;
  if (first === "--help" || first === "-h" || first === "help") {
    const { generalHelp, helpFor } = await import("./help.ts");
    const asked = argv[1];
    return print(
      asked !== undefined && Object.hasOwn(OPTIONS, asked) ? helpFor(asked as Command) : generalHelp(),
    );
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    const { helpFor } = await import("./help.ts");
    return print(helpFor(command));
  }
  if (first === undefined && process.stdin.isTTY) {
    const { generalHelp } = await import("./help.ts");
    process.stderr.write(`${generalHelp()}\nNothing to judge: name a FILE, or pipe a log in.\n`);
    return ExitCode.usage;
  }
  switch (command) {
    case "analyze":
      return (await import("./analyze.ts")).analyze(rest);
    case "baseline":
      return (await import("./baseline.ts")).baseline(rest);
    case "completion":
      return (await import("./completion.ts")).completion(rest);
    case "detect":
      return (await import("./detect.ts")).detect(rest);
    case "explain":
      return (await import("./explain.ts")).explain(rest);
    case "formats":
      return (await import("./formats.ts")).formats(rest);
    case "records":
      return (await import("./records.ts")).records(rest);
    case "rules":
      return (await import("./rules.ts")).rules(rest);
    case "simulate":
      return (await import("./simulate.ts")).runSimulate(rest);
    case "watch":
      return (await import("./watch.ts")).watch(rest);
  }
}

/** The command a first argument names; anything that is none is a FILE or an option of `analyze`. */
function commandOf(first: string | undefined): Command {
  if (first !== undefined && Object.hasOwn(OPTIONS, first)) return first as Command;
  if (first === undefined || first.startsWith("-") || existsSync(first)) return "analyze";
  const meant = nearest(first, Object.keys(OPTIONS));
  if (meant !== null) throw usage(`"${first}" is no file and no command; did you mean "${meant}"?`);
  return "analyze";
}

function print(text: string): number {
  process.stdout.write(shownText(text, textOptions(undefined, process.stdout, process.env)));
  return ExitCode.done;
}

/** Tells an error on standard error and chooses the exit code. */
function failed(error: unknown, command: string | undefined): number {
  if (isClosedPipe(error)) return ExitCode.done;
  if (error instanceof TidegaugeError) {
    const message = asOnCommandLine(error.message);
    process.stderr.write(
      message
        .split("\n")
        .map((line) => `tidegauge: ${safe(line)}\n`)
        .join(""),
    );
    const of = command !== undefined && Object.hasOwn(OPTIONS, command) ? ` ${command}` : "";
    if (error.code === "TG_OPTION") process.stderr.write(`Try: tidegauge${of} --help\n`);
    return exitCodeOf(error.code);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `tidegauge: internal error, please report it: ${safe(text).replaceAll("\\x0a", "\n")}\n`,
  );
  return ExitCode.internal;
}

/** The library names an option `"logTz"`; here it was given as `--log-tz`. */
function asOnCommandLine(message: string): string {
  return message.replace(/^Cannot (?:open an analyzer|analyze): "(\w+)"/, (_, name: string) => {
    return `Cannot run: --${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  });
}

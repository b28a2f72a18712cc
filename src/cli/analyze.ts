import { judgeFiles, tooManyRejected } from "../node/analyze-files.ts";
import { isPlaceSource, type PlaceSourceName } from "../node/place-data.ts";
import type { AnalyzerOptions } from "../options.ts";
import { type Report, VERDICTS, type Verdict } from "../reports/report.ts";
import { safe } from "../reports/text/safe.ts";
import { didYouMean } from "../suggestion.ts";
import { type Arguments, notAvailable, readArguments, usage } from "./arguments.ts";
import { withConfigFile } from "./config-file.ts";
import { ExitCode, exitCodeOf } from "./exit-codes.ts";
import { OPTIONS } from "./option-table.ts";
import { OutputWriter, outputsOf } from "./outputs.ts";
import { ProgressLine } from "./progress-line.ts";
import { columnsOf, oneOf, textOptions } from "./terminal.ts";

type Values = Arguments["values"];

/** `tidegauge analyze [FILE...]`: judges finished logs. */
export async function analyze(argv: readonly string[]): Promise<number> {
  const { values, positionals } = withConfigFile(readArguments(argv, OPTIONS.analyze), OPTIONS.analyze);
  const kinds = failOn(values);
  const outputs = outputsOf(values);
  const progress = progressLine(values);
  const { geo, ...options } = { ...analyzerOptions(values), geo: geoKind(values) };
  refuseThreads(values);
  const text = textOptions(values["color"] as string | undefined, process.stdout, process.env);
  const writer = new OutputWriter(outputs, text);
  const paths = positionals.length > 0 ? positionals : ["-"];

  const interrupt = interruption(() => progress?.clear());
  try {
    const { report, problems, stopped, rejectedShare } = await judgeFiles(paths, {
      ...options,
      geo,
      signal: interrupt.signal,
      onProgress: progress === null ? undefined : (at) => progress.update(at, performance.now()),
      onEvent: writer.wantsEvents ? (event) => writer.event(event) : undefined,
    });
    progress?.clear();
    writer.report(report);
    // What the report notes is said again here: who reads only the JSON, or only the exit code, should see it.
    for (const problem of problems) tell(problem.text);
    if (stopped) return ExitCode.interrupted;
    const failed = problems.find(({ code }) => code !== null);
    if (failed?.code != null) return exitCodeOf(failed.code);
    const rejected = tooManyRejected(rejectedShare, options.maxRejected);
    if (rejected !== null) {
      tell(rejected.message);
      return ExitCode.rejected;
    }
    if (report.input.lines === 0) tell("the input is empty: there is nothing to judge");
    return matches(report, kinds) ? ExitCode.failOn : ExitCode.done;
  } finally {
    progress?.clear();
    interrupt.release();
  }
}

function tell(text: string): void {
  process.stderr.write(`tidegauge: ${safe(text)}\n`);
}

/** The options that concern the analyzer; what was not given is left out. */
function analyzerOptions(values: Values): AnalyzerOptions {
  const names = {
    format: "format",
    map: "map",
    home: "home",
    login: "login",
    "waiting-room": "waitingRoom",
    "trusted-proxy": "trustedProxy",
    allow: "allow",
    window: "window",
    lateness: "lateness",
    "log-tz": "logTz",
    tz: "tz",
    since: "since",
    until: "until",
    capacity: "capacity",
    memory: "memory",
    seed: "seed",
    anonymize: "anonymize",
    "max-rejected": "maxRejected",
  } as const satisfies Record<string, keyof AnalyzerOptions>;
  const options: Partial<Record<keyof AnalyzerOptions, unknown>> = {};
  for (const [name, key] of Object.entries(names))
    if (values[name] !== undefined) options[key] = values[name];
  return options as AnalyzerOptions;
}

function geoKind(values: Values): PlaceSourceName | undefined {
  const geo = values["geo"];
  if (geo === undefined || isPlaceSource(geo)) return geo;
  throw usage(`--geo must be lite, none or a FILE.mmdb, got "${String(geo)}"`);
}

/** Threads never change the report, but asking for them and not getting them would be a silent no-op. */
function refuseThreads(values: Values): void {
  const threads = values["threads"];
  if (threads === undefined || threads === "auto" || threads === "1") return;
  if (typeof threads === "string" && /^\d+$/.test(threads) && Number(threads) > 1) {
    throw notAvailable("--threads above 1");
  }
  throw usage(`--threads must be auto or a number, got "${String(threads)}"`);
}

function failOn(values: Values): readonly Verdict[] {
  const given = values["fail-on"];
  if (typeof given !== "string") return [];
  return given.split(",").map((text) => {
    const kind = VERDICTS.find((verdict) => verdict === text.trim());
    if (kind !== undefined) return kind;
    const hint = didYouMean(text.trim(), VERDICTS);
    throw usage(`--fail-on must be among ${VERDICTS.join(", ")}, got "${text.trim()}"${hint}`);
  });
}

function matches(report: Report, kinds: readonly Verdict[]): boolean {
  return report.episodes.some(({ verdict }) => kinds.includes(verdict));
}

function progressLine(values: Values): ProgressLine | null {
  const when = oneOf("--progress", values["progress"] as string | undefined);
  if (when === "never" || (when === "auto" && !process.stderr.isTTY)) return null;
  return new ProgressLine((text) => process.stderr.write(text), columnsOf(process.stderr), performance.now());
}

/** A first Ctrl-C stops the reading, and what was read is judged; a second one, or SIGTERM, ends the program at once. */
function interruption(clear: () => void): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    clear();
    controller.abort();
  };
  const onTerminate = () => {
    clear();
    process.exit(ExitCode.terminated);
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}

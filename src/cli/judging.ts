import { Networks } from "../geo/networks.ts";
import { PlaceTable } from "../geo/place-table.ts";
import { judgeFiles, tooManyRejected } from "../node/analyze-files.ts";
import { readBaselineFile, writeBaselineFile } from "../node/baseline-file.ts";
import { readFormatFile } from "../node/format-file.ts";
import { PlaceCache } from "../node/place-cache.ts";
import { isPlaceSource, loadNetworks, loadPlaces, type PlaceSourceName } from "../node/place-data.ts";
import type { Progress } from "../node/read-inputs.ts";
import { replayFiles } from "../node/replay-files.ts";
import { type AnalyzerOptions, resolveOptions, type Settings } from "../options.ts";
import type { ReplaySink } from "../replay/log-replay.ts";
import type { AnalyzerEvent, Report } from "../reports/report.ts";
import type { Surroundings } from "../surroundings.ts";
import { type Arguments, usage } from "./arguments.ts";
import { compileSooner } from "./engine.ts";
import { ExitCode, exitCodeOf } from "./exit-codes.ts";
import { type CliOption, OPTIONS } from "./option-table.ts";
import { ProgressLine } from "./progress-line.ts";
import { tell } from "./standard-streams.ts";
import { columnsOf, oneOf, shownText, textOptions } from "./terminal.ts";

type Values = Arguments["values"];

/** What came of judging. */
export interface Judged {
  readonly report: Report;
  /** The exit code where something went wrong on the way; 0 otherwise. */
  readonly code: number;
  /** What is known of normal traffic now. */
  baseline(): Uint8Array;
}

/** Judges the logs that were named, with progress on standard error. */
export interface Judging {
  /**
   * @param onReport called with the report before problems are told
   * @param onEvent called with what settles on the way
   */
  run(
    onReport: (report: Report) => void,
    onEvent?: (event: AnalyzerEvent) => void,
    onlookers?: Pick<Surroundings, "probe" | "witness">,
  ): Promise<Judged>;
  /** The options as resolved. */
  readonly settings: Settings;
  /** The place table that logs are judged with; empty where the report has none. */
  places(report: Report): PlaceTable;
  /** The networks that logs are judged with. */
  networks(): Networks;
  /**
   * Reads the logs once more. @param sink who sees the requests of an input
   * @returns false where it was stopped on the way
   */
  replay(report: Report, sink: (input: string) => ReplaySink): Promise<boolean>;
}

/**
 * What `analyze` and the commands that ask about its verdicts have in common.
 * @throws TidegaugeError `TG_OPTION` for wrong options, before anything is read
 */
export function judging(values: Values, positionals: readonly string[]): Judging {
  const progress = progressLine(values);
  const placeCache = PlaceCache.folder(process.env);
  const geo = geoKind(values);
  const asn = values["asn"] as string | undefined;
  const learned = values["baseline"];
  const options = {
    ...analyzerOptions(values),
    ...(typeof learned === "string" && { baseline: readBaselineFile(learned).bytes }),
  };
  const saveTo = values["save-baseline"] as string | undefined;
  const threads = threadsOf(values);
  if (threads === 1) compileSooner();
  const paths = positionals.length > 0 ? positionals : ["-"];
  const update = progress === null ? undefined : (at: Progress) => progress.update(at, performance.now());
  const settings = resolveOptions(
    typeof options.format === "string" ? { ...options, format: readFormatFile(options.format) } : options,
  );
  return {
    settings,
    places: (report) =>
      report.geo.country === null ? PlaceTable.empty : loadPlaces(geo ?? "lite", placeCache),
    networks: () => new Networks(asn === undefined ? null : loadNetworks(asn)),
    async run(onReport, onEvent, onlookers) {
      const interrupt = interruption(() => progress?.clear());
      try {
        const { report, problems, stopped, rejectedShare, baseline } = await judgeFiles(
          paths,
          {
            ...options,
            geo,
            asn,
            placeCache,
            threads,
            signal: interrupt.signal,
            onProgress: update,
            onEvent,
          },
          onlookers,
        );
        progress?.clear();
        onReport(report);
        if (saveTo !== undefined) writeBaselineFile(saveTo, baseline());
        // What the report notes is said again here: who reads only the JSON, or only the exit code, should see it.
        for (const problem of problems) tell(problem.text);
        if (stopped) return { report, baseline, code: ExitCode.interrupted };
        const failed = problems.find(({ code }) => code !== null);
        if (failed?.code != null) return { report, baseline, code: exitCodeOf(failed.code) };
        const rejected = tooManyRejected(rejectedShare, options.maxRejected);
        if (rejected !== null) {
          tell(rejected.message);
          return { report, baseline, code: ExitCode.rejected };
        }
        if (report.input.lines === 0) tell("the input is empty: there is nothing to judge");
        return { report, baseline, code: ExitCode.done };
      } finally {
        progress?.clear();
        interrupt.release();
      }
    },
    async replay(report, sink) {
      progress?.restart(performance.now());
      const interrupt = interruption(() => progress?.clear());
      try {
        await replayFiles(paths, report, settings, sink, { signal: interrupt.signal, onProgress: update });
        return !interrupt.signal.aborted;
      } finally {
        progress?.clear();
        interrupt.release();
      }
    },
  };
}

/** The options that concern the analyzer; what was not given is left out. */
export function analyzerOptions(values: Values): AnalyzerOptions {
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
    "max-collateral": "maxCollateral",
  } as const satisfies Record<string, keyof AnalyzerOptions>;
  const options: Partial<Record<keyof AnalyzerOptions, unknown>> = {};
  for (const [name, key] of Object.entries(names))
    if (values[name] !== undefined) options[key] = values[name];
  return options as AnalyzerOptions;
}

/** What `--geo` names. @throws TidegaugeError `TG_OPTION` for anything else */
export function geoKind(values: Values): PlaceSourceName | undefined {
  const geo = values["geo"];
  if (geo === undefined || isPlaceSource(geo)) return geo;
  throw usage(`--geo must be lite, none or a FILE.mmdb, got "${String(geo)}"`);
}

/** A configuration file is written for `analyze`: what it says of its outputs is no mistake, here it only says nothing. */
export function withAnalyzeOptions(options: readonly CliOption[]): readonly CliOption[] {
  const known = OPTIONS.analyze.map(({ name }): string => name);
  return [...OPTIONS.analyze, ...options.filter(({ name }) => !known.includes(name))];
}

/** What `--threads` names. @throws TidegaugeError `TG_OPTION` for anything else */
function threadsOf(values: Values): number | "auto" | undefined {
  const threads = values["threads"];
  if (threads === undefined || threads === "auto") return threads;
  if (typeof threads === "string" && /^[1-9]\d?$/.test(threads) && Number(threads) <= 64)
    return Number(threads);
  throw usage(`--threads must be auto or a number from 1 to 64, got "${String(threads)}"`);
}

function progressLine(values: Values): ProgressLine | null {
  const when = oneOf("--progress", values["progress"] as string | undefined);
  if (when === "never" || (when === "auto" && !process.stderr.isTTY)) return null;
  const shown = textOptions("never", process.stderr, process.env);
  const write = (text: string) => process.stderr.write(shownText(text, shown));
  return new ProgressLine(write, columnsOf(process.stderr), performance.now());
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

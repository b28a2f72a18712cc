import { availableParallelism } from "node:os";
import { Analyzer } from "../analyzer.ts";
import { optionError, TidegaugeError } from "../errors.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import { type AnalyzerOptions, resolveOptions } from "../options.ts";
import { chosenFormat } from "../records/chosen-format.ts";
import { anonymizeEvent } from "../reports/anonymize.ts";
import type { AnalyzerEvent, Note, Report } from "../reports/report.ts";
import type { Surroundings } from "../surroundings.ts";
import { readFormatFile } from "./format-file.ts";
import { findInputs } from "./input-files.ts";
import { isPlaceSource, loadNetworks, loadPlaces, type PlaceSourceName } from "./place-data.ts";
import { type InputProblem, LEAST_THREADED_BYTES, type ReadOptions, readInputs } from "./read-inputs.ts";
import { SpanPool } from "./span-pool.ts";
import { TaskReader } from "./task-reader.ts";

const MOST_THREADS = 64;

/** What {@link analyzeFiles} can be told: the options of an analyzer, and how files are read. */
export interface AnalyzeFilesOptions extends AnalyzerOptions, Omit<ReadOptions, "formatGiven"> {
  /** As {@link AnalyzerOptions.format}, or `@path/to/nginx.conf`, with `#name` where it uses several. Default `auto`. */
  readonly format?: string;
  /** Where countries and regions come from: `lite` is the package geoip-lite; or the path of an `.mmdb` file. Default `lite`. */
  readonly geo?: PlaceSourceName | undefined;
  /**
   * Where networks come from: the path of an `.mmdb` file (GeoLite2-ASN), or of a `.csv` of `start,end,asn,name`. Default: what
   * the log says.
   */
  readonly asn?: string | undefined;
  /** Threads that read large inputs, with the one that judges, 1 to 64. They never change the report. Default `auto`: as many as there are cores. */
  readonly threads?: number | "auto" | undefined;
  /** A place table that is already loaded; wins over `geo`. */
  readonly places?: PlaceTable | undefined;
  /** A folder where the table of `lite` is kept once it is built, so that the next start is quick. Default: none is kept. */
  readonly placeCache?: string | undefined;
}

/** A report, and what went wrong on the way to it. */
export interface Judgement {
  readonly report: Report;
  /** Inputs that could not be read to their end or are no logs; see {@link InputProblem}. */
  readonly problems: readonly InputProblem[];
  /** True where an `AbortSignal` stopped the reading. */
  readonly stopped: boolean;
  /** Share of the lines of recognised inputs that were rejected. */
  readonly rejectedShare: number;
  /** What is known of normal traffic now: see `Analyzer.baseline`. */
  baseline(): Uint8Array;
}

/**
 * Judges finished logs: files, directories of files, `-` for standard input; gzip is recognised by content. Several files
 * are merged by event time. Memory is bounded whatever their size.
 *
 * When `signal` aborts, what was read so far is judged, and a note says so.
 * @throws TidegaugeError `TG_OPTION` for a wrong option, `TG_UNREADABLE` where an input cannot be read,
 *   `TG_FORMAT_UNKNOWN` where an input that was named is no access log of a known format, `TG_TOO_MANY_REJECTED` where more
 *   lines than `maxRejected` allows could not be read
 * @example
 * const report = await analyzeFiles(["access.log.1.gz", "access.log"], { home: ["FR"] });
 * console.log(report.verdict);
 */
export async function analyzeFiles(
  paths: readonly string[],
  options: AnalyzeFilesOptions = {},
): Promise<Report> {
  const { report, problems, rejectedShare } = await judgeFiles(paths, options);
  for (const { code, text } of problems) if (code !== null) throw new TidegaugeError(code, text);
  const error = tooManyRejected(rejectedShare, options.maxRejected);
  if (error !== null) throw error;
  return report;
}

/**
 * Like {@link analyzeFiles}, but tells of single inputs that could not be read instead of throwing: the report is about
 * the others.
 * @param onlookers who sees what is judged, see {@link Surroundings}
 * @throws TidegaugeError `TG_OPTION` for a wrong option; `TG_UNREADABLE` where a path is missing; the error of the first
 *   input where none could be read
 */
export async function judgeFiles(
  paths: readonly string[],
  options: AnalyzeFilesOptions = {},
  onlookers: Pick<Surroundings, "probe" | "witness"> = {},
): Promise<Judgement> {
  const {
    signal,
    onProgress,
    stdin,
    geo,
    places,
    asn,
    placeCache,
    threads,
    onEvent: told,
    ...rest
  } = options;
  const onEvent =
    told !== undefined && rest.anonymize === true
      ? (event: AnalyzerEvent) => told(anonymizeEvent(event))
      : told;
  const analyzerOptions =
    typeof rest.format === "string" ? { ...rest, format: readFormatFile(rest.format) } : rest;
  // Before anything is opened or loaded, so that a wrong option is told at once.
  const settings = resolveOptions(analyzerOptions);
  const { format, map } = settings;
  const threadCount = resolveThreads(threads);
  chosenFormat(format, map);
  const files = await findInputs(paths);
  const pool = threadCount > 1 ? new SpanPool(threadCount) : null;
  let analyzer: Analyzer;
  let note: Note | null;
  let problems: readonly InputProblem[];
  try {
    // Ready by the time that the first lines of a large input have been read.
    if (files.some(({ bytes }) => (bytes ?? 0) >= LEAST_THREADED_BYTES)) pool?.start();
    const found = placesFor(places, geo, placeCache);
    note = found.note;
    const { table } = found;
    const networks = asn === undefined ? undefined : loadNetworks(asn);
    analyzer = new Analyzer({ ...analyzerOptions, ...onlookers, places: table, networks });
    pool?.setUp(
      { settings: { ...settings, baseline: null }, places: table.data },
      new TaskReader(analyzer.spanReader()),
    );
    const formatGiven = format !== "auto" || map.length > 0;
    problems = leftOutTogether(
      await readInputs(analyzer, files, { signal, onProgress, onEvent, stdin, formatGiven }, pool),
    );
  } finally {
    await pool?.close();
  }
  const report = analyzer.finish();
  if (onEvent !== undefined) for (const event of analyzer.drain()) onEvent(event);
  const stopped = signal?.aborted === true;
  const failed = problems.find(({ code }) => code !== null);
  if (failed?.code != null && report.input.records === 0 && !stopped) {
    throw new TidegaugeError(failed.code, problems.map(({ text }) => text).join("\n"));
  }
  if (report.input.records === 0 && problems.some(({ leftOut }) => leftOut !== undefined) && !stopped) {
    const found = problems.map(({ text }) => text).join("\n");
    throw new TidegaugeError(
      "TG_FORMAT_UNKNOWN",
      `Cannot find an access log among the files there\n${found}`,
    );
  }
  const notes: Note[] = [...report.notes];
  if (note !== null) notes.push(note);
  for (const { code, text } of problems) notes.push({ code: noteCode(code), text });
  if (stopped) {
    notes.push({
      code: "stopped",
      text: "Stopped before the end: this is about what had been read by then.",
    });
  }
  return {
    report: { ...report, notes },
    problems,
    stopped,
    rejectedShare: rejectedShareOf(report),
    baseline: () => analyzer.baseline(),
  };
}

/**
 * The number of threads meant by an option.
 * @throws TidegaugeError `TG_OPTION` where it is none
 */
function resolveThreads(threads: AnalyzeFilesOptions["threads"] = "auto"): number {
  if (threads === "auto") return Math.min(MOST_THREADS, availableParallelism());
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return threads;
  throw optionError(
    "Cannot analyze files",
    `"threads" must be auto or an integer from 1 to ${MOST_THREADS}, got ${String(threads)}`,
  );
}

/** The error where too many lines were rejected, or null. */
export function tooManyRejected(
  share: number,
  maxRejected: AnalyzerOptions["maxRejected"],
): TidegaugeError | null {
  const limit = Number(maxRejected ?? 0.5);
  if (share <= limit) return null;
  return new TidegaugeError(
    "TG_TOO_MANY_REJECTED",
    `${Math.round(share * 100)} % of the lines could not be read, more than --max-rejected ${limit} allows; tidegauge detect FILE shows which lines do not fit and what to pass as --format`,
  );
}

/** Files of directories that are left out for the same reason are told of together. */
function leftOutTogether(problems: readonly InputProblem[]): readonly InputProblem[] {
  const told: InputProblem[] = [];
  for (const problem of problems) {
    const { leftOut } = problem;
    if (leftOut === undefined) {
      told.push(problem);
      continue;
    }
    const same = problems.filter((other) => other.leftOut === leftOut);
    if (same[0] !== problem) continue;
    const names = same.slice(0, 3).map(({ name }) => name);
    if (same.length > 3) names.push(`${same.length - 3} more`);
    const text = `${names.slice(0, -1).join(", ")} and ${names.at(-1)} were left out: each ${leftOut}.`;
    told.push(same.length === 1 ? problem : { ...problem, text });
  }
  return told;
}

function noteCode(code: InputProblem["code"]): string {
  return code === null
    ? "input-incomplete"
    : code === "TG_FORMAT_UNKNOWN"
      ? "format-unknown"
      : "input-unreadable";
}

/** Lines of inputs that are no logs at all are told of otherwise and do not count. */
function rejectedShareOf(report: Report): number {
  let foreign = 0;
  for (const source of report.input.sources) if (source.format === null) foreign += source.lines;
  const lines = report.input.lines - foreign - report.input.blank;
  return lines <= 0 ? 0 : Math.max(0, report.input.rejected.total - foreign) / lines;
}

/**
 * The table that was given or is named. Without geoip-lite (it may be left out of an installation) a report can do without
 * places, unless they were asked for.
 */
export function placesFor(
  given: PlaceTable | undefined,
  geo: AnalyzeFilesOptions["geo"],
  cache: string | undefined,
): { table: PlaceTable; note: Note | null } {
  if (geo !== undefined && !isPlaceSource(geo)) {
    throw optionError(
      "Cannot load places",
      `"geo" must be lite, none or the path of an .mmdb file, got "${String(geo)}"`,
    );
  }
  if (given !== undefined) return { table: given, note: null };
  try {
    return { table: loadPlaces(geo ?? "lite", cache), note: null };
  } catch (error) {
    if (geo !== undefined || !(error instanceof TidegaugeError)) throw error;
    const text =
      "Places were not looked up: the package geoip-lite is not installed (npm install geoip-lite).";
    return { table: loadPlaces("none"), note: { code: "no-places", text } };
  }
}

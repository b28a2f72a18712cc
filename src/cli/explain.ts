import { TidegaugeError } from "../errors.ts";
import { readFormatFile } from "../node/format-file.ts";
import { findInputs } from "../node/input-files.ts";
import { beginningOf } from "../node/log-beginning.ts";
import { loadPlaces } from "../node/place-data.ts";
import { resolveOptions } from "../options.ts";
import { chosenFormat } from "../records/chosen-format.ts";
import { recogniseFormat } from "../records/detection.ts";
import type { Format } from "../records/format.ts";
import { anonymizeReport, cutAddresses } from "../reports/anonymize.ts";
import { episodeText, explainEpisode, explainMoment, momentText } from "../reports/explanation.ts";
import { sourceText } from "../reports/explanation-source.ts";
import type { Report } from "../reports/report.ts";
import { clock } from "../reports/text/clock.ts";
import { leadingEpisode } from "../reports/text/page.ts";
import { mapTexts } from "../reports/text/safe.ts";
import type { TextOptions } from "../reports/text.ts";
import { type Arguments, readArguments, usage } from "./arguments.ts";
import { episodeOf } from "./chosen-episodes.ts";
import { withConfigFile } from "./config-file.ts";
import { ExitCode } from "./exit-codes.ts";
import { explainLine, lineText } from "./explain-line.ts";
import { explainedSource } from "./explain-source.ts";
import { analyzerOptions, geoKind, judging, withAnalyzeOptions } from "./judging.ts";
import { lineOfNumber } from "./line-number.ts";
import { OPTIONS } from "./option-table.ts";
import { tell } from "./standard-streams.ts";
import { readableWidth, shownText, textOptions } from "./terminal.ts";

type Values = Arguments["values"];

/** `tidegauge explain FILE...`: why an episode was judged so, what a moment belongs to, or how a line was read. */
export async function explain(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv, OPTIONS.explain);
  const asked = ["episode", "at", "line", "line-number", "source"].filter(
    (name) => given.values[name] !== undefined,
  );
  if (asked.length > 1) throw usage(`--${asked.join(" and --")} ask different things: one at a time`);
  const { values, positionals } = withConfigFile(given, withAnalyzeOptions(OPTIONS.explain));
  if (values["line"] !== undefined || values["line-number"] !== undefined) {
    return explainOneLine(values, positionals);
  }
  if (typeof values["source"] === "string") return explainOneSource(values["source"], values, positionals);
  const at = momentOf(values);
  const job = judging(values, positionals);
  const { report, code } = await job.run(() => {});
  if (code !== ExitCode.done) return code;
  const shown = report.settings.anonymize ? anonymizeReport(report) : report;
  if (at !== null) {
    const moment = explainMoment(shown, byTheClockOf(shown, values["at"] as string, at));
    print(values, moment, () => momentText(moment, shown.settings.tz, width()));
    return ExitCode.done;
  }
  return explainOneEpisode(values, shown);
}

function explainOneEpisode(values: Values, report: Report): number {
  const id = values["episode"];
  const episode = typeof id === "string" ? episodeOf(report, id) : leadingEpisode(report);
  if (episode === null) {
    // Of an empty log that was said already.
    if (report.input.lines > 0) {
      tell(
        "there is no episode: nothing but the usual traffic, and nothing to explain (--at TIME tells of a moment)",
      );
    }
    if (values["json"] === true) process.stdout.write("null\n");
    return ExitCode.done;
  }
  const explanation = explainEpisode(episode);
  print(values, explanation, () => episodeText(explanation, report.settings.tz, width()));
  return ExitCode.done;
}

async function explainOneLine(values: Values, paths: readonly string[]): Promise<number> {
  const options = analyzerOptions(values);
  const settings = resolveOptions(
    typeof options.format === "string" ? { ...options, format: readFormatFile(options.format) } : options,
  );
  const number = lineNumberOf(values);
  if (number !== null && (paths.length !== 1 || paths[0] === "-")) {
    throw usage("--line-number needs the one FILE whose line is meant");
  }
  const given = String(values["line"] ?? "").replace(/\r?\n$/, "");
  const format =
    chosenFormat(settings.format, settings.map) ?? (await detected(given, paths, settings.logTz));
  const found = number === null ? null : await lineOfNumber(paths[0]!, number, format, settings.logTz);
  const places = loadPlaces(geoKind(values) ?? "lite");
  const explanation = explainLine(found?.text ?? given, format, settings, places, found?.reader);
  print(values, explanation, () => lineText(explanation, width()));
  return ExitCode.done;
}

async function explainOneSource(ip: string, values: Values, paths: readonly string[]): Promise<number> {
  const explained = await explainedSource(ip, values, paths);
  if ("code" in explained) return explained.code;
  const { report } = explained;
  const { anonymize } = report.settings;
  const explanation = anonymize ? mapTexts(explained.explanation, cutAddresses) : explained.explanation;
  print(values, explanation, () => sourceText(explanation, report.settings.tz, width()));
  return ExitCode.done;
}

/** Null where it was not given. */
function lineNumberOf(values: Values): number | null {
  const text = values["line-number"];
  if (text === undefined) return null;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw usage(`--line-number must be a whole number from 1 on, got "${text}"`);
}

/** The format of the first file, or of the line itself where no file is named. */
async function detected(line: string, paths: readonly string[], logTz: string): Promise<Format> {
  const [file] = paths.length === 0 ? [] : await findInputs([paths[0]!]);
  const sample = file === undefined ? new TextEncoder().encode(`${line}\n`) : await beginningOf(file);
  const { format, advice } = recogniseFormat(sample, { logTz });
  if (format !== null) return format;
  throw new TidegaugeError(
    "TG_FORMAT_UNKNOWN",
    `Cannot tell the format: ${advice}${paths.length === 0 ? " Name the FILE that the line is from, or its --format." : ""}`,
  );
}

/** The moment of `--at`, as if in UTC where it names no zone; null where none is asked for. */
function momentOf(values: Values): number | null {
  const at = values["at"];
  if (typeof at !== "string") return null;
  try {
    return resolveOptions({ since: at }).sinceMs;
  } catch (error) {
    throw usage((error as Error).message.replace(/^Cannot open an analyzer: "since"/, "--at"));
  }
}

/** A moment without a zone is one that somebody read in the report: it is told by the report's clock. */
function byTheClockOf(report: Report, at: string, timeMs: number): number {
  if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(at.trim())) return timeMs;
  const time = clock(report.settings.tz);
  return timeMs - time.offsetMs(timeMs - time.offsetMs(timeMs));
}

function print(values: Values, explanation: object, text: () => string): void {
  process.stdout.write(
    values["json"] === true ? `${JSON.stringify(explanation, null, 2)}\n` : shownText(text(), shown()),
  );
}

function width(): number {
  return readableWidth(shown());
}

function shown(): TextOptions {
  return textOptions(undefined, process.stdout, process.env);
}

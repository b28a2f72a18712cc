import type { Readable } from "node:stream";
import { type ErrorCode, TidegaugeError } from "../errors.ts";
import type { Detection } from "../records/detection.ts";
import type { AnalyzerEvent, Report } from "../reports/report.ts";
import { otherKind } from "./content-kind.ts";
import type { InputFile } from "./input-files.ts";
import { InputStream } from "./input-stream.ts";

/** What is needed of an analyzer to feed it files. */
export interface FileAnalyzer {
  open(name: string): FileInput;
  drain(): Iterable<AnalyzerEvent>;
  finish(): Report;
}

/** What is needed of one input of an analyzer. */
export interface FileInput {
  push(chunk: Uint8Array): void;
  end(): void;
  /** How far event time is known to have come, ms since 1970; -Infinity at first. */
  readonly watermarkMs: number;
  readonly detection: Detection | null;
  /** True once it is clear that no format reads this input. */
  readonly formatUnknown: boolean;
}

/** How far reading has come. */
export interface Progress {
  /** Bytes read from files, before decompression. */
  readonly bytesRead: number;
  /** Bytes of all files, or null where one does not tell (standard input). */
  readonly bytesTotal: number | null;
  /** Name of the input being read. */
  readonly name: string;
}

/** How inputs are read. */
export interface ReadOptions {
  /** Stops reading; what was read is still judged. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every chunk; cheap calls only. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called with every event as soon as it is settled. */
  readonly onEvent?: ((event: AnalyzerEvent) => void) | undefined;
  /** True where the user named a format: then nothing is refused for its looks. Default false. */
  readonly formatGiven?: boolean | undefined;
  /** What `-` stands for; default: standard input of the process. */
  readonly stdin?: Readable | undefined;
}

/** Something that went wrong with one input, while the others could be read. */
export interface InputProblem {
  readonly name: string;
  /** The error it is where nothing else was read; null for what is only worth a note. */
  readonly code: ErrorCode | null;
  readonly text: string;
}

/** One input being read. */
interface Open {
  readonly stream: InputStream;
  /** Opened with the first bytes: what is plainly no log never reaches the analyzer. */
  input: FileInput | null;
}

/**
 * Feeds the inputs to the analyzer in order of event time: the next chunk is always read from the input that is furthest
 * behind, so that the analyzer holds little of the others. Memory: a chunk or two for each input, whatever their size.
 * @returns what went wrong with single inputs, in order of occurrence
 */
export async function readInputs(
  analyzer: FileAnalyzer,
  files: readonly InputFile[],
  options: ReadOptions = {},
): Promise<InputProblem[]> {
  const problems: InputProblem[] = [];
  const streams = files.map((file) => new InputStream(file, options.stdin));
  const bytesTotal = files.reduce<number | null>(
    (sum, file) => (sum === null || file.bytes === null ? null : sum + file.bytes),
    0,
  );
  let open: Open[] = streams.map((stream) => ({ stream, input: null }));
  const stop = () => {
    for (const stream of streams) stream.close();
  };
  options.signal?.addEventListener("abort", stop);
  try {
    while (open.length > 0 && options.signal?.aborted !== true) {
      const next = furthestBehind(open);
      const chunk = await nextChunk(next, problems, options.signal);
      const goesOn = chunk !== null && take(analyzer, next, chunk, problems, options);
      if (!goesOn) {
        const failed = problems.some(({ name }) => name === next.stream.file.name);
        // An empty input is an input all the same, and is listed.
        if (!failed) next.input ??= analyzer.open(next.stream.file.name);
        next.input?.end();
        // A short input is told by all its lines, at its end.
        if (chunk === null && next.input?.formatUnknown === true) {
          problems.push({
            name: next.stream.file.name,
            ...formatUnknown(next.stream.file, next.input.detection),
          });
        }
        next.stream.close();
        open = open.filter((one) => one !== next);
      }
      // Also where nobody wants them: events wait until they are fetched.
      for (const event of analyzer.drain()) options.onEvent?.(event);
      if (options.onProgress !== undefined) {
        const bytesRead = streams.reduce((sum, stream) => sum + stream.bytesRead, 0);
        options.onProgress({ bytesRead, bytesTotal, name: next.stream.file.name });
      }
    }
  } finally {
    options.signal?.removeEventListener("abort", stop);
    stop();
  }
  return problems;
}

/** The input whose watermark is lowest; of equals the first, so that the order of reading is always the same. */
function furthestBehind(open: readonly Open[]): Open {
  let behind = open[0]!;
  for (const one of open) {
    if (watermark(one) < watermark(behind)) behind = one;
  }
  return behind;
}

function watermark(one: Open): number {
  return one.input?.watermarkMs ?? Number.NEGATIVE_INFINITY;
}

/** The next chunk, or null at the end; notes how the input ended. */
async function nextChunk(
  { stream }: Open,
  problems: InputProblem[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  const { name } = stream.file;
  try {
    const chunk = await stream.next();
    if (chunk !== null) return chunk;
  } catch (error) {
    // Closing a stream in mid-read fails the read; that is how stopping works.
    if (signal?.aborted === true) return null;
    if (!(error instanceof TidegaugeError)) throw error;
    problems.push({ name, code: error.code, text: error.message });
    return null;
  }
  if (stream.ending.truncated) {
    const text = `${name} stops in the middle of its compressed data (still being written, or cut off); what there is was read.`;
    problems.push({ name, code: null, text });
  } else if (stream.ending.damage !== null) {
    const text = `Cannot read ${name} to its end: its compressed data are damaged (${stream.ending.damage}); what comes before was read`;
    problems.push({ name, code: "TG_UNREADABLE", text });
  }
  return null;
}

/** Hands a chunk to the analyzer; false where the input turns out to be no log, so that the rest need not be read. */
function take(
  analyzer: FileAnalyzer,
  one: Open,
  chunk: Uint8Array,
  problems: InputProblem[],
  options: ReadOptions,
): boolean {
  const { file } = one.stream;
  if (one.input === null) {
    const other = options.formatGiven === true ? null : otherKind(file.name, chunk);
    if (other !== null) {
      problems.push({
        name: file.name,
        ...unknown(file, `is ${other.kind}, not an access log`, other.remedy),
      });
      return false;
    }
    one.input = analyzer.open(file.name);
  }
  one.input.push(chunk);
  if (!one.input.formatUnknown) return true;
  problems.push({ name: file.name, ...formatUnknown(file, one.input.detection) });
  return false;
}

function formatUnknown(file: InputFile, detection: Detection | null): Omit<InputProblem, "name"> {
  const lead = "is in no format that tidegauge knows";
  const advice = detection?.advice ?? null;
  return unknown(file, lead, `${advice === null ? "" : `${advice} `}See: tidegauge detect ${file.name}`);
}

/** A file found in a directory may well be none of ours (error.log beside access.log); one that was named may not. */
function unknown(file: InputFile, what: string, remedy: string | null): Omit<InputProblem, "name"> {
  return {
    code: file.found ? null : "TG_FORMAT_UNKNOWN",
    text: file.found
      ? `${file.name} ${what}: left out.`
      : `Cannot read ${file.name}: it ${what}${remedy === null ? "" : `; ${remedy}`}`,
  };
}

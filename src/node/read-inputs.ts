import type { Readable } from "node:stream";
import { type ErrorCode, TidegaugeError } from "../errors.ts";
import type { Detection } from "../records/detection.ts";
import type { AnalyzerEvent, Report } from "../reports/report.ts";
import { noLogText, otherKind } from "./content-kind.ts";
import { earlyEnd } from "./decompression.ts";
import type { InputFile } from "./input-files.ts";
import { InputStream } from "./input-stream.ts";
import { pushToSpanEnd, SpanFeed, type SpannedInput } from "./span-feed.ts";
import type { SpanPool } from "./span-pool.ts";
import { FileSpans, StreamSpans } from "./span-sources.ts";

/** What is needed of an analyzer to feed it files. */
export interface FileAnalyzer {
  open(name: string): FileInput;
  drain(): Iterable<AnalyzerEvent>;
  finish(): Report;
}

/** What is needed of one input of an analyzer. */
export interface FileInput {
  /** Where bytes are best put that are pushed at once; null where it does not matter. */
  readonly room: Uint8Array | null;
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

/** Files below this are read as soon as threads have started, bytes. */
export const LEAST_THREADED_BYTES = 24 * 2 ** 20;
const NEWLINE = 10;

/** Something that went wrong with one input, while the others could be read. */
export interface InputProblem {
  readonly name: string;
  /** The error it is where nothing else was read; null for what is only worth a note. */
  readonly code: ErrorCode | null;
  readonly text: string;
  /** Why a file that was found in a directory was left out: `is a JPEG image, not an access log`. */
  readonly leftOut?: string;
}

/** One input being read. */
interface Open {
  readonly stream: InputStream;
  readonly input: FileInput;
  /** The first bytes, which had to be looked at before the input was opened. */
  first: Uint8Array | null;
  /** Feeds it by threads, from the end of its first span on. */
  feed: SpanFeed | null;
}

/**
 * Feeds the inputs to the analyzer in order of event time: the next chunk is always read from the input that is furthest
 * behind, so that the analyzer holds little of the others. Memory: a chunk or two for each input, whatever their size.
 * @param pool threads that read spans of inputs whose readers can adopt them; null: none
 * @returns what went wrong with single inputs, in order of occurrence
 * @throws Error where a thread has died
 */
export async function readInputs(
  analyzer: FileAnalyzer,
  files: readonly InputFile[],
  options: ReadOptions = {},
  pool: SpanPool | null = null,
): Promise<InputProblem[]> {
  const problems: InputProblem[] = [];
  const { onEvent, signal } = options;
  const streams = files.map((file) => new InputStream(file, options.stdin));
  let open: Open[] = [];
  const stop = () => {
    for (const stream of streams) stream.close();
    void pool?.close();
  };
  signal?.addEventListener("abort", stop);
  try {
    // All are opened before any is fed: what is judged must not depend on the order in which files are named.
    open = await openInputs(analyzer, streams, problems, options);
    const progress = progressOf(streams, options);
    while (open.length > 0 && signal?.aborted !== true) {
      const next = furthestBehind(open);
      const goesOn = await feed(next, problems, options, pool);
      // What threads were asked for when reading was stopped has not been read.
      if (isStopped(signal) && next.feed !== null) break;
      if (!goesOn || next.input.formatUnknown) {
        next.input.end();
        next.stream.close();
        next.feed?.close();
        open = open.filter((one) => one !== next);
        // Short inputs are told by all their lines, at their end.
        if (next.input.formatUnknown) problems.push(formatUnknown(next.stream.file, next.input.detection));
      }
      if (onEvent !== undefined) for (const event of analyzer.drain()) onEvent(event);
      progress(next.stream);
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
    // Threads may be reading the files.
    await pool?.close();
    for (const { feed } of open) feed?.close();
  }
  return problems;
}

/** Feeds an input its next bytes; false at their end. */
async function feed(
  next: Open,
  problems: InputProblem[],
  { signal }: ReadOptions,
  pool: SpanPool | null,
): Promise<boolean> {
  const { stream, input } = next;
  if (next.feed !== null) {
    const goesOn = await next.feed.step();
    if (stream.isPlainFile) stream.bytesRead = (input as unknown as SpannedInput).bytes;
    return goesOn;
  }
  const chunk = next.first ?? (await nextChunk(stream, problems, signal, input.room));
  next.first = null;
  if (chunk === null) return false;
  if (
    pool === null ||
    !isSpanned(input) ||
    (stream.file.bytes ?? LEAST_THREADED_BYTES) < leastBytes(stream)
  ) {
    input.push(chunk);
    return true;
  }
  if (!stream.isPlainFile) {
    const rest = pushToSpanEnd(input, chunk);
    if (rest === null) return true;
    const chunks = () => nextChunk(stream, problems, signal);
    next.feed = new SpanFeed(input, new StreamSpans(chunks, input.bytes, rest), pool);
    return true;
  }
  const end = chunk.lastIndexOf(NEWLINE) + 1;
  input.push(chunk.subarray(0, end));
  // Threads can begin as soon as the format is known.
  if (input.resumption === null) input.push(chunk.subarray(end));
  else {
    stream.close();
    next.feed = new SpanFeed(input, new FileSpans(stream.file.name, input.bytes), pool);
  }
  return true;
}

/** Asked anew each time: it may have changed while something was awaited. */
function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function isSpanned(input: FileInput): input is FileInput & SpannedInput {
  return "adopt" in input;
}

/** Compressed logs are some ten times as long as their files. */
function leastBytes(stream: InputStream): number {
  return stream.isPlainFile ? LEAST_THREADED_BYTES : LEAST_THREADED_BYTES / 10;
}

/** Opens what may be a log; what plainly is none is a problem, and never reaches the analyzer. */
async function openInputs(
  analyzer: FileAnalyzer,
  streams: readonly InputStream[],
  problems: InputProblem[],
  options: ReadOptions,
): Promise<Open[]> {
  const open: Open[] = [];
  for (const stream of streams) {
    if (options.signal?.aborted === true) break;
    const { file } = stream;
    const failures = problems.filter(({ code }) => code !== null).length;
    const first = await nextChunk(stream, problems, options.signal);
    const other = first === null || options.formatGiven === true ? null : otherKind(file.name, first);
    if (other !== null) {
      problems.push(noLog(file, `is ${other.kind}, not an access log`, other.remedy));
      stream.close();
    } else if (first !== null || problems.filter(({ code }) => code !== null).length === failures) {
      // An empty input is an input all the same, and is listed; so is one that was cut off before its first line.
      open.push({ stream, input: analyzer.open(file.name), first, feed: null });
    }
  }
  return open;
}

function progressOf(streams: readonly InputStream[], { onProgress }: ReadOptions): (at: InputStream) => void {
  if (onProgress === undefined) return () => {};
  const sizes = streams.map(({ file }) => file.bytes);
  const bytesTotal = sizes.reduce((sum, bytes) => (sum === null || bytes === null ? null : sum + bytes), 0);
  return (at) => {
    const bytesRead = streams.reduce((sum, stream) => sum + stream.bytesRead, 0);
    onProgress({ bytesRead, bytesTotal, name: at.file.name });
  };
}

/** The input whose watermark is lowest; of equals the first, so that the order of reading is always the same. */
function furthestBehind(open: readonly Open[]): Open {
  let behind = open[0]!;
  for (const one of open) if (one.input.watermarkMs < behind.input.watermarkMs) behind = one;
  return behind;
}

/** The next chunk, or null at the end; notes how the input ended. */
async function nextChunk(
  stream: InputStream,
  problems: InputProblem[],
  signal: AbortSignal | undefined,
  room: Uint8Array | null = null,
): Promise<Uint8Array | null> {
  const { name } = stream.file;
  try {
    const chunk = await stream.next(room);
    if (chunk !== null) return chunk;
  } catch (error) {
    // Closing a stream in mid-read fails the read; that is how stopping works.
    if (signal?.aborted === true) return null;
    if (!(error instanceof TidegaugeError)) throw error;
    problems.push({ name, code: error.code, text: error.message });
    return null;
  }
  const early = earlyEnd(name, stream.ending);
  if (early !== null) problems.push({ name, ...early });
  return null;
}

function formatUnknown(file: InputFile, detection: Detection | null): InputProblem {
  const advice = detection === null ? "" : `${detection.advice} `;
  const what =
    detection?.clientless === undefined ? "is in no format that tidegauge knows" : "names no clients";
  return noLog(file, what, `${advice}See: tidegauge detect ${file.name}`);
}

/** A file found in a directory may well be none of ours (error.log beside access.log); one that was named may not. */
function noLog(file: InputFile, what: string, remedy: string | null): InputProblem {
  const { name } = file;
  if (file.found) return { name, code: null, text: `${name} ${what}: left out.`, leftOut: what };
  return { name, code: "TG_FORMAT_UNKNOWN", text: noLogText(name, what, remedy) };
}

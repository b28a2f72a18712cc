import type { Readable } from "node:stream";
import { LineSplitter } from "../bytes/lines.ts";
import { TidegaugeError } from "../errors.ts";
import type { Settings } from "../options.ts";
import { chosenFormat } from "../records/chosen-format.ts";
import { CidrTable } from "../records/cidr-table.ts";
import { ClientIdentity } from "../records/clients.ts";
import { formatOf } from "../records/formats.ts";
import { type FormatFrom, LogReplay, type ReplaySink } from "../replay/log-replay.ts";
import type { InputSource, Report } from "../reports/report.ts";
import { findInputs } from "./input-files.ts";
import { InputStream } from "./input-stream.ts";
import type { Progress } from "./read-inputs.ts";

/** How files are read once more. */
export interface ReplayOptions {
  /** Stops reading; what was read counts. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** What `-` stands for; default: nothing, a pipe cannot be read twice. */
  readonly stdin?: Readable | undefined;
}

/**
 * Reads files once more, by what a first reading found of their formats, and shows their requests to the sink: file by file,
 * each in its own order. Files that the first reading left out are left out again.
 * @param report of the first reading
 * @param settings of the first reading
 * @throws TidegaugeError `TG_OPTION` for standard input, which can be read only once; `TG_UNREADABLE` where a file is gone
 */
export async function replayFiles(
  paths: readonly string[],
  report: Report,
  settings: Settings,
  sink: (input: string) => ReplaySink,
  options: ReplayOptions = {},
): Promise<void> {
  const files = await findInputs(paths);
  const { trustedProxies, logTz } = settings;
  const identity = new ClientIdentity(
    trustedProxies.length > 0 ? new CidrTable(trustedProxies, "trustedProxy") : null,
  );
  const sizes = files.map(({ bytes }) => bytes);
  const bytesTotal = sizes.reduce((sum, bytes) => (sum === null || bytes === null ? null : sum + bytes), 0);
  let before = 0;
  for (const file of files) {
    const source = report.input.sources.find(({ name }) => name === file.name);
    if (source === undefined || source.format === null) continue;
    if (file.name === "-" && options.stdin === undefined) throw readTwice();
    const stream = new InputStream(file, options.stdin);
    const stop = () => stream.close();
    options.signal?.addEventListener("abort", stop);
    try {
      const replay = new LogReplay(formatsOf(source, settings), logTz, identity, sink(file.name));
      const splitter = new LineSplitter(replay);
      while (options.signal?.aborted !== true) {
        const chunk = await nextChunk(stream, options.signal);
        if (chunk === null) break;
        splitter.push(chunk);
        options.onProgress?.({ bytesRead: before + stream.bytesRead, bytesTotal, name: file.name });
      }
      splitter.end();
      before += stream.bytesRead;
    } finally {
      options.signal?.removeEventListener("abort", stop);
      stream.close();
    }
  }
}

/** The error where something must be read twice that comes through a pipe. @throws never */
export function readTwice(): TidegaugeError {
  return new TidegaugeError(
    "TG_OPTION",
    "Cannot read standard input a second time, and this needs two readings: save it to a file first, and name that",
  );
}

async function nextChunk(stream: InputStream, signal: AbortSignal | undefined): Promise<Uint8Array | null> {
  try {
    return await stream.next();
  } catch (error) {
    // Closing a stream in mid-read fails the read; that is how stopping works.
    if (signal?.aborted === true) return null;
    throw error;
  }
}

function formatsOf(source: InputSource, settings: Settings): FormatFrom[] {
  const first = chosenFormat(settings.format, settings.map) ?? formatOf(source.format!);
  const changes = (source.formatChanges ?? []).map(({ line, format }) => ({
    line,
    format: formatOf(format),
  }));
  return [{ line: 1, format: first }, ...changes];
}

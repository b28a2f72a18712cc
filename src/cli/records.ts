import { LineSplitter, MAX_LINE_BYTES } from "../bytes/lines.ts";
import { textOf } from "../bytes/text.ts";
import { TidegaugeError } from "../errors.ts";
import { earlyEnd } from "../node/decompression.ts";
import { readFormatFile } from "../node/format-file.ts";
import { findInputs } from "../node/input-files.ts";
import { InputStream } from "../node/input-stream.ts";
import { BEGINNING_BYTES, firstChunks, refuseOtherKinds } from "../node/log-beginning.ts";
import { resolveOptions, type Settings } from "../options.ts";
import { CidrTable, prefixText, sourceText } from "../records/addresses.ts";
import { chosenFormat } from "../records/chosen-format.ts";
import { ClientIdentity } from "../records/clients.ts";
import { recogniseFormat } from "../records/detection.ts";
import type { Format } from "../records/format.ts";
import { type LineReader, Outcome, rejection, rejectionOf } from "../records/line-reader.ts";
import { RequestRecord } from "../records/record.ts";
import { cutAddresses } from "../reports/anonymize.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { ExitCode, exitCodeOf } from "./exit-codes.ts";
import { OPTIONS } from "./option-table.ts";
import { tell } from "./standard-streams.ts";

/** Characters that are gathered before they are written. */
const WRITE_CHARACTERS = 64 * 1024;

/** `tidegauge records FILE...`: every line as one JSON object, in file order, as it was understood or why it was not. */
export async function records(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, OPTIONS.records);
  const settings = resolveOptions(analyzerOptions(values));
  const given = chosenFormat(settings.format, settings.map);
  const files = await findInputs(positionals.length > 0 ? positionals : ["-"]);
  let code: number = ExitCode.done;
  for (const file of files) {
    const stream = new InputStream(file);
    await printRecords(stream, given, settings);
    code = Math.max(code, tellEnding(stream));
  }
  return code;
}

function analyzerOptions(values: Arguments["values"]) {
  return {
    ...(typeof values["format"] === "string" && { format: readFormatFile(values["format"]) }),
    ...(Array.isArray(values["map"]) && { map: values["map"] as string[] }),
    ...(typeof values["log-tz"] === "string" && { logTz: values["log-tz"] }),
    ...(Array.isArray(values["trusted-proxy"]) && { trustedProxy: values["trusted-proxy"] as string[] }),
    anonymize: values["anonymize"] === true,
  };
}

async function printRecords(stream: InputStream, given: Format | null, settings: Settings): Promise<void> {
  const head = given === null ? await firstChunks(stream) : [];
  const format = given ?? detected(stream.file.name, Buffer.concat(head), settings);
  if (format === null) return;
  const printer = new RecordPrinter(format.open({ logTz: settings.logTz }), settings);
  const splitter = new LineSplitter(printer);
  for (const chunk of head) {
    splitter.push(chunk);
    await printer.flush(WRITE_CHARACTERS);
  }
  for (let chunk = await stream.next(); chunk !== null; chunk = await stream.next()) {
    splitter.push(chunk);
    await printer.flush(WRITE_CHARACTERS);
  }
  splitter.end();
  await printer.flush(0);
}

/** How the compressed data of an input ended, where that was too early. @returns the exit code */
function tellEnding({ file, ending }: InputStream): number {
  const early = earlyEnd(file.name, ending);
  if (early === null) return ExitCode.done;
  tell(early.text);
  return early.code === null ? ExitCode.done : exitCodeOf(early.code);
}

/** Null for an empty input. */
function detected(name: string, head: Uint8Array, settings: Settings): Format | null {
  if (head.length === 0) return null;
  refuseOtherKinds(name, head);
  const sample = head.subarray(0, BEGINNING_BYTES);
  const { format, advice } = recogniseFormat(sample, { logTz: settings.logTz });
  if (format !== null) return format;
  throw new TidegaugeError(
    "TG_FORMAT_UNKNOWN",
    `Cannot read ${name}: ${advice} See: tidegauge detect ${name}`,
  );
}

/** Turns lines into JSON and writes them as fast as they are taken. */
class RecordPrinter {
  readonly #reader: LineReader;
  readonly #identity: ClientIdentity;
  readonly #anonymize: boolean;
  readonly #record = new RequestRecord();
  #line = 0;
  #output = "";

  constructor(reader: LineReader, settings: Settings) {
    this.#reader = reader;
    const { trustedProxies } = settings;
    this.#identity = new ClientIdentity(
      trustedProxies.length > 0 ? new CidrTable(trustedProxies, "trustedProxy") : null,
    );
    this.#anonymize = settings.anonymize;
  }

  get maxLineBytes(): number {
    return this.#reader.maxLineBytes ?? MAX_LINE_BYTES;
  }

  line(bytes: Uint8Array, start: number, end: number): void {
    this.#line += 1;
    const outcome = start === end ? Outcome.blank : this.#reader.read(bytes, start, end, this.#record);
    if (outcome !== Outcome.record) {
      this.#print(outcome);
      return;
    }
    do {
      this.#identity.resolve(this.#record);
      this.#print(outcome);
    } while (this.#reader.more?.(this.#record) === true);
  }

  overlong(): void {
    this.#line += 1;
    this.#print(rejection("overlong"));
  }

  #print(outcome: number): void {
    const line = this.#line;
    if (outcome === Outcome.record) {
      const { timeMs, ...fields } = recordFields(this.#record, this.#anonymize);
      this.#output += `${JSON.stringify({ line, time: new Date(timeMs).toISOString(), ...fields })}\n`;
    } else if (outcome === Outcome.blank) {
      this.#output += `${JSON.stringify({ line, blank: true })}\n`;
    } else {
      this.#output += `${JSON.stringify({ line, rejected: rejectionOf(outcome) })}\n`;
    }
  }

  /** Writes what was gathered where it is more than so many characters; waits where the reader is slower than we are. */
  async flush(above: number): Promise<void> {
    if (this.#output.length <= above) return;
    const output = this.#output;
    this.#output = "";
    if (!process.stdout.write(output)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}

/** The fields of a record that are present, in the order in which they are printed. */
function recordFields(record: RequestRecord, anonymize: boolean) {
  const text = (start: number, end: number) => {
    if (start === end) return undefined;
    const found = textOf(record.buffer, start, end);
    return anonymize ? cutAddresses(found) : found;
  };
  const number = (value: number) => (value < 0 ? undefined : value);
  return {
    timeMs: record.timeMs,
    client: client(record, anonymize),
    method: text(record.methodStart, record.methodEnd),
    path: text(record.pathStart, record.pathEnd),
    protocol: text(record.protocolStart, record.protocolEnd),
    status: number(record.status),
    bytes: number(record.bytes),
    referrer: text(record.referrerStart, record.referrerEnd),
    userAgent: text(record.userAgentStart, record.userAgentEnd),
    host: text(record.hostStart, record.hostEnd),
    durationSeconds: record.durationMs < 0 ? undefined : Number((record.durationMs / 1000).toFixed(9)),
  };
}

/** IPv4 as the address it is; IPv6 as logged, of which the record keeps only the /64; host names as logged. */
function client(record: RequestRecord, anonymize: boolean): string {
  const { family, addressHi, addressLo, buffer, clientStart, clientEnd } = record;
  if (anonymize) return prefixText(family, addressHi, addressLo);
  return family === 4 ? sourceText(family, addressHi, addressLo) : textOf(buffer, clientStart, clientEnd);
}

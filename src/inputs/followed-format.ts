import type { Carrier } from "../bytes/carrier.ts";
import { type Detection, recogniseFormat } from "../records/detection.ts";
import type { Format } from "../records/format.ts";
import { formatOf } from "../records/formats.ts";
import { type LineReader, Outcome } from "../records/line-reader.ts";
import { RejectedRun } from "./rejected-run.ts";

/** Another format is taken where it reads this share of a run of lines that the log's own does not read. */
const CHANGED_SHARE = 0.9;
/** How much of a log is read before its format is looked for again, in bytes; doubled each time that none is found. */
const FIRST_PAUSE_BYTES = 256 * 1024;
/** Changes of format that are told of. */
const MOST_CHANGES = 20;
const COMMENT = 0x23;

/** Where a log goes on in another format. */
export interface FormatChange {
  /** Number of the first line in it. */
  readonly line: number;
  readonly format: string;
}

/** Which format a log is to be read in. */
export interface FormatWiring {
  /** The format, or null to detect it. */
  readonly format: Format | null;
  /** Where the log is read from the middle on: what was found out of it before. */
  readonly within?: { readonly format: Format; readonly state: string } | undefined;
  readonly logTz: string;
}

/** Takes lines that were held; `bytes` are valid for the call. */
export interface HeldLines {
  /** One that is no request in the format so far, with what its reader said. */
  settle(line: number, bytes: Uint8Array, start: number, end: number, outcome: number): void;
  /** One to be read once more, in the format found since. */
  again(line: number, bytes: Uint8Array, start: number, end: number): void;
}

/**
 * The format of one log: given or detected, and followed where the log goes on in another one (after an upgrade, say). Lines that the
 * format does not read are held while they may be such a beginning: at most 64 KiB.
 */
export class FollowedFormat {
  /** The format that the log begins with, or null while it is unknown. */
  first: Format | null;
  /** The format of the last lines. */
  current: Format | null;
  /** Reads them; null while the format is unknown. */
  reader: LineReader | null;
  /** What was found out about it; null while it is not needed or not yet known. */
  detection: Detection | null = null;
  /** Changes within the log, the first ones. */
  readonly changes: FormatChange[] = [];
  /** Runs of other lines after which the format was looked for anew. */
  searches = 0;
  readonly #wiring: FormatWiring;
  readonly #lines: HeldLines;
  /** Null where the format was given, or the next change is not yet looked for. */
  #run: RejectedRun | null = null;
  #runFrom = 0;
  #pauseBytes = FIRST_PAUSE_BYTES;

  constructor(wiring: FormatWiring, lines: HeldLines) {
    const { format, within, logTz } = wiring;
    this.#wiring = wiring;
    this.#lines = lines;
    this.first = within?.format ?? format;
    this.current = this.first;
    this.reader = this.first?.open({ logTz }) ?? null;
    if (within !== undefined) this.reader!.resume?.(within.state);
  }

  /** True once it is clear that no format reads this log. */
  get isUnknown(): boolean {
    return this.detection !== null && this.detection.format === null;
  }

  /** True while nothing can be read: the format is still to be detected. */
  get isAwaited(): boolean {
    return this.reader === null && this.detection === null;
  }

  /** Whether lines are held. */
  get isHolding(): boolean {
    return this.#run !== null && this.#run.length > 0;
  }

  /** The format and the state of its reader, from where another may read on; null where that cannot be told. */
  get resumption(): { readonly format: Format; readonly state: string } | null {
    const state = this.reader?.state ?? null;
    return this.current === null || state === null || this.isHolding ? null : { format: this.current, state };
  }

  /** The format of some lines, as far as they tell. */
  detect(lines: Uint8Array): Detection {
    return recogniseFormat(lines, { logTz: this.#wiring.logTz });
  }

  /** Reads the log in the format that was found, if one was. */
  begin(detection: Detection): void {
    this.detection = detection;
    this.first = detection.format;
    this.#open(detection.format);
  }

  /**
   * Takes a line that is no request: after many of them in a row the log may have changed its format.
   * @param offset where it stands in the log, in bytes
   */
  hold(line: number, bytes: Uint8Array, start: number, end: number, outcome: number, offset: number): void {
    // Comments may be the head of the next format (#Fields), and so begin a run as rejected lines do.
    const mayBegin = outcome !== Outcome.blank || (end > start && bytes[start] === COMMENT);
    const isFollowed = this.#wiring.format === null;
    if (!isFollowed || (!this.isHolding && (!mayBegin || offset < this.#runFrom))) {
      this.#lines.settle(line, bytes, start, end, outcome);
      return;
    }
    this.#run ??= new RejectedRun();
    if (this.#run.fits(end - start)) {
      this.#run.add(line, bytes, start, end, outcome);
      return;
    }
    const { reader } = this;
    this.endRun(offset);
    if (this.reader === reader) this.#lines.settle(line, bytes, start, end, outcome);
    else this.#lines.again(line, bytes, start, end);
  }

  /** Ends a run: finds the format of the lines held, where they have one, and has them read in it. @param offset as for {@link hold} */
  endRun(offset: number): void {
    const run = this.#run;
    if (run === null || run.length === 0) return;
    if (!run.isLong) {
      this.giveUpRun();
      return;
    }
    this.searches += 1;
    const { format, share } = this.detect(run.bytes);
    if (format === null || share < CHANGED_SHARE || format.name === this.current?.name) {
      this.#runFrom = offset + this.#pauseBytes;
      this.#pauseBytes *= 2;
      this.giveUpRun();
      return;
    }
    this.#open(format);
    this.#pauseBytes = FIRST_PAUSE_BYTES;
    if (this.changes.length < MOST_CHANGES) this.changes.push({ line: run.firstLine, format: format.name });
    run.drain((line, bytes, start, end) => this.#lines.again(line, bytes, start, end));
  }

  /** Has the lines held counted as what they were in the format so far. */
  giveUpRun(): void {
    this.#run?.drain((line, bytes, start, end, outcome) =>
      this.#lines.settle(line, bytes, start, end, outcome),
    );
  }

  /**
   * Carries its state into a checkpoint, or out of one.
   * @throws Error where the reader keeps of its lines what it cannot tell
   */
  carry(by: Carrier): void {
    const names = by.value([this.first?.name ?? null, this.current?.name ?? null]);
    const detection = by.value(
      this.detection && { ...this.detection, format: this.detection.format?.name ?? null },
    );
    const state = by.value(this.reader?.state ?? null);
    if (!by.isReading && this.reader !== null && state === null) {
      throw new Error(
        `Cannot write a checkpoint: ${this.reader.name} does not tell what it keeps of its lines`,
      );
    }
    this.changes.splice(0, this.changes.length, ...by.value([...this.changes]));
    this.searches = by.value(this.searches);
    this.#runFrom = by.value(this.#runFrom);
    this.#pauseBytes = by.value(this.#pauseBytes);
    if (by.value(this.#run !== null)) {
      this.#run ??= new RejectedRun();
      this.#run.carry(by);
    }
    if (!by.isReading) return;
    const [first, current] = names.map((name) => this.#named(name));
    this.detection = detection && { ...detection, format: this.#named(detection.format) };
    this.first = first!;
    this.#open(current!);
    if (state !== null) this.reader?.resume?.(state);
  }

  #open(format: Format | null): void {
    this.current = format;
    this.reader = format?.open({ logTz: this.#wiring.logTz }) ?? null;
  }

  #named(name: string | null): Format | null {
    const { format } = this.#wiring;
    if (name === null) return null;
    return format?.name === name ? format : formatOf(name);
  }
}

import { PlaceTable } from "./geo/place-table.ts";
import { LogInput } from "./inputs/log-input.ts";
import type { SpanOutcome } from "./inputs/span-outcome.ts";
import { type Observing, openObserving } from "./observing.ts";
import type { Settings } from "./options.ts";
import { chosenFormat } from "./records/chosen-format.ts";
import type { Format } from "./records/format.ts";
import { formatOf } from "./records/formats.ts";
import { InputWindows } from "./windows/input-windows.ts";
import { PartWriter } from "./windows/part-writer.ts";

/** Where a span of a log is to be read from. */
export interface SpanStart {
  /** Name of the format of the log, where it was detected. */
  readonly format: string;
  /** State of its reader before the span, as far as is known: `LineReader.state`. */
  readonly state: string;
}

/**
 * Bytes of parts that a span may give. On a quiet site a span holds thousands of windows, which take more memory than its lines and
 * more time to judge than to read: such spans are better read one after the other.
 */
const MOST_PART_BYTES = 12 * 2 ** 20;

/**
 * Reads single spans of a log, as an analyzer of the same settings would in the middle of it; for threads. What comes of a span goes to
 * `LogInput.adopt`.
 */
export class SpanReader {
  readonly #settings: Settings;
  readonly #observing: Observing;
  readonly #chosen: Format | null;
  #parts: PartWriter;
  #input: LogInput | null = null;
  #start: SpanStart = { format: "", state: "" };

  /**
   * @param places the same as the analyzer's
   * @param observing the analyzer's own, where spans are read in its thread; default: one more
   */
  constructor(settings: Settings, places: PlaceTable = PlaceTable.empty, observing?: Observing) {
    this.#settings = settings;
    this.#chosen = chosenFormat(settings.format, settings.map);
    this.#observing = observing ?? openObserving(settings, places, true);
    this.#parts = new PartWriter(this.#observing.pool);
  }

  /** Where bytes are best put that are then pushed: they are not copied again. Null where it does not matter. */
  get room(): Uint8Array | null {
    return this.#observing.summariser.kernel?.input ?? null;
  }

  /**
   * Begins a span with the first byte of one of its lines.
   * @param room a buffer of the parts of an earlier span, to be written anew; null for none
   */
  begin(start: SpanStart, room: ArrayBufferLike | null = null): void {
    if (room !== null) this.#parts.reuse(room);
    const { logTz, sinceMs, untilMs, windowMs, latenessMs } = this.#settings;
    const { summariser, pool, identity } = this.#observing;
    this.#start = start;
    this.#input = new LogInput({
      name: "",
      format: this.#chosen,
      within: { format: this.#chosen ?? formatOf(start.format), state: start.state },
      logTz,
      sinceMs,
      untilMs,
      identity,
      windows: new InputWindows(summariser, pool, this.#parts, { input: 0, windowMs, latenessMs, untilMs }),
      onProgress: () => {},
    });
  }

  /** Takes the next bytes of the span, cut anywhere. @returns false where the span gives too much: end it */
  push(bytes: Uint8Array): boolean {
    this.#input!.push(bytes);
    return this.#parts.bytes <= MOST_PART_BYTES;
  }

  /** Ends the span. @returns null where what it holds may depend on what stands before or after it */
  end(): SpanOutcome | null {
    const isTooMuch = this.#parts.bytes > MOST_PART_BYTES;
    const outcome = this.#input!.endSpan(this.#start.state, this.#parts);
    this.#input = null;
    return isTooMuch ? null : outcome;
  }
}

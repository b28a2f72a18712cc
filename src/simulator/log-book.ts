import { type Exchange, LABEL_LETTERS } from "./exchange.ts";
import { LINE_BYTES_MAX, type LineWriter } from "./log-format.ts";

/** How a server writes its log. */
export interface WritingHabit {
  /** Apache stamps a line with the arrival of its request, nginx with the end of its answer. */
  stamp: "arrival" | "completion";
  /** Each worker writes its lines at most this much later, out of step with the others; 0 writes at once. */
  flushMs: number;
  workers: number;
}

const SLOT_MS = 25;
const SLOTS = 4096;
/** Width of a window of the truth. */
const TRUTH_WINDOW_MS = 10_000;

/** Lines that are written in one span of 25 ms, in the order in which they come. */
class Slot {
  bytes = new Uint8Array(0);
  length = 0;
  labels = new Uint8Array(0);
  lines = 0;
}

/**
 * The log being written: exchanges come in by arrival, lines go out in the order in which a server writes them, which
 * is that of completion. A ring of time slots sorts them; a second-long disorder comes from slow answers (Apache's
 * stamp) or from the buffers of the workers (nginx).
 */
export class LogBook {
  /** Counts per 10 s of written time: organic, attack, benign bots, nuisance. */
  readonly windows = new Map<number, [number, number, number, number]>();
  /** Lines by label. */
  readonly lines = new Float64Array(LABEL_LETTERS.length);
  readonly #writer: LineWriter;
  readonly #habit: WritingHabit;
  readonly #slots: Slot[] = Array.from({ length: SLOTS }, () => new Slot());
  #firstSlot = Number.NEGATIVE_INFINITY;
  #pending = 0;
  #out = new Uint8Array(1 << 18);
  #outLength = 0;
  readonly #labels: string[] = [];
  #runLabel = -1;
  #runLength = 0;

  constructor(writer: LineWriter, habit: WritingHabit) {
    this.#writer = writer;
    this.#habit = habit;
    this.#append(writer.header, writer.header.length);
  }

  /**
   * Logs an exchange. Its arrival must not lie before what was last flushed.
   * @returns the time written on the line
   */
  add(exchange: Exchange): number {
    const habit = this.#habit;
    const completionMs = exchange.arrivalMs + exchange.durationMs;
    const stampMs = habit.stamp === "arrival" ? exchange.arrivalMs : completionMs;
    let writtenMs = completionMs;
    if (habit.flushMs > 0) {
      const worker = exchange.address.hostLo % habit.workers;
      const phase = (worker * habit.flushMs) / habit.workers;
      writtenMs = phase + Math.ceil((completionMs - phase) / habit.flushMs) * habit.flushMs;
    }
    let number = Math.floor(writtenMs / SLOT_MS);
    if (this.#firstSlot === Number.NEGATIVE_INFINITY)
      this.#firstSlot = Math.floor(exchange.arrivalMs / SLOT_MS);
    // Beyond the ring a line is written early: a download of minutes is not what this simulator is about.
    number = Math.max(this.#firstSlot, Math.min(number, this.#firstSlot + SLOTS - 1));
    const slot = this.#slots[number % SLOTS]!;
    if (slot.bytes.length - slot.length < LINE_BYTES_MAX) slot.bytes = grown(slot.bytes, LINE_BYTES_MAX);
    if (slot.lines === slot.labels.length) slot.labels = grown(slot.labels, 64);
    slot.length = this.#writer.write(slot.bytes, slot.length, exchange, stampMs);
    slot.labels[slot.lines++] = exchange.label;
    this.#pending += 1;
    this.#count(stampMs, exchange.label);
    return stampMs;
  }

  /** Settles everything written before `nowMs`; no exchange may be added that arrived before it. */
  advance(nowMs: number): void {
    const end = Math.floor(nowMs / SLOT_MS);
    for (let number = this.#firstSlot; number < end && this.#pending > 0; number += 1) {
      const slot = this.#slots[number % SLOTS]!;
      if (slot.lines > 0) {
        this.#append(slot.bytes, slot.length);
        for (let i = 0; i < slot.lines; i += 1) this.#label(slot.labels[i]!);
        this.#pending -= slot.lines;
        slot.length = 0;
        slot.lines = 0;
      }
      this.#firstSlot = number + 1;
    }
    if (this.#firstSlot < end) this.#firstSlot = end;
  }

  /** Bytes settled so far and not yet taken. */
  get settledBytes(): number {
    return this.#outLength;
  }

  /** Takes the settled bytes, a copy. */
  take(): Uint8Array {
    const chunk = this.#out.slice(0, this.#outLength);
    this.#outLength = 0;
    return chunk;
  }

  /** Run-length labels of all settled lines. */
  labels(): string {
    const runs = this.#labels.join("");
    return this.#runLength === 0 ? runs : `${runs}${LABEL_LETTERS[this.#runLabel]}${this.#runLength}`;
  }

  #append(bytes: Uint8Array, length: number): void {
    if (this.#out.length - this.#outLength < length) this.#out = grown(this.#out, length);
    this.#out.set(bytes.subarray(0, length), this.#outLength);
    this.#outLength += length;
  }

  #label(label: number): void {
    if (label === this.#runLabel) {
      this.#runLength += 1;
      return;
    }
    if (this.#runLength > 0) this.#labels.push(`${LABEL_LETTERS[this.#runLabel]}${this.#runLength}`);
    this.#runLabel = label;
    this.#runLength = 1;
  }

  #count(stampMs: number, label: number): void {
    const start = Math.floor(stampMs / TRUTH_WINDOW_MS) * TRUTH_WINDOW_MS;
    let counts = this.windows.get(start);
    if (counts === undefined) {
      counts = [0, 0, 0, 0];
      this.windows.set(start, counts);
    }
    // Crawlers and monitors share a column.
    const column = label <= 2 ? label : label - 1;
    counts[column] = counts[column]! + 1;
    this.lines[label] = this.lines[label]! + 1;
  }
}

function grown(bytes: Uint8Array, extra: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(Math.max(bytes.length * 2, bytes.length + extra));
  result.set(bytes);
  return result;
}

import { SPAN_BYTES, type SpanOutcome } from "../inputs/span-outcome.ts";
import type { Format } from "../records/format.ts";
import type { SpanStart } from "../span-reader.ts";
import type { SpanAnswer, SpanPool } from "./span-pool.ts";

const NEWLINE = 10;

/** What is needed of an input that is fed span by span. */
export interface SpannedInput {
  readonly bytes: number;
  readonly spanEnd: number;
  readonly partsOfSpan: number;
  readonly resumption: { readonly format: Format; readonly state: string } | null;
  push(chunk: Uint8Array): void;
  cut(): void;
  adopt(span: SpanOutcome): boolean;
}

/** One span, as a source finds it. */
export interface SourceSpan {
  /** Descriptor of the file, or -1. */
  readonly file: number;
  /** Its bytes, where they do not lie in a file. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly from: number;
  readonly to: number;
  /** True where it does not consist of whole lines: only the reader of the whole log can read it. */
  readonly isLoose: boolean;
}

/** Where spans come from, in order. */
export interface SpanSource {
  /** The next span; null at the end. */
  next(): Promise<SourceSpan | null>;
  /** The bytes of a span once more, from where the reader of the whole log has come. */
  again(span: SourceSpan, answer: SpanAnswer, from: number): Iterable<Uint8Array>;
  /** Is told what will not be asked for again. */
  done(answer: SpanAnswer): void;
  close(): void;
}

interface Ahead {
  readonly span: SourceSpan;
  /** Null where nobody else reads it. */
  readonly answer: Promise<SpanAnswer> | null;
}

/** After so many spans on end that could not be adopted, threads are asked for one in so many only. */
const REFUSED = 2;
const ASKED_OF = 8;

/**
 * Parts of windows in a span above which the site is so quiet that judging them takes longer than reading, and handing them over more
 * memory than it is worth: see `SpanReader`.
 */
const MOST_PARTS = 200;

/**
 * Feeds an input span by span: threads read them, several at a time, and the input adopts what they have made of them, in order. What
 * cannot be adopted it reads itself, so that the report is that of one thread. Spans ahead are bounded.
 */
export class SpanFeed {
  readonly #input: SpannedInput;
  readonly #source: SpanSource;
  readonly #pool: SpanPool;
  readonly #ahead: Ahead[] = [];
  #isAtEnd = false;
  /** Spans on end that could not be adopted, and those since then that threads were not asked for. */
  #refused = 0;
  #unasked = 0;

  /** @param input between two spans, its last one cut */
  constructor(input: SpannedInput, source: SpanSource, pool: SpanPool) {
    this.#input = input;
    this.#source = source;
    this.#pool = pool;
  }

  /**
   * Feeds the next span. @returns false at the end
   * @throws Error where a thread has died; what reading throws
   */
  async step(): Promise<boolean> {
    // One a thread: more of them waiting costs memory and gains nothing, as long as judging is quicker than reading.
    const most = this.#pool.threads;
    while (!this.#isAtEnd && this.#ahead.length < most) {
      const span = await this.#source.next();
      if (span === null) this.#isAtEnd = true;
      else this.#ahead.push({ span, answer: this.#ask(span) });
      // Other inputs may have filled the threads; one span of this one must go on all the same.
      if (this.#pool.pending >= most) break;
    }
    const first = this.#ahead.shift();
    if (first === undefined) return false;
    const answer = (await first.answer) ?? { from: -1, outcome: null, bytes: first.span.bytes };
    this.#take(first.span, answer);
    if (answer.outcome !== null) this.#pool.reuse(answer.outcome.parts.buffer);
    this.#source.done(answer);
    return true;
  }

  close(): void {
    this.#source.close();
  }

  #ask(span: SourceSpan): Promise<SpanAnswer> | null {
    const start = startOf(this.#input);
    if (start === null || span.isLoose || this.#input.partsOfSpan > MOST_PARTS) return null;
    if (this.#refused >= REFUSED && this.#unasked < ASKED_OF) {
      this.#unasked += 1;
      return null;
    }
    this.#unasked = 0;
    const { file, bytes, from, to } = span;
    const answer = this.#pool.read({ start, file, bytes, from, to });
    // Whoever waits for it is told; one that nobody waits for any more must not end the program.
    answer.catch(() => {});
    return answer;
  }

  #take(span: SourceSpan, answer: SpanAnswer): void {
    const input = this.#input;
    // A line may be longer than a span.
    if (input.bytes >= span.to && !span.isLoose) return;
    if (answer.from === input.bytes && answer.outcome !== null && input.adopt(answer.outcome)) {
      this.#refused = 0;
      return;
    }
    this.#refused += 1;
    for (const chunk of this.#source.again(span, answer, input.bytes)) input.push(chunk);
    if (input.resumption !== null && input.bytes >= input.spanEnd) input.cut();
  }
}

function startOf(input: SpannedInput): SpanStart | null {
  const { resumption } = input;
  return resumption === null ? null : { format: resumption.format.name, state: resumption.state };
}

/**
 * Pushes the part of a chunk that belongs to the span at hand, and ends the span where its last line ends in the chunk.
 * @returns the rest, with which the next span begins; null where the span goes on, or others cannot read on from there
 */
export function pushToSpanEnd(input: SpannedInput, chunk: Uint8Array): Uint8Array | null {
  const last = input.spanEnd - 1 - input.bytes;
  const newline = last >= chunk.length ? -1 : chunk.indexOf(NEWLINE, Math.max(0, last));
  if (newline < 0) {
    input.push(chunk);
    return null;
  }
  input.push(chunk.subarray(0, newline + 1));
  const rest = chunk.subarray(newline + 1);
  if (input.resumption === null || input.bytes < SPAN_BYTES) {
    input.push(rest);
    return null;
  }
  input.cut();
  return rest;
}

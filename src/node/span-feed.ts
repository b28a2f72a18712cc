import { SPAN_BYTES, type SpanOutcome } from "../inputs/span-outcome.ts";
import type { Format } from "../records/format.ts";
import type { SpanStart } from "../span-reader.ts";
import type { AskedSpan, SpanPool } from "./span-pool.ts";
import type { SpanAnswer, SpanQuestion } from "./span-task.ts";

const NEWLINE = 10;

/** What is needed of an input that is fed span by span. */
export interface SpannedInput {
  readonly bytes: number;
  readonly spanEnd: number;
  readonly partsOfSpan: number;
  readonly room: Uint8Array | null;
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
  /** Whether spans are held in memory. */
  readonly holdsBytes: boolean;
  /** The next span; null at the end. */
  next(): Promise<SourceSpan | null>;
  /**
   * The bytes of a span once more, from where the reader of the whole log has come.
   * @param bytes of the span, where they are held
   * @param room where they may be put
   */
  again(
    span: SourceSpan,
    bytes: Uint8Array | null,
    from: number,
    room: Uint8Array | null,
  ): Iterable<Uint8Array>;
  /** Is told the bytes of a span that will not be asked for again. */
  done(bytes: Uint8Array<ArrayBuffer> | null): void;
  close(): void;
}

interface Ahead {
  readonly span: SourceSpan;
  /** Null where no thread was asked for it. */
  readonly question: SpanQuestion | null;
  readonly asked: AskedSpan | null;
  /** What was made of it; null while that is not known. */
  answer: SpanAnswer | null;
}

/** After so many spans on end that could not be adopted, threads are asked for one in so many only. */
const REFUSED = 2;
const ASKED_OF = 8;

/**
 * Parts of windows in a span above which the site is so quiet that judging them takes longer than reading, and handing them over more
 * memory than it is worth: see `SpanReader`.
 */
const MOST_PARTS = 200;

/** Bytes of what was made of spans and waits to be adopted, at most about. How many that are is known after the first. */
const MOST_WAITING_BYTES = 24 * 2 ** 20;
const FIRST_ANSWER_BYTES = 4 * 2 ** 20;

/**
 * Feeds an input span by span: threads read them, several at a time, and the input adopts what they have made of them, in order. While
 * the next one is not ready, this thread reads, too. What cannot be adopted the input reads itself, so that the report is that of one
 * thread. Spans ahead are bounded.
 */
export class SpanFeed {
  readonly #input: SpannedInput;
  readonly #source: SpanSource;
  readonly #pool: SpanPool;
  readonly #ahead: Ahead[] = [];
  #isAtEnd = false;
  #answerBytes = FIRST_ANSWER_BYTES;
  /** Spans on end that could not be adopted, and those since then that threads were not asked for. */
  #refused = 0;
  #unasked = 0;

  /** @param input between two lines; what it has of the first span is not read again */
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
    await this.#fill();
    const first = this.#ahead[0];
    if (first === undefined) return false;
    const answer = await this.#answerOf(first);
    this.#ahead.shift();
    this.#take(first.span, answer);
    if (answer !== null && answer.outcome !== null) {
      const { buffer } = answer.outcome.parts;
      this.#answerBytes = buffer.byteLength;
      this.#pool.reuse(buffer);
    }
    this.#source.done(answer === null ? first.span.bytes : answer.bytes);
    return true;
  }

  close(): void {
    this.#source.close();
  }

  /** Has threads asked for the next spans. */
  async #fill(): Promise<void> {
    const { mostPending } = this.#pool;
    while (!this.#isAtEnd && this.#ahead.length < this.#mostAhead) {
      const span = await this.#source.next();
      if (span === null) this.#isAtEnd = true;
      else this.#ahead.push(this.#ask(span));
      // Other inputs may have filled the threads; one span of this one must go on all the same.
      if (this.#pool.pending >= mostPending) break;
    }
  }

  /** Now and then judging takes as long as reading many spans: they are read meanwhile. */
  get #mostAhead(): number {
    const { mostPending, threads } = this.#pool;
    if (this.#source.holdsBytes) return threads;
    return Math.max(threads, Math.min(mostPending, MOST_WAITING_BYTES / this.#answerBytes));
  }

  #ask(span: SourceSpan): Ahead {
    const start = this.#isAskedFor(span) ? startOf(this.#input) : null;
    if (start === null) return { span, question: null, asked: null, answer: null };
    const { file, bytes, from, to } = span;
    const question = { start, file, bytes, from, to };
    const asked = this.#pool.ask(question);
    const ahead: Ahead = { span, question, asked, answer: null };
    asked.answer.then(
      // Where it was read here in the meantime, that stands.
      (answer) => (ahead.answer ??= answer),
      // Whoever waits for it is told; one that nobody waits for any more must not end the program.
      () => {},
    );
    return ahead;
  }

  #isAskedFor(span: SourceSpan): boolean {
    const { bytes, partsOfSpan } = this.#input;
    if (span.isLoose || span.from < bytes || partsOfSpan > MOST_PARTS) return false;
    const isAsked = this.#refused < REFUSED || this.#unasked >= ASKED_OF;
    this.#unasked = isAsked ? 0 : this.#unasked + 1;
    return isAsked;
  }

  /** What was made of the next span; null where the input is to read it. Until it is known, this thread reads what others have not begun. */
  async #answerOf(first: Ahead): Promise<SpanAnswer | null> {
    for (;;) {
      // Answers are heard between two turns, and that reading is to be stopped.
      await new Promise((resolve) => setImmediate(resolve));
      if (first.asked === null || first.answer !== null) return first.answer;
      const next = this.#ahead.find(({ answer, asked }) => answer === null && asked?.claim() === true);
      if (next === first) return null;
      if (next === undefined) return first.asked.answer;
      next.answer = this.#pool.readHere(next.question!);
      await this.#fill();
    }
  }

  /** @param answer null: the input reads it */
  #take(span: SourceSpan, answer: SpanAnswer | null): void {
    const input = this.#input;
    // A line may be longer than a span.
    if (input.bytes >= span.to && !span.isLoose) return;
    if (answer !== null) {
      if (answer.from === input.bytes && answer.outcome !== null && input.adopt(answer.outcome)) {
        this.#refused = 0;
        return;
      }
      this.#refused += 1;
    }
    const bytes = answer === null ? span.bytes : answer.bytes;
    for (const chunk of this.#source.again(span, bytes, input.bytes, input.room)) input.push(chunk);
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

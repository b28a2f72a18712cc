import { decodeError, readFields, readFloats, readInteger, readNumber } from "../sketches/plain-data.ts";

const WHAT = "a request reservoir";
/** Columns of a kind in its plain form. */
const COLUMNS = [
  "place",
  "prefix",
  "path",
  "userAgent",
  "meta",
  "requests",
] as const satisfies readonly (keyof NormalKind)[];

/** A kind of request among normal traffic, and how many requests it stands for. */
export interface NormalKind {
  readonly place: number;
  readonly prefix: number;
  readonly path: number;
  readonly userAgent: number;
  /** Method | path class << 8 | referrer present << 16, as in the kind sample. */
  readonly meta: number;
  readonly requests: number;
}

/** What {@link RequestReservoir.toPlain} gives. */
export interface RequestReservoirPlain {
  /** Place in the ring of the next kind. */
  readonly next: number;
  /** Six numbers a kind. */
  readonly kinds: Float64Array;
}

/** The kinds of request of recent normal traffic: a ring of fixed size, against which rules are tried. */
export class RequestReservoir {
  readonly #capacity: number;
  readonly #kinds: NormalKind[] = [];
  #next = 0;

  /** @param capacity kinds kept */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Takes in one kind; the oldest leaves when it is full. */
  learn(kind: NormalKind): void {
    this.#kinds[this.#next] = kind;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** The kinds in the order of their places in the ring, for a codec. */
  toPlain(): RequestReservoirPlain {
    return {
      next: this.#next,
      kinds: Float64Array.from(this.#kinds.flatMap((kind) => COLUMNS.map((column) => kind[column]))),
    };
  }

  /**
   * The reservoir that {@link toPlain} gave.
   * @param like one of the same capacity as the one that was written; left as it is
   * @param placeOf what a place is called here
   * @throws TidegaugeError `TG_DECODE` where it is damaged
   */
  static fromPlain(
    plain: unknown,
    like: RequestReservoir,
    placeOf: (place: number) => number = (place) => place,
  ): RequestReservoir {
    const fields = readFields(plain, WHAT);
    const capacity = like.#capacity;
    const values = readFloats(fields["kinds"], capacity * COLUMNS.length, WHAT, "kinds");
    if (values.length % COLUMNS.length !== 0) {
      throw decodeError(WHAT, `"kinds" must be rows of ${COLUMNS.length} numbers`);
    }
    const reservoir = new RequestReservoir(capacity);
    for (let at = 0; at < values.length; at += COLUMNS.length) {
      const column = (index: number) =>
        readNumber(values[at + index], 0, Number.MAX_SAFE_INTEGER, WHAT, COLUMNS[index]!);
      reservoir.#kinds.push({
        place: placeOf(column(0)),
        prefix: column(1),
        path: column(2),
        userAgent: column(3),
        meta: column(4),
        requests: column(5),
      });
    }
    reservoir.#next = readInteger(fields["next"], 0, capacity - 1, WHAT, "next");
    if (reservoir.#kinds.length < capacity && reservoir.#next !== reservoir.#kinds.length) {
      throw decodeError(WHAT, '"next" must be the place behind the last kind');
    }
    return reservoir;
  }

  /** The kinds that are kept. */
  get known(): readonly NormalKind[] {
    return this.#kinds;
  }

  /** Share of the requests that a test accepts, 0..1; null while fewer than 100 requests are known. */
  share(test: (kind: NormalKind) => boolean): number | null {
    let all = 0;
    let hit = 0;
    for (const kind of this.#kinds) {
      all += kind.requests;
      if (test(kind)) hit += kind.requests;
    }
    return all < 100 ? null : hit / all;
  }
}

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

import type { HttpRequest } from "./exchange.ts";

const AGENT = "user-agent";
const REFERRER = "referer";

/**
 * Finds the few headers that are needed among those that came. Node makes `headers` when it is first asked for, which takes
 * longer than all else that observing a request takes, and many a server never asks.
 */
export class HeaderReader {
  /** What the last request said; undefined where it said nothing. The first of several counts, as it does for Node. */
  userAgent: string | undefined = undefined;
  referrer: string | undefined = undefined;
  /** All values of the header that names the client, in their order. */
  client: string | undefined = undefined;
  readonly #clientHeader: string | null;

  /** @param clientHeader in lower case; null where none is wanted */
  constructor(clientHeader: string | null) {
    this.#clientHeader = clientHeader;
  }

  /** Reads the headers of a request. O(their number) */
  read(request: HttpRequest): void {
    this.userAgent = undefined;
    this.referrer = undefined;
    this.client = undefined;
    const { rawHeaders } = request;
    if (rawHeaders === undefined) {
      this.#readMade(request);
      return;
    }
    const clientLength = this.#clientHeader?.length ?? -1;
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
      const { length } = rawHeaders[i]!;
      // Names of other lengths, most of them, are not even looked at.
      if (length === AGENT.length || length === REFERRER.length || length === clientLength) {
        this.#take(rawHeaders[i]!.toLowerCase(), rawHeaders[i + 1]!);
      }
    }
  }

  #take(name: string, value: string): void {
    if (name === AGENT) this.userAgent ??= value;
    else if (name === REFERRER) this.referrer ??= value;
    else if (name === this.#clientHeader) {
      this.client = this.client === undefined ? value : `${this.client}, ${value}`;
    }
  }

  #readMade({ headers }: HttpRequest): void {
    this.userAgent = textOf(headers[AGENT]);
    this.referrer = textOf(headers[REFERRER]);
    if (this.#clientHeader !== null) this.client = textOf(headers[this.#clientHeader]);
  }
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === "object" ? value.join(", ") : value;
}

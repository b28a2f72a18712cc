/**
 * What is read of a request: of `http.IncomingMessage`, of its HTTP/2 twin, and of what frameworks make of either. Written
 * out here so that nobody needs a framework, or its types, whom they do not use.
 */
export interface HttpRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** As it came, where a framework rewrites `url`. */
  readonly originalUrl?: string | undefined;
  readonly httpVersionMajor?: number;
  /** Names and values in turn, as they came. */
  readonly rawHeaders?: readonly string[];
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly socket: HttpSocket;
}

/** What is read of a connection. */
export interface HttpSocket {
  readonly remoteAddress?: string | undefined;
  readonly bytesWritten?: number | undefined;
}

/** What is read of a response: of `http.ServerResponse` and of its HTTP/2 twin. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headersSent: boolean;
  /** True where it is over already. */
  readonly destroyed?: boolean;
  on(event: "close", listener: (this: unknown) => void): unknown;
}

/** Finds the pattern by which a framework found the handler, in whatever object of its own it keeps it. */
export type RouteOf = (host: object) => unknown;

/** Status of a request whose client went away before it was answered; nginx logs the same. */
const CLIENT_CLOSED = 499;

/** A peer on a Unix socket has no address, and is on this machine. */
const LOCAL_PEER = "127.0.0.1";

/**
 * A request from its arrival to the end of its response. What is gone by then (address, path, bytes written before it) is
 * read when it arrives, all else at the end, when the client has its answer.
 */
export class Exchange {
  readonly request: HttpRequest;
  /** Address of the peer. */
  readonly address: string;
  /** Path with query, as it came. */
  readonly path: string;
  /** Where its route can be found. */
  host: object;
  routeOf: RouteOf;
  readonly #response: HttpResponse;
  readonly #socket: HttpSocket;
  readonly #arrivedAtMs: number;
  readonly #bytesBefore: number;
  #isOver = false;

  /** @param arrivedAtMs by a steady clock */
  constructor(
    request: HttpRequest,
    response: HttpResponse,
    arrivedAtMs: number,
    host: object,
    routeOf: RouteOf,
  ) {
    const { socket } = request;
    this.request = request;
    this.address = socket.remoteAddress ?? LOCAL_PEER;
    this.path = request.originalUrl ?? request.url ?? "";
    this.host = host;
    this.routeOf = routeOf;
    this.#response = response;
    this.#socket = socket;
    this.#arrivedAtMs = arrivedAtMs;
    this.#bytesBefore = socket.bytesWritten ?? 0;
  }

  /** True the first time that it is asked for: a response may say twice that it is closed. */
  end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    return true;
  }

  /** As answered; {@link CLIENT_CLOSED} where nothing was. An answer that was cut off keeps its status. */
  get status(): number {
    return this.#response.headersSent ? this.#response.statusCode : CLIENT_CLOSED;
  }

  /** Bytes sent, head included; undefined where the connection carries several responses at once (HTTP/2). */
  get bytes(): number | undefined {
    const { bytesWritten } = this.#socket;
    if (bytesWritten === undefined || (this.request.httpVersionMajor ?? 1) > 1) return undefined;
    return Math.max(0, bytesWritten - this.#bytesBefore);
  }

  /** From the arrival to now, ms. @param nowMs by the same clock */
  durationMs(nowMs: number): number {
    return Math.max(0, nowMs - this.#arrivedAtMs);
  }
}

import { readAddress, readHostName } from "./records/addresses.ts";
import { Method, type RequestRecord } from "./records/record.ts";

/** One request as a program knows it, for {@link Analyzer.observe}. */
export interface ObservedRequest {
  /** Event time: ms since 1970, or a `Date`. */
  readonly time: number | Date;
  /** Address of the peer, or of the client where `forwardedFor` is not used. */
  readonly address: string;
  readonly method: string;
  /** Path with query, as requested. */
  readonly path: string;
  readonly status: number;
  /** Response bytes. */
  readonly bytes?: number | undefined;
  readonly referrer?: string | undefined;
  readonly userAgent?: string | undefined;
  /** X-Forwarded-For as received. */
  readonly forwardedFor?: string | undefined;
  readonly durationMs?: number | undefined;
}

const METHODS = new Map<string, number>(
  Object.entries(Method).map(([name, number]) => [name.toUpperCase(), number]),
);
const LONGEST_FIELD = 8192;

/** Turns structured requests into records, in a buffer of its own. */
export class RequestWriter {
  readonly #buffer = new Uint8Array(LONGEST_FIELD * 4 * 3);
  readonly #encoder = new TextEncoder();
  #at = 0;

  /** Writes a request into a record. @returns false where its address or time cannot be read */
  write(request: ObservedRequest, record: RequestRecord): boolean {
    this.#at = 0;
    record.buffer = this.#buffer;
    record.timeMs = typeof request.time === "number" ? request.time : request.time.getTime();
    record.zoneMinutes = -32768;
    record.status = request.status;
    record.method = METHODS.get(request.method) ?? (request.method === "" ? Method.none : Method.other);
    record.bytes = request.bytes ?? -1;
    record.durationMs = request.durationMs ?? -1;
    record.hasReferrer = 1;
    record.hasUserAgent = 1;
    record.pathStart = this.#at;
    record.pathEnd = this.#write(request.path);
    const query = this.#buffer.subarray(record.pathStart, record.pathEnd).indexOf(0x3f);
    record.queryStart = query < 0 ? record.pathEnd : record.pathStart + query;
    record.referrerStart = this.#at;
    record.referrerEnd = this.#write(request.referrer);
    record.userAgentStart = this.#at;
    record.userAgentEnd = this.#write(request.userAgent);
    record.forwardedStart = this.#at;
    record.forwardedEnd = this.#write(request.forwardedFor);
    record.clientStart = this.#at;
    record.clientEnd = this.#write(request.address);
    if (!Number.isFinite(record.timeMs)) return false;
    return (
      readAddress(this.#buffer, record.clientStart, record.clientEnd, record) ||
      readHostName(this.#buffer, record.clientStart, record.clientEnd, record)
    );
  }

  #write(text: string | undefined): number {
    if (text !== undefined && text !== "" && text !== "-") {
      const part = text.length > LONGEST_FIELD ? text.slice(0, LONGEST_FIELD) : text;
      this.#at += this.#encoder.encodeInto(part, this.#buffer.subarray(this.#at)).written;
    }
    return this.#at;
  }
}

import { type Arena, HEAP } from "./bytes/arena.ts";
import { Ascii } from "./bytes/ascii.ts";
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
/** The number of a method, see {@link Method}. */
export function methodNumber(name: string): number {
  return METHODS.get(name) ?? (name === "" ? Method.none : Method.other);
}

/** What is longer is cut; servers take heads of 8 to 16 KiB. */
const LONGEST_FIELD = 8192;
/** UTF-8 takes at most three bytes for what is one unit of a string. */
const FIELD_BYTES = LONGEST_FIELD * 3 + 4;
/** How a socket for both families names an IPv4 peer. */
const MAPPED = "::ffff:";

/**
 * Turns structured requests into records. Every text field has a place of its own in one buffer, so that a text that was
 * there in the last request, too, is not encoded again. Allocates nothing for texts of ASCII.
 */
export class RequestWriter {
  readonly #buffer: Uint8Array;
  readonly #path: TextField;
  readonly #referrer: TextField;
  readonly #userAgent: TextField;
  readonly #forwarded: TextField;
  readonly #address: TextField;

  /** @param arena where the texts lie: in that of a kernel they are at hand for it */
  constructor(arena: Arena = HEAP) {
    const { buffer, byteOffset, byteLength } = arena.words((FIELD_BYTES * 5) / 4);
    this.#buffer = new Uint8Array(buffer, byteOffset, byteLength);
    this.#path = new TextField(this.#buffer, 0);
    this.#referrer = new TextField(this.#buffer, 1);
    this.#userAgent = new TextField(this.#buffer, 2);
    this.#forwarded = new TextField(this.#buffer, 3);
    this.#address = new TextField(this.#buffer, 4);
  }

  /** Writes a request into a record. @returns false where its address or time cannot be read */
  write(request: ObservedRequest, record: RequestRecord): boolean {
    const { time } = request;
    record.timeMs = typeof time === "number" ? time : time.getTime();
    record.zoneMinutes = -32768;
    record.status = request.status;
    record.method = methodNumber(request.method);
    record.bytes = request.bytes ?? -1;
    record.durationMs = request.durationMs ?? -1;
    record.hasReferrer = 1;
    record.hasUserAgent = 1;
    const path = this.#path;
    path.write(request.path);
    record.pathStart = path.start;
    record.queryStart = path.queryStart;
    record.pathEnd = path.end;
    // What a longer path has left is no protocol behind this one.
    this.#buffer[path.end] = 0;
    const referrer = this.#referrer;
    referrer.write(request.referrer);
    record.referrerStart = referrer.start;
    record.referrerEnd = referrer.end;
    const userAgent = this.#userAgent;
    userAgent.write(request.userAgent);
    record.userAgentStart = userAgent.start;
    record.userAgentEnd = userAgent.end;
    return this.writeClient(request, record) && Number.isFinite(record.timeMs);
  }

  /** Writes only who sent a request, and what its proxies say of that. @returns false where its address cannot be read */
  writeClient(request: ObservedRequest, record: RequestRecord): boolean {
    const forwarded = this.#forwarded;
    forwarded.write(request.forwardedFor);
    record.buffer = this.#buffer;
    record.forwardedStart = forwarded.start;
    record.forwardedEnd = forwarded.end;
    return this.#writeAddress(request.address, record);
  }

  #writeAddress(text: string, record: RequestRecord): boolean {
    const address = this.#address;
    const ipv4 = readIPv4Text(text, text.startsWith(MAPPED) ? MAPPED.length : 0);
    if (ipv4 >= 0) {
      record.family = 4;
      record.addressHi = 0;
      record.addressLo = ipv4;
      record.clientStart = address.start;
      record.clientEnd = address.start;
      return true;
    }
    address.write(text);
    record.clientStart = address.start;
    record.clientEnd = address.end;
    return (
      readAddress(this.#buffer, address.start, address.end, record) ||
      readHostName(this.#buffer, address.start, address.end, record)
    );
  }
}

/** A text of the last request, as bytes in its place of a buffer that others have their places in. */
class TextField {
  readonly start: number;
  end: number;
  readonly #place: Uint8Array;
  readonly #encoder = new TextEncoder();
  #text = "";
  /** Where its first `?` is, from the start; -1: has not been looked for, or there is none. */
  #question = -1;

  constructor(buffer: Uint8Array, index: number) {
    this.start = index * FIELD_BYTES;
    this.end = this.start;
    // A view made once: making one for every text takes as long as encoding it.
    this.#place = buffer.subarray(this.start, this.start + LONGEST_FIELD * 3);
  }

  /** Takes another text; an absent one and `-` are empty. */
  write(text = ""): void {
    // The same string most often, or one of another length: comparing costs next to nothing.
    if (text === this.#text) return;
    this.#text = text;
    if (text === "" || text === "-") {
      this.end = this.start;
      this.#question = -1;
      return;
    }
    const part = text.length > LONGEST_FIELD ? text.slice(0, LONGEST_FIELD) : text;
    const { written } = this.#encoder.encodeInto(part, this.#place);
    this.end = this.start + written;
    // Of ASCII, a byte is where its character is.
    const at = part.indexOf("?");
    this.#question = at < 0 || written === part.length ? at : this.#place.indexOf(Ascii.question);
  }

  /** Where the query of a path begins, with its `?`; the end where there is none. */
  get queryStart(): number {
    return this.#question < 0 ? this.end : this.start + this.#question;
  }
}

/** The IPv4 address that fills the text from `start` on, 0..2^32-1, or -1: the twin of `readIPv4` for strings. */
export function readIPv4Text(text: string, start: number): number {
  const end = text.length;
  if (end - start < 7 || end - start > 15) return -1;
  let address = 0;
  let part = -1;
  let dots = 0;
  for (let i = start; i < end; i += 1) {
    const code = text.charCodeAt(i);
    const digit = code - Ascii.zero;
    if (digit >>> 0 <= 9) part = part < 0 ? digit : part * 10 + digit;
    else if (code === Ascii.dot && part >= 0 && part <= 255 && dots < 3) {
      address = address * 256 + part;
      part = -1;
      dots += 1;
    } else return -1;
  }
  return dots === 3 && part >= 0 && part <= 255 ? address * 256 + part : -1;
}

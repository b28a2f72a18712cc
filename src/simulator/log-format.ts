import { optionError } from "../errors.ts";
import type { Exchange } from "./exchange.ts";
import type { Zone } from "./local-time.ts";
import { ascii, copyText, writeInteger, writeIpv4, writeIpv6, writePadded } from "./text.ts";

/** A line is never longer than this, whatever the request holds: callers keep so much room free. */
export const LINE_BYTES_MAX = 4_096;

/** Formats by name, as nginx `log_format` strings. `W3C` variables are this file's own. */
export const LOG_FORMATS: Readonly<Record<string, string>> = {
  common: '$remote_addr - - [$time_local] "$request" $status $body_bytes_sent',
  combined:
    '$remote_addr - - [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
  "vhost-combined":
    '$host:443 $remote_addr - - [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
  "nginx-timed":
    '$remote_addr - - [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time',
  "ingress-nginx":
    '$remote_addr - - [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" 412 $request_time [default-portal-80] [] 198.51.100.20:8080 $body_bytes_sent $request_time $status 5d2f0c9b1e7a4c3f',
  "nginx-json":
    '{"time":"$time_iso8601","remote_addr":"$remote_addr","host":"$host","method":"$request_method","uri":"$request_uri","protocol":"$server_protocol","status":$status,"bytes":$body_bytes_sent,"request_time":$request_time,"referer":"$http_referer","user_agent":"$http_user_agent"}',
  caddy:
    '{"level":"info","ts":$msec,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"$remote_addr","remote_port":"49152","client_ip":"$remote_addr","proto":"$server_protocol","method":"$request_method","host":"$host","uri":"$request_uri","headers":{"User-Agent":["$http_user_agent"],"Referer":["$http_referer"]}},"bytes_read":0,"user_id":"","duration":$request_time,"size":$body_bytes_sent,"status":$status}',
  w3c: "$w3c_date $w3c_time 192.0.2.10 $request_method $w3c_stem $w3c_query 443 - $remote_addr $w3c_user_agent $w3c_referrer $status 0 0 $w3c_duration",
};

/** What stands before the first line, by format name. */
const HEADERS: Readonly<Record<string, string>> = {
  w3c: "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r\n",
};

type FieldWriter = (line: LineWriter, target: Uint8Array, at: number, exchange: Exchange) => number;

const ABSENT = ascii("-");
const PROTOCOL = ascii("HTTP/1.1");
const PROTOCOL_2 = ascii("HTTP/2.0");
const QUESTION_MARK = 0x3f;
const MONTHS = ascii("JanFebMarAprMayJunJulAugSepOctNovDec");

const FIELDS: Readonly<Record<string, FieldWriter>> = {
  remote_addr: (_, target, at, { address }) =>
    address.family === 4
      ? writeIpv4(target, at, address.hostLo)
      : writeIpv6(target, at, [address.hi, address.lo, address.hostHi, address.hostLo]),
  time_local: (line, target, at) => copyText(target, at, line.stamps.local()),
  time_iso8601: (line, target, at) => copyText(target, at, line.stamps.iso()),
  msec: (line, target, at) => {
    const end = writeInteger(target, at, Math.floor(line.stamps.timeMs / 1000));
    target[end] = 0x2e;
    return writePadded(target, end + 1, Math.floor(line.stamps.timeMs) % 1000, 3);
  },
  request: (line, target, at, exchange) => {
    let end = copyText(target, at, exchange.method);
    target[end++] = 0x20;
    end = copyText(target, end, exchange.target, exchange.targetLength);
    target[end++] = 0x20;
    return copyText(target, end, line.protocol);
  },
  request_method: (_, target, at, { method }) => copyText(target, at, method),
  request_uri: (_, target, at, exchange) => copyText(target, at, exchange.target, exchange.targetLength),
  server_protocol: (line, target, at) => copyText(target, at, line.protocol),
  host: (line, target, at) => copyText(target, at, line.host),
  status: (_, target, at, { status }) => writePadded(target, at, status, 3),
  body_bytes_sent: (_, target, at, { bytes }) => writeInteger(target, at, bytes),
  request_time: (_, target, at, { durationMs }) => {
    const end = writeInteger(target, at, Math.floor(durationMs / 1000));
    target[end] = 0x2e;
    return writePadded(target, end + 1, Math.floor(durationMs) % 1000, 3);
  },
  http_referer: (_, target, at, { referrer }) => copyText(target, at, referrer ?? ABSENT),
  http_user_agent: (_, target, at, { userAgent }) => copyText(target, at, userAgent ?? ABSENT),
  w3c_date: (line, target, at) => copyText(target, at, line.stamps.utc(), 10),
  w3c_time: (line, target, at) => copyText(target, at, line.stamps.utc().subarray(11, 19)),
  w3c_stem: (_, target, at, exchange) => copyText(target, at, exchange.target, stemLength(exchange)),
  w3c_query: (_, target, at, exchange) => {
    const start = stemLength(exchange) + 1;
    if (start >= exchange.targetLength) return copyText(target, at, ABSENT);
    return copyText(target, at, exchange.target.subarray(start, exchange.targetLength));
  },
  w3c_user_agent: (_, target, at, { userAgent }) => {
    const text = userAgent ?? ABSENT;
    for (let i = 0; i < text.length; i += 1) target[at + i] = text[i] === 0x20 ? 0x2b : text[i]!;
    return at + text.length;
  },
  w3c_referrer: (_, target, at, { referrer }) => copyText(target, at, referrer ?? ABSENT),
  w3c_duration: (_, target, at, { durationMs }) => writeInteger(target, at, Math.floor(durationMs)),
};

function stemLength({ target, targetLength }: Exchange): number {
  const at = target.indexOf(QUESTION_MARK);
  return at < 0 || at > targetLength ? targetLength : at;
}

/** Timestamps in every form, made once a second. */
class Stamps {
  /** The time to write. */
  timeMs = 0;
  readonly #zone: Zone;
  readonly #local = new SecondCache(26);
  readonly #iso = new SecondCache(25);
  readonly #utc = new SecondCache(19);

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** `06/Apr/2021:08:00:00 +0200` */
  local(): Uint8Array {
    const second = Math.floor(this.timeMs / 1000);
    const slot = this.#local.slot(second);
    if (this.#local.isNew) {
      const offset = this.#zone.offsetMinutes(second * 1000);
      const date = new Date((second + offset * 60) * 1000);
      let at = writePadded(slot, 0, date.getUTCDate(), 2);
      slot[at++] = 0x2f;
      const month = 3 * date.getUTCMonth();
      at = copyText(slot, at, MONTHS.subarray(month, month + 3));
      slot[at++] = 0x2f;
      at = writePadded(slot, at, date.getUTCFullYear(), 4);
      slot[at++] = 0x3a;
      at = writeClock(slot, at, date);
      slot[at++] = 0x20;
      writeOffset(slot, at, offset, false);
    }
    return slot;
  }

  /** `2021-04-06T08:00:00+02:00` */
  iso(): Uint8Array {
    const second = Math.floor(this.timeMs / 1000);
    const slot = this.#iso.slot(second);
    if (this.#iso.isNew) {
      const offset = this.#zone.offsetMinutes(second * 1000);
      const at = writeDateTime(slot, new Date((second + offset * 60) * 1000));
      writeOffset(slot, at, offset, true);
    }
    return slot;
  }

  /** `2021-04-06T06:00:00`, UTC */
  utc(): Uint8Array {
    const second = Math.floor(this.timeMs / 1000);
    const slot = this.#utc.slot(second);
    if (this.#utc.isNew) writeDateTime(slot, new Date(second * 1000));
    return slot;
  }
}

/** Remembers what was written for each of the last seconds: lines come a little out of order. */
class SecondCache {
  /** True when the last slot has to be filled by the caller. */
  isNew = false;
  readonly #seconds = new Float64Array(64).fill(-1);
  readonly #slots: Uint8Array[];

  constructor(length: number) {
    this.#slots = Array.from({ length: 64 }, () => new Uint8Array(length));
  }

  slot(second: number): Uint8Array {
    const index = second & 63;
    this.isNew = this.#seconds[index] !== second;
    this.#seconds[index] = second;
    return this.#slots[index]!;
  }
}

function writeClock(target: Uint8Array, at: number, date: Date): number {
  let end = writePadded(target, at, date.getUTCHours(), 2);
  target[end++] = 0x3a;
  end = writePadded(target, end, date.getUTCMinutes(), 2);
  target[end++] = 0x3a;
  return writePadded(target, end, date.getUTCSeconds(), 2);
}

function writeDateTime(target: Uint8Array, date: Date): number {
  let end = writePadded(target, 0, date.getUTCFullYear(), 4);
  target[end++] = 0x2d;
  end = writePadded(target, end, date.getUTCMonth() + 1, 2);
  target[end++] = 0x2d;
  end = writePadded(target, end, date.getUTCDate(), 2);
  target[end++] = 0x54;
  return writeClock(target, end, date);
}

function writeOffset(target: Uint8Array, at: number, offsetMinutes: number, colon: boolean): number {
  const minutes = Math.abs(offsetMinutes);
  target[at] = offsetMinutes < 0 ? 0x2d : 0x2b;
  let end = writePadded(target, at + 1, Math.floor(minutes / 60), 2);
  if (colon) target[end++] = 0x3a;
  end = writePadded(target, end, minutes % 60, 2);
  return end;
}

/** Writes one exchange as one line of a log, in a format given as an nginx `log_format` string. */
export class LineWriter {
  /** What stands at the head of the file; empty for most formats. */
  readonly header: Uint8Array;
  readonly stamps: Stamps;
  readonly host: Uint8Array;
  readonly protocol: Uint8Array;
  readonly #pieces: (Uint8Array | FieldWriter)[] = [];
  readonly #lineEnd: Uint8Array;

  /**
   * @param format a name of {@link LOG_FORMATS}, or an nginx `log_format` string
   * @throws TidegaugeError TG_OPTION when a variable is not known
   */
  constructor(format: string, options: { zone: Zone; host: string; http2: boolean }) {
    this.header = ascii(HEADERS[format] ?? "");
    this.#lineEnd = ascii(format === "w3c" ? "\r\n" : "\n");
    this.stamps = new Stamps(options.zone);
    this.host = ascii(options.host);
    this.protocol = options.http2 ? PROTOCOL_2 : PROTOCOL;
    const known = Object.hasOwn(LOG_FORMATS, format);
    if (!known && !format.includes("$")) {
      throw optionError(
        "Cannot write a log",
        `format must be one of ${Object.keys(LOG_FORMATS).join(", ")} or an nginx log_format string, got "${format}"`,
      );
    }
    for (const [, literal = "", braced, bare] of (known ? LOG_FORMATS[format]! : format).matchAll(
      /([^$]*)(?:\$(?:\{([a-z0-9_]+)\}|([a-z0-9_]+)))?/g,
    )) {
      if (literal !== "") this.#pieces.push(ascii(literal));
      const name = braced ?? bare;
      if (name === undefined) continue;
      const field = FIELDS[name];
      if (field === undefined) {
        throw optionError(
          "Cannot write a log",
          `variable must be one of ${Object.keys(FIELDS).join(", ")}, got "${name}"`,
        );
      }
      this.#pieces.push(field);
    }
  }

  /**
   * Writes a line with its end. Needs {@link LINE_BYTES_MAX} bytes of room.
   * @param stampMs the time to write on it
   * @returns the index after it
   */
  write(target: Uint8Array, start: number, exchange: Exchange, stampMs: number): number {
    this.stamps.timeMs = stampMs;
    let at = start;
    for (const piece of this.#pieces) {
      at =
        typeof piece === "function"
          ? piece(this, target, at, exchange)
          : copyText(target, at, piece, piece.length);
    }
    return copyText(target, at, this.#lineEnd);
  }
}

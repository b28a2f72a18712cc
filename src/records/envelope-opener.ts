import {
  afterCompose,
  afterCri,
  afterLogger,
  afterPod,
  afterSyslog,
  afterSyslog5424,
  afterTime,
} from "./envelope-heads.ts";
import { JsonEnvelope } from "./json-envelopes.ts";

/** What may stand around the lines of a log when others have passed it on. */
export const Envelope = {
  none: 0,
  /** RFC 3164, and the short form of journald: `Apr  6 08:00:00 host nginx[17]: …`; also with an ISO 8601 time. */
  syslog: 1,
  /** RFC 5424: `<134>1 2021-04-06T08:00:00Z host nginx 17 - - …` */
  syslog5424: 2,
  /** Kubernetes: `2021-04-06T06:00:00.123456789Z stdout F …`, `P` for parts of a long line. */
  cri: 3,
  /** Docker's JSON file, and journald's JSON: the line is a string under `log` or `MESSAGE`. */
  json: 4,
  /** docker compose: `web-1  | …` */
  compose: 5,
  /** `docker logs -t`, CloudWatch exports, logcli: an ISO 8601 time and a blank, perhaps labels in braces. */
  time: 6,
  /** Kubernetes tools: `[pod/name/container] …`, `namespace/pod[container]: …`, stern's `pod container …`. */
  pod: 7,
  /** `docker compose logs -t`: `web-1  | 2021-04-06T06:00:00.123456789Z …` */
  composeTime: 8,
  /** What the logger of a program puts before a line: `2021-04-06 08:00:00,123 [INFO] [gunicorn.access] …` */
  logger: 9,
  /** What exports put around an object: `{"_index":…,"_source":{…}}` */
  object: 10,
} as const;

/** In the order in which they are tried; what a logger writes comes after all else. */
export const ENVELOPES: readonly number[] = [
  Envelope.cri,
  Envelope.syslog,
  Envelope.syslog5424,
  Envelope.json,
  Envelope.object,
  Envelope.compose,
  Envelope.time,
  Envelope.pod,
  Envelope.composeTime,
];

/** Finds the line in an envelope: it lies in `bytes`, from `start` to `end`, until the next is looked for. */
export class EnvelopeOpener {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  readonly #json = new JsonEnvelope();

  /** @returns false where the line has no such envelope */
  open(envelope: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (envelope === Envelope.json || envelope === Envelope.object) {
      const json = this.#json;
      const isOpen =
        envelope === Envelope.json ? json.openLine(bytes, start, end) : json.openObject(bytes, start, end);
      this.bytes = json.bytes;
      this.start = json.start;
      this.end = json.end;
      return isOpen;
    }
    this.bytes = bytes;
    this.start = afterHead(envelope, bytes, start, end);
    this.end = end;
    return this.start >= 0;
  }
}

/** Where the line begins in an envelope that ends before it, or -1. */
function afterHead(envelope: number, bytes: Uint8Array, start: number, end: number): number {
  switch (envelope) {
    case Envelope.none:
      return start;
    case Envelope.syslog:
      return afterSyslog(bytes, start, end);
    case Envelope.syslog5424:
      return afterSyslog5424(bytes, start, end);
    case Envelope.cri:
      return afterCri(bytes, start, end);
    case Envelope.compose:
      return afterCompose(bytes, start, end);
    case Envelope.composeTime: {
      const at = afterCompose(bytes, start, end);
      return at > 0 ? afterTime(bytes, at, end) : -1;
    }
    case Envelope.pod:
      return afterPod(bytes, start, end);
    case Envelope.logger:
      return afterLogger(bytes, start, end);
    default:
      return afterTime(bytes, start, end);
  }
}

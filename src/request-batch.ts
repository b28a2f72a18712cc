import { Ascii } from "./bytes/ascii.ts";
import { INPUT_BYTES } from "./kernel/kernel.ts";
import {
  BATCH,
  BATCH_LINES,
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_AGENT_END,
  RECORD_AGENT_START,
  RECORD_ASN,
  RECORD_BYTES,
  RECORD_COUNTRY_END,
  RECORD_COUNTRY_START,
  RECORD_DURATION,
  RECORD_FAMILY,
  RECORD_HAS_AGENT,
  RECORD_HAS_REFERRER,
  RECORD_METHOD,
  RECORD_PATH_END,
  RECORD_PATH_START,
  RECORD_QUERY_START,
  RECORD_REFERRED,
  RECORD_SIZE,
  RECORD_STATUS,
  RECORD_TIME,
  RECORD_ZONE,
} from "./kernel/layout.ts";
import { methodNumber, type ObservedRequest, type RequestWriter } from "./observed-request.ts";
import type { ClientIdentity } from "./records/clients.ts";
import { RequestRecord } from "./records/record.ts";
import type { SummaryKernel } from "./windows/summary-kernel.ts";

/** Room for the texts of one request. */
const TEXT_BYTES = INPUT_BYTES / BATCH_LINES;
/** So long they may be together: UTF-8 takes at most three bytes for a unit of a string. */
const MOST_TEXT = Math.floor(TEXT_BYTES / 3);
const NO_ZONE = -32768;

/**
 * Structured requests on their way to the windows: written straight into the records that the kernel adds by the batch, so
 * that neither a call nor a look-up of a place is waited for by every one of them. What `RequestWriter`, `ClientIdentity` and
 * `SummaryKernel.add` do, one after the other, to the same windows (test/request-batch.test.ts).
 *
 * Of a referrer only whether there is one is kept: no summary knows more.
 */
export class RequestBatch {
  /** Requests that wait. */
  count = 0;
  readonly #kernel: SummaryKernel;
  readonly #writer: RequestWriter;
  readonly #identity: ClientIdentity;
  /** Whose address is being found out. */
  readonly #client = new RequestRecord();
  readonly #encoder = new TextEncoder();
  /** Where the texts of each request are put: making a view takes as long as encoding a text. */
  readonly #places: readonly Uint8Array[];

  /** @param writer for addresses and headers of proxies */
  constructor(kernel: SummaryKernel, writer: RequestWriter, identity: ClientIdentity) {
    this.#kernel = kernel;
    this.#writer = writer;
    this.#identity = identity;
    const { input } = kernel.memory;
    this.#places = Array.from({ length: BATCH_LINES }, (_, i) =>
      input.subarray(i * TEXT_BYTES, (i + 1) * TEXT_BYTES),
    );
  }

  /** Whether those that wait must be taken before the next. */
  get isFull(): boolean {
    return this.count === BATCH_LINES;
  }

  /**
   * Takes a request; there must be room.
   * @returns false where it must be taken by itself: its address or time cannot be read, or its texts are long
   */
  add(request: ObservedRequest): boolean {
    const { time, bytes, durationMs, referrer } = request;
    const timeMs = typeof time === "number" ? time : time.getTime();
    const client = this.#client;
    const path = request.path === "-" ? "" : request.path;
    const agent = request.userAgent === undefined || request.userAgent === "-" ? "" : request.userAgent;
    if (path.length + agent.length > MOST_TEXT || !Number.isFinite(timeMs)) return false;
    if (!this.#writer.writeClient(request, client)) return false;
    this.#identity.resolve(client);
    const { words, integers, floats } = this.#kernel.memory;
    const at = BATCH + this.count * RECORD_SIZE;
    const word = at >>> 2;
    floats[(at + RECORD_TIME) >>> 3] = timeMs;
    floats[(at + RECORD_BYTES) >>> 3] = bytes ?? -1;
    floats[(at + RECORD_DURATION) >>> 3] = durationMs ?? -1;
    integers[word + RECORD_ZONE / 4] = NO_ZONE;
    integers[word + RECORD_STATUS / 4] = request.status;
    integers[word + RECORD_METHOD / 4] = methodNumber(request.method);
    integers[word + RECORD_FAMILY / 4] = client.family;
    words[word + RECORD_ADDRESS_HI / 4] = client.addressHi;
    words[word + RECORD_ADDRESS_LO / 4] = client.addressLo;
    words[word + RECORD_REFERRED / 4] = referrer === undefined || referrer === "" || referrer === "-" ? 0 : 1;
    words[word + RECORD_HAS_REFERRER / 4] = 1;
    words[word + RECORD_HAS_AGENT / 4] = 1;
    words[word + RECORD_COUNTRY_START / 4] = 0;
    words[word + RECORD_COUNTRY_END / 4] = 0;
    words[word + RECORD_ASN / 4] = 0;

    const place = this.#places[this.count]!;
    let pathBytes = path.length;
    let question = path.indexOf("?");
    let { written } = this.#encoder.encodeInto(path + agent, place);
    // Of ASCII, a byte is where its character is.
    if (written !== path.length + agent.length) {
      pathBytes = this.#encoder.encodeInto(path, place).written;
      question = place.subarray(0, pathBytes).indexOf(Ascii.question);
      written = pathBytes + this.#encoder.encodeInto(agent, place.subarray(pathBytes)).written;
    }
    const start = place.byteOffset;
    words[word + RECORD_PATH_START / 4] = start;
    words[word + RECORD_QUERY_START / 4] = start + (question < 0 ? pathBytes : question);
    words[word + RECORD_PATH_END / 4] = start + pathBytes;
    words[word + RECORD_AGENT_START / 4] = start + pathBytes;
    words[word + RECORD_AGENT_END / 4] = start + written;
    this.count += 1;
    return true;
  }

  /** Reads a request that waits as a record, as far as windows need it: without the text of its referrer. */
  read(index: number, record: RequestRecord): RequestRecord {
    const { words, integers, floats, input } = this.#kernel.memory;
    const at = BATCH + index * RECORD_SIZE;
    const word = at >>> 2;
    const base = input.byteOffset;
    record.reset(input);
    record.timeMs = floats[(at + RECORD_TIME) >>> 3]!;
    record.bytes = floats[(at + RECORD_BYTES) >>> 3]!;
    record.durationMs = floats[(at + RECORD_DURATION) >>> 3]!;
    record.status = integers[word + RECORD_STATUS / 4]!;
    record.method = integers[word + RECORD_METHOD / 4]!;
    record.family = integers[word + RECORD_FAMILY / 4]!;
    record.addressHi = words[word + RECORD_ADDRESS_HI / 4]!;
    record.addressLo = words[word + RECORD_ADDRESS_LO / 4]!;
    record.hasReferrer = 1;
    record.hasUserAgent = 1;
    record.referrerEnd = words[word + RECORD_REFERRED / 4]!;
    record.pathStart = words[word + RECORD_PATH_START / 4]! - base;
    record.queryStart = words[word + RECORD_QUERY_START / 4]! - base;
    record.pathEnd = words[word + RECORD_PATH_END / 4]! - base;
    record.userAgentStart = words[word + RECORD_AGENT_START / 4]! - base;
    record.userAgentEnd = words[word + RECORD_AGENT_END / 4]! - base;
    return record;
  }

  /** Forgets all of them. */
  clear(): void {
    this.count = 0;
  }
}

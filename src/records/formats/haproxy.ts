import { Ascii, asciiBytes, startsWithAscii } from "../../bytes/ascii.ts";
import type { KernelProgram } from "../../kernel/program.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";
import { joinedState, resumeAll } from "../joined-state.ts";
import { type LineReader, Outcome, type ReadFailure, rejection } from "../line-reader.ts";
import type { RequestRecord } from "../record.ts";

const NOT_A_REQUEST = rejection("not-a-request");

const skip = (name: string): Piece => ({ field: Field.skip, name });

const program = new FieldProgram("haproxy", [
  { field: Field.client, name: "client_ip:port" },
  " [",
  { field: Field.clfTime, name: "accept date" },
  "] ",
  skip("frontend"),
  " ",
  skip("backend/server"),
  " ",
  skip("TR"),
  "/",
  skip("Tw"),
  "/",
  skip("Tc"),
  "/",
  skip("Tr"),
  "/",
  { field: Field.durationMs, name: "Ta" },
  " ",
  { field: Field.status, name: "status" },
  " ",
  { field: Field.bytes, name: "bytes read" },
  " ",
  skip("captured request cookie"),
  " ",
  skip("captured response cookie"),
  " ",
  skip("termination state"),
  " ",
  skip("connections"),
  " ",
  // Queues, and whatever headers are captured: {…} {…}
  skip("queues and captured headers"),
  ' "',
  // HAProxy cuts lines at 1,024 bytes, so the request may have no end.
  { field: Field.requestUrl, name: "request", mayBeCut: true },
  '"',
]);

/** How lines begin that are about connections, not requests: `option tcplog`, failed handshakes, health checks. */
const connectionProgram = new FieldProgram("haproxy", [
  { field: Field.client, name: "client_ip:port" },
  " [",
  { field: Field.clfTime, name: "accept date" },
  "] ",
]);

/** How lines begin that are about servers and frontends. */
const NOTICES = [
  "Connect from ",
  "Server ",
  "Backup Server ",
  "Proxy ",
  "Health check ",
  "backend ",
  "frontend ",
].map((text) => asciiBytes(text));

/** Tells lines about connections from lines that cannot be read. */
class HaproxyReader implements LineReader {
  readonly name = "haproxy";
  readonly #requests: LineReader;
  readonly #connections: LineReader;

  constructor(logTz: string) {
    this.#requests = program.open(logTz);
    this.#connections = connectionProgram.open(logTz);
  }

  get kernelProgram(): KernelProgram | null {
    return this.#requests.kernelProgram ?? null;
  }

  get state(): string | null {
    return joinedState([this.#requests, this.#connections]);
  }

  resume(state: string): void {
    resumeAll([this.#requests, this.#connections], state);
  }

  read(bytes: Uint8Array, start: number, end: number, record: RequestRecord): number {
    const outcome = this.#requests.read(bytes, start, end, record);
    if (outcome <= Outcome.blank) return outcome;
    // A request that is cut off has its quote.
    if (bytes.subarray(start, end).includes(Ascii.quote)) return outcome;
    if (NOTICES.some((notice) => startsWithAscii(bytes, start, end, notice))) return NOT_A_REQUEST;
    return this.#connections.read(bytes, start, end, record) === Outcome.record ? NOT_A_REQUEST : outcome;
  }

  failure(): ReadFailure {
    return this.#requests.failure?.() ?? { at: 0, expected: this.name };
  }
}

/** HAProxy `option httplog` and `httpslog`; times are in the zone of the machine, so `--log-tz` matters. */
export const haproxy: Format = {
  name: "haproxy",
  title: "HAProxy HTTP and HTTPS log",
  samples: [
    '192.0.2.1:51482 [06/Apr/2021:08:00:00.123] portal~ portal/web1 0/0/1/10/11 200 5316 - - ---- 12/10/3/1/0 0/0 {www.example.org|curl/7.74.0} {} "GET /login HTTP/1.1"',
    '192.0.2.1:51482 [06/Apr/2021:08:00:00.123] portal portal/<NOSRV> -1/-1/-1/-1/+10000 503 217 - - sQ-- 12/10/3/0/0 0/5 "GET /login HTTP/1.1"',
  ],
  open: ({ logTz }) => new HaproxyReader(logTz),
};

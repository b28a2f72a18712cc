import { Ascii } from "../bytes/ascii.ts";
import { readAddress } from "./addresses.ts";
import type { CidrTable } from "./cidr-table.ts";
import { RequestRecord } from "./record.ts";

const FOR = [0x66, 0x6f, 0x72, Ascii.equals];

/**
 * Says who sent a request that came through proxies: the right-most address of X-Forwarded-For (or `Forwarded`,
 * RFC 7239) that is no trusted proxy. Each proxy appends the peer it saw, so only what trusted proxies appended is
 * believed; whatever a visitor wrote into the header stands further left and never wins.
 */
export class ClientIdentity {
  readonly #trusted: CidrTable | null;
  /** Where one entry of the list is read, so that a bad one leaves the record as it was. */
  readonly #entry = new RequestRecord();

  /** @param trustedProxies peers whose header is believed; `null`: none, the peer is the client */
  constructor(trustedProxies: CidrTable | null) {
    this.#trusted = trustedProxies;
  }

  /** Whether any peer is trusted, so that {@link resolve} may change anything. */
  get looksBehindPeers(): boolean {
    return this.#trusted !== null;
  }

  /** Replaces the address of the record by that of the client behind its trusted peers. O(length of the header). */
  resolve(record: RequestRecord): void {
    const trusted = this.#trusted;
    if (trusted === null || record.forwardedEnd === record.forwardedStart) return;
    if (!trusted.has(record.family, record.addressHi, record.addressLo)) return;
    const { buffer, forwardedStart } = record;
    const entry = this.#entry;
    let end = record.forwardedEnd;
    while (end > forwardedStart) {
      let start = end;
      while (start > forwardedStart && buffer[start - 1] !== Ascii.comma) start -= 1;
      if (!readEntry(buffer, start, end, entry)) return; // hidden or broken: nobody left of it can be believed
      record.family = entry.family;
      record.addressHi = entry.addressHi;
      record.addressLo = entry.addressLo;
      record.clientStart = entry.clientStart;
      record.clientEnd = entry.clientEnd;
      // Country and network that the log gives are most often the peer's.
      record.countryEnd = record.countryStart;
      record.asn = -1;
      if (!trusted.has(entry.family, entry.addressHi, entry.addressLo)) return;
      end = start - 1;
    }
  }
}

/** Reads one entry: an address, or the `for=` of a `Forwarded` element, bare or in quotes (escaped or not). */
function readEntry(bytes: Uint8Array, start: number, end: number, entry: RequestRecord): boolean {
  let from = start;
  let to = end;
  for (let i = start; i < end - 4; i += 1) {
    const isFor = FOR.every((byte, at) => (bytes[i + at]! | (at < 3 ? 32 : 0)) === byte);
    const isStart = i === start || bytes[i - 1] === Ascii.blank || bytes[i - 1] === 0x3b;
    if (!isFor || !isStart) continue;
    from = i + 4;
    to = from;
    while (to < end && bytes[to] !== 0x3b) to += 1;
    break;
  }
  while (from < to && isWrapping(bytes[from]!)) from += 1;
  while (to > from && isWrapping(bytes[to - 1]!)) to -= 1;
  entry.clientStart = from;
  entry.clientEnd = to;
  return readAddress(bytes, from, to, entry);
}

function isWrapping(byte: number): boolean {
  return byte === Ascii.blank || byte === Ascii.quote || byte === Ascii.backslash || byte === Ascii.tab;
}

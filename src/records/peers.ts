import { Ascii } from "../bytes/ascii.ts";
import { readHostName } from "./addresses.ts";
import type { RequestRecord } from "./record.ts";

/* Peers that are no address: local sockets, unknown ones, lists of addresses. */

/** `unix:` is the peer of a request that came through a local socket: a source of its own, and no address. */
export function takeUnixPeer(bytes: Uint8Array, start: number, end: number, record: RequestRecord): boolean {
  const isUnix =
    end - start >= 5 &&
    bytes[start] === 0x75 &&
    bytes[start + 1] === 0x6e &&
    bytes[start + 4] === Ascii.colon;
  return isUnix && readHostName(bytes, start, start + 4, record);
}

/** Nothing, or a hyphen; HAProxy writes `-:51482` of a peer that it does not know. */
export function isUnknownPeer(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return true;
  return bytes[start] === Ascii.minus && (end === start + 1 || bytes[start + 1] === Ascii.colon);
}

/** Whether all that stands between commas may be an address: `192.0.2.1, unknown, [2001:db8::7]:443`. */
export function isAddressList(bytes: Uint8Array, start: number, end: number): boolean {
  let isAfterComma = true;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i]!;
    if (byte === Ascii.blank && !isAfterComma && i + 1 < end && bytes[i + 1] !== Ascii.comma) return false;
    if (byte === Ascii.quote || byte === Ascii.slash || byte >= 128) return false;
    if (byte === Ascii.comma) isAfterComma = true;
    else if (byte !== Ascii.blank) isAfterComma = false;
  }
  return true;
}

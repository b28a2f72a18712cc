import { isPrivateAddress, readAddress } from "../records/addresses.ts";
import { RequestRecord } from "../records/record.ts";
import type { Exchange } from "./exchange.ts";
import { HeaderReader } from "./header-reader.ts";

/** Requests that are looked at: a proxy shows in the first of them. */
const LOOKED_AT = 1000;

/**
 * Notices that all requests come through a proxy nobody said is to be trusted, so that all visitors have its address: the
 * mistake that is made most often, and that makes every verdict worthless.
 */
export class ProxyHint {
  #left = LOOKED_AT;
  readonly #encoder = new TextEncoder();
  readonly #record = new RequestRecord();
  readonly #headers = new HeaderReader("x-forwarded-for");

  /** Looks at a request where no proxy is trusted. @returns what to tell the operator, at most once; else null */
  look(exchange: Exchange): string | null {
    if (this.#left === 0) return null;
    this.#left -= 1;
    this.#headers.read(exchange.request);
    if (this.#headers.client === undefined || !this.#isNear(exchange.address)) return null;
    this.#left = 0;
    return `Requests come from ${exchange.address} with an X-Forwarded-For: if that is a proxy of yours, pass trustedProxy: "${exchange.address}", or all visitors count as one.`;
  }

  /** Anybody can send the header; only one's own proxies have an address that is not public. */
  #isNear(address: string): boolean {
    const bytes = this.#encoder.encode(address);
    const record = this.#record;
    if (!readAddress(bytes, 0, bytes.length, record)) return false;
    return isPrivateAddress(record.family, record.addressHi, record.addressLo);
  }
}

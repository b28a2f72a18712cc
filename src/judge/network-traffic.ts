import type { Carrier } from "../bytes/carrier.ts";
import type { Networks } from "../geo/networks.ts";
import { Source } from "../windows/source-layout.ts";
import type { WindowSummary } from "../windows/window-summary.ts";

/** Networks kept; beyond twice as many the lightest half goes. */
const KEPT = 4096;

interface Traffic {
  readonly network: number;
  requests: number;
  logins: number;
}

/** Requests and login attempts by network, from the source samples of windows. Bounded. */
export class NetworkTraffic {
  /** False once a window was only sampled, or a network forgotten. */
  exact = true;
  #byNumber = new Map<number, Traffic>();

  /** Adds the sources of a window whose network is known. O(sampled sources). */
  add(window: WindowSummary, networks: Networks): void {
    if (!window.sources.exact) this.exact = false;
    if (!networks.hasTable && !isNetworkLogged(window)) return;
    window.sources.forEach((rows, row, weight) => {
      const network = networks.numberOf(
        rows[row + Source.network]!,
        rows[row + Source.place]! >>> 16,
        rows[row + Source.addressHi]!,
        rows[row + Source.addressLo]!,
      );
      if (network === 0) return;
      let traffic = this.#byNumber.get(network);
      if (traffic === undefined) {
        traffic = { network, requests: 0, logins: 0 };
        this.#byNumber.set(network, traffic);
      }
      traffic.requests += weight * rows[row + Source.requests]!;
      traffic.logins += weight * rows[row + Source.attempts]!;
    });
    if (this.#byNumber.size > 2 * KEPT) this.#forget();
  }

  /** The networks with the most requests, most first. */
  top(count: number): readonly Readonly<Traffic>[] {
    return this.#ranked().slice(0, count);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.exact = by.value(this.exact);
    this.#byNumber = by.value(this.#byNumber);
  }

  #ranked(): Traffic[] {
    return [...this.#byNumber.values()].sort((a, b) => b.requests - a.requests || a.network - b.network);
  }

  #forget(): void {
    this.exact = false;
    for (const { network } of this.#ranked().slice(KEPT)) this.#byNumber.delete(network);
  }
}

/** Whether any sampled source has a network by the log. */
function isNetworkLogged({ sources }: WindowSummary): boolean {
  const { rows, loudRows, size, loudSize, stride } = sources;
  for (let at = Source.network, end = size * stride; at < end; at += stride) if (rows[at]! > 0) return true;
  for (let at = Source.network, end = loudSize * stride; at < end; at += stride)
    if (loudRows[at]! > 0) return true;
  return false;
}

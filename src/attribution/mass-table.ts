import type { Carrier } from "../bytes/carrier.ts";
/** Requests of one key in an episode. */
export interface Mass {
  readonly key: number;
  /** All requests, and those of the attack part. */
  readonly requests: number;
  readonly attackRequests: number;
}

/**
 * Requests by key, all and of the attack, for a bounded number of keys: when they do not fit, the lightest half of
 * what is held goes. What a key lost that way is at most `lost` requests.
 */
export class MassTable {
  readonly #capacity: number;
  #masses = new Map<number, { requests: number; attackRequests: number; label: string }>();
  /** Requests that any one key may have lost. */
  lost = 0;

  /** @param capacity keys held at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds requests to a key. @param label how the key is written, where that cannot be told from the key */
  add(key: number, requests: number, attackRequests: number, label = ""): void {
    const mass = this.#masses.get(key);
    if (mass === undefined) {
      this.#masses.set(key, { requests, attackRequests, label });
      if (this.#masses.size > this.#capacity) this.#drop();
      return;
    }
    mass.requests += requests;
    mass.attackRequests += attackRequests;
    if (mass.label === "") mass.label = label;
  }

  /** How a key is written; "" where unknown. */
  label(key: number): string {
    return this.#masses.get(key)?.label ?? "";
  }

  /** Requests of one key. */
  get(key: number): Mass {
    const mass = this.#masses.get(key);
    return { key, requests: mass?.requests ?? 0, attackRequests: mass?.attackRequests ?? 0 };
  }

  /** The keys with most attack requests, then most requests, then by key. */
  top(limit: number): (Mass & { label: string })[] {
    return [...this.#masses]
      .map(([key, mass]) => ({ key, ...mass }))
      .sort((a, b) => b.attackRequests - a.attackRequests || b.requests - a.requests || a.key - b.key)
      .slice(0, limit);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#masses = by.value(this.#masses);
    this.lost = by.value(this.lost);
  }

  #drop(): void {
    const ranked = [...this.#masses].sort(
      (a, b) => b[1].attackRequests - a[1].attackRequests || b[1].requests - a[1].requests || a[0] - b[0],
    );
    let heaviest = 0;
    for (const [key, mass] of ranked.slice(Math.floor(this.#capacity / 2))) {
      heaviest = Math.max(heaviest, mass.requests);
      this.#masses.delete(key);
    }
    // A key may come back and go again: it can lose something every time.
    this.lost += heaviest;
  }
}

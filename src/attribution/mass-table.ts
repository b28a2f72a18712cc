import type { Carrier } from "../bytes/carrier.ts";
import { NumberIndex } from "../bytes/number-index.ts";

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
  readonly #keys = new NumberIndex();
  /** By number of the key. */
  readonly #requests: Float64Array;
  readonly #attackRequests: Float64Array;
  #labels: string[] = [];
  /** Requests that any one key may have lost. */
  lost = 0;

  /** @param capacity keys held at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#requests = new Float64Array(capacity + 1);
    this.#attackRequests = new Float64Array(capacity + 1);
  }

  /**
   * Adds requests to a key. Expected O(1), amortised.
   * @param key from 0 to 2^53 - 1
   * @param label how the key is written, where that cannot be told from the key
   */
  add(key: number, requests: number, attackRequests: number, label = ""): void {
    const before = this.#keys.size;
    const number = this.#keys.add(key);
    if (number === before) {
      this.#requests[number] = requests;
      this.#attackRequests[number] = attackRequests;
      this.#labels[number] = label;
      if (number === this.#capacity) this.#drop();
      return;
    }
    this.#requests[number]! += requests;
    this.#attackRequests[number]! += attackRequests;
    if (this.#labels[number] === "") this.#labels[number] = label;
  }

  /** How a key is written; "" where unknown. */
  label(key: number): string {
    return this.#labels[this.#keys.find(key)] ?? "";
  }

  /** Requests of one key; 0 where it is not held. */
  requestsOf(key: number): number {
    const number = this.#keys.find(key);
    return number < 0 ? 0 : this.#requests[number]!;
  }

  /** Attack requests of one key; 0 where it is not held. */
  attackRequestsOf(key: number): number {
    const number = this.#keys.find(key);
    return number < 0 ? 0 : this.#attackRequests[number]!;
  }

  /** The keys with most attack requests, then most requests, then by key. */
  top(limit: number): (Mass & { label: string })[] {
    return Array.from(this.#ranked().slice(0, limit), (number) => ({
      key: this.#keys.keys[number]!,
      requests: this.#requests[number]!,
      attackRequests: this.#attackRequests[number]!,
      label: this.#labels[number]!,
    }));
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#keys.carry(by);
    const { size } = this.#keys;
    this.#requests.set(by.value(this.#requests.slice(0, size)));
    this.#attackRequests.set(by.value(this.#attackRequests.slice(0, size)));
    this.#labels = by.value(this.#labels);
    this.lost = by.value(this.lost);
  }

  /** Numbers of the keys, the heaviest of the attack first. */
  #ranked(): Uint32Array {
    const { keys, size } = this.#keys;
    const requests = this.#requests;
    const attack = this.#attackRequests;
    return Uint32Array.from({ length: size }, (_, number) => number).sort(
      (a, b) => attack[b]! - attack[a]! || requests[b]! - requests[a]! || keys[a]! - keys[b]!,
    );
  }

  #drop(): void {
    const requests = this.#requests;
    const attack = this.#attackRequests;
    const labels = this.#labels;
    const goes = new Uint8Array(this.#keys.size);
    let heaviest = 0;
    for (const number of this.#ranked().subarray(Math.floor(this.#capacity / 2))) {
      heaviest = Math.max(heaviest, requests[number]!);
      goes[number] = 1;
    }
    this.#keys.filter((number) => goes[number] === 0);
    let kept = 0;
    for (let number = 0; number < goes.length; number += 1) {
      if (goes[number] === 1) continue;
      requests[kept] = requests[number]!;
      attack[kept] = attack[number]!;
      labels[kept] = labels[number]!;
      kept += 1;
    }
    labels.length = kept;
    // A key may come back and go again: it can lose something every time.
    this.lost += heaviest;
  }
}

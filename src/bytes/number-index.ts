import type { Carrier } from "./carrier.ts";

/** Slots of the smallest index. */
const FIRST_SLOTS = 64;

/**
 * Numbers for keys, in the order in which they come: the first is 0, the next other one 1. What belongs to a key then lies in plain
 * arrays at its number. Keys are integers from 0 to 2^53 - 1.
 *
 * Open addressing with linear probing, at most half full: several times as fast as a `Map`, and no garbage. Memory: 16 to 32 B a key.
 */
export class NumberIndex {
  #keys = new Float64Array(FIRST_SLOTS / 2);
  #size = 0;
  /** Number of the key + 1, or 0. */
  #slots = new Uint32Array(FIRST_SLOTS);

  /** How many keys there are. */
  get size(): number {
    return this.#size;
  }

  /** The keys by number, from 0 to {@link size}; longer than that. Replaced as it grows. */
  get keys(): Float64Array {
    return this.#keys;
  }

  /** The number of a key, or -1. Expected O(1). */
  find(key: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = slots.length - 1;
    let slot = spread(key) & mask;
    for (;;) {
      const number = slots[slot]! - 1;
      if (number < 0 || keys[number] === key) return number;
      slot = (slot + 1) & mask;
    }
  }

  /** The number of a key; of one that had none, {@link size} as it was. Expected O(1), amortised. */
  add(key: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = slots.length - 1;
    let slot = spread(key) & mask;
    for (;;) {
      const number = slots[slot]! - 1;
      if (number < 0) break;
      if (keys[number] === key) return number;
      slot = (slot + 1) & mask;
    }
    const number = this.#size;
    keys[number] = key;
    this.#size = number + 1;
    slots[slot] = number + 1;
    if (number + 1 === keys.length) this.#grow();
    return number;
  }

  /** Keeps the keys whose number `keep` accepts, in their order, under new numbers. O(size). */
  filter(keep: (number: number) => boolean): void {
    const keys = this.#keys;
    let kept = 0;
    for (let number = 0; number < this.#size; number += 1) {
      if (!keep(number)) continue;
      keys[kept] = keys[number]!;
      kept += 1;
    }
    this.#size = kept;
    this.#slots.fill(0);
    this.#enterAll();
  }

  /** Forgets all keys and keeps the memory. */
  clear(): void {
    if (this.#size === 0) return;
    this.#size = 0;
    this.#slots.fill(0);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    const keys = by.value(this.#keys.slice(0, this.#size));
    if (!by.isReading) return;
    this.clear();
    for (const key of keys) this.add(key);
  }

  #grow(): void {
    const { length } = this.#slots;
    const keys = new Float64Array(length);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#slots = new Uint32Array(2 * length);
    this.#enterAll();
  }

  #enterAll(): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number += 1) {
      let slot = spread(this.#keys[number]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
  }
}

/** Both halves of an integer below 2^53 as one hash of 32 bits. */
function spread(key: number): number {
  const upper = Math.floor(key / 0x100000000);
  const h = Math.imul((key - upper * 0x100000000) ^ Math.imul(upper, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 15);
}

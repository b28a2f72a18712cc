import type { Carrier } from "../bytes/carrier.ts";
import { descendingOrder } from "./descending-order.ts";

/** Words of a cell's kind, in the order of {@link CellKind}; a prefix takes two. */
const WORDS = 7;
/** Numbers of a cell: its requests, those of the attack, and those in doubt. */
const MASSES = 3;
const ATTACK = 1;
const DOUBTFUL = 2;
const FIRST_CELLS = 256;
/** A {@link CellKind} that tells nothing of its prefix. */
const NO_PREFIX = 0;
/** Some user agent. */
const ANY_AGENT = 1;

/** Requests of one joint kind: what rules are made of and tried on. 0 stands for "other" in `prefix`, "none" in `userAgent`. */
export interface Cell {
  readonly country: number;
  readonly prefix: number;
  /** AS number; 0, or left out, for an unknown one and for others than the attack's largest. */
  readonly network?: number;
  readonly path: number;
  readonly userAgent: number;
  /** Method | path class << 8 | referrer present << 16. */
  readonly meta: number;
  requests: number;
  attackRequests: number;
  /**
   * Of the requests that are not attack, what is only the doubt that is left of sources taken for attackers. Left out: none.
   * A thousand attackers who are 85 % sure each are not a hundred and fifty visitors where no visitor ever goes.
   */
  doubtfulRequests?: number;
}

/** What a cell is about. */
export type CellKind = Omit<Cell, "requests" | "attackRequests" | "doubtfulRequests">;

/**
 * Cells by kind, in the order in which they came: at most so many, since the lightest half is folded into coarser ones when there are
 * more. No request is ever lost. Kinds and masses lie in arrays, by open addressing: an episode of a busy site adds some
 * ten thousand kinds a minute, and objects under joined text took six times as long.
 */
export class CellTable {
  readonly #capacity: number;
  #size = 0;
  #kinds = new Uint32Array(WORDS * FIRST_CELLS);
  #masses = new Float64Array(MASSES * FIRST_CELLS);
  /** Number of a cell + 1 by its hash, or 0. */
  #slots = new Uint32Array(2 * FIRST_CELLS);
  /** The kind at hand. */
  readonly #kind = new Uint32Array(WORDS);

  /** @param capacity cells held at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Number of cells. */
  get size(): number {
    return this.#size;
  }

  /** The cells, in the order in which they came, or were folded. */
  all(): Cell[] {
    return Array.from({ length: this.#size }, (_, number) => {
      const at = WORDS * number;
      const kinds = this.#kinds;
      const mass = MASSES * number;
      return {
        country: kinds[at]!,
        prefix: kinds[at + 1]! * 2 ** 32 + kinds[at + 2]!,
        network: kinds[at + 3]!,
        path: kinds[at + 4]!,
        userAgent: kinds[at + 5]!,
        meta: kinds[at + 6]!,
        requests: this.#masses[mass]!,
        attackRequests: this.#masses[mass + ATTACK]!,
        doubtfulRequests: this.#masses[mass + DOUBTFUL]!,
      };
    });
  }

  /** Adds requests of one kind. Expected O(1), amortised. The fields are those of {@link Cell}. */
  add(
    country: number,
    prefix: number,
    network: number,
    path: number,
    userAgent: number,
    meta: number,
    requests: number,
    attackRequests: number,
    doubtfulRequests: number,
  ): void {
    const kind = this.#kind;
    kind[0] = country;
    kind[1] = Math.floor(prefix / 2 ** 32);
    kind[2] = prefix;
    kind[3] = network;
    kind[4] = path;
    kind[5] = userAgent;
    kind[6] = meta;
    this.#addKind(requests, attackRequests, doubtfulRequests);
    if (this.#size > this.#capacity) this.#coarsen();
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    const size = by.value(this.#size);
    const kinds = by.value(this.#kinds.slice(0, WORDS * size));
    const masses = by.value(this.#masses.slice(0, MASSES * size));
    if (by.isReading) this.#refill(kinds, masses, size);
  }

  /** Adds to the cell of the kind at hand. */
  #addKind(requests: number, attackRequests: number, doubtfulRequests: number): void {
    const kind = this.#kind;
    const kinds = this.#kinds;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(kind, 0) & mask;
    let number = 0;
    for (;;) {
      number = slots[slot]! - 1;
      if (number < 0 || isSame(kinds, WORDS * number, kind)) break;
      slot = (slot + 1) & mask;
    }
    if (number < 0) {
      number = this.#size;
      slots[slot] = number + 1;
      kinds.set(kind, WORDS * number);
      this.#masses.fill(0, MASSES * number, MASSES * (number + 1));
      this.#size = number + 1;
    }
    const at = MASSES * number;
    this.#masses[at]! += requests;
    this.#masses[at + ATTACK]! += attackRequests;
    this.#masses[at + DOUBTFUL]! += doubtfulRequests;
    if (2 * this.#size === slots.length) this.#grow();
  }

  /** Folds the lightest half of the cells into coarser ones until a quarter of the room is free: no request is lost. */
  #coarsen(): void {
    for (const coarser of COARSER) {
      this.#fold(coarser);
      if (this.#size <= 0.75 * this.#capacity) return;
    }
  }

  #fold(coarser: (kind: Uint32Array) => void): void {
    const kinds = this.#kinds.slice(0, WORDS * this.#size);
    const masses = this.#masses.slice(0, MASSES * this.#size);
    const requests = new Float64Array(this.#size);
    for (let number = 0; number < requests.length; number += 1) requests[number] = masses[MASSES * number]!;
    const ranked = descendingOrder(requests);
    this.#size = 0;
    this.#slots.fill(0);
    const kind = this.#kind;
    for (let rank = 0; rank < ranked.length; rank += 1) {
      const number = ranked[rank]!;
      for (let k = 0; k < WORDS; k += 1) kind[k] = kinds[WORDS * number + k]!;
      if (rank >= this.#capacity / 2) coarser(kind);
      const at = MASSES * number;
      this.#addKind(masses[at]!, masses[at + ATTACK]!, masses[at + DOUBTFUL]!);
    }
  }

  #grow(): void {
    const kinds = new Uint32Array(2 * this.#kinds.length);
    const masses = new Float64Array(2 * this.#masses.length);
    kinds.set(this.#kinds);
    masses.set(this.#masses);
    this.#kinds = kinds;
    this.#masses = masses;
    const slots = new Uint32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number += 1) {
      let slot = hashOf(kinds, WORDS * number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }

  #refill(kinds: Uint32Array, masses: Float64Array, size: number): void {
    this.#size = 0;
    this.#slots.fill(0);
    for (let number = 0; number < size; number += 1) {
      this.#kind.set(kinds.subarray(WORDS * number, WORDS * (number + 1)));
      const at = MASSES * number;
      this.#addKind(masses[at]!, masses[at + ATTACK]!, masses[at + DOUBTFUL]!);
    }
  }
}

/**
 * Ways to tell less of a kind, each coarser than the one before: without prefix, network and user agent; without path, too;
 * without country, too, which leaves a hundred cells at most. Were there only the first, a long episode of many paths from many
 * countries would have to be folded again at every new cell.
 */
const COARSER: readonly ((kind: Uint32Array) => void)[] = [
  withoutSender,
  (kind) => {
    withoutSender(kind);
    kind[4] = 0;
  },
  (kind) => {
    withoutSender(kind);
    kind[4] = 0;
    kind[0] = 0;
  },
];

function withoutSender(kind: Uint32Array): void {
  kind[1] = NO_PREFIX;
  kind[2] = NO_PREFIX;
  kind[3] = 0;
  if (kind[5] !== 0) kind[5] = ANY_AGENT;
}

function isSame(kinds: Uint32Array, at: number, kind: Uint32Array): boolean {
  for (let k = 0; k < WORDS; k += 1) if (kinds[at + k] !== kind[k]) return false;
  return true;
}

function hashOf(kinds: Uint32Array, at: number): number {
  let hash = 0;
  for (let k = at; k < at + WORDS; k += 1) {
    hash = Math.imul(hash ^ kinds[k]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

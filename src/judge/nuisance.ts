import type { Carrier } from "../bytes/carrier.ts";
import { attributeIndex, type Units } from "../features/units.ts";

/** A source outside episodes counts as a nuisance from this posterior on. */
const HOSTILE = 0.8;
const ATTEMPTS = attributeIndex("attempts");
const ERRORS = attributeIndex("errors");

/** Kinds of nuisance, as the report names them. */
export type NuisanceKind = "password guessing" | "scanners" | "other automation";

/** Hostile traffic too small to be an episode, by kind, counted minute by minute. */
export class Nuisance {
  requests = new Map<NuisanceKind, number>();
  #sources = new Map<NuisanceKind, Set<number>>();

  /** Adds the sources of a judged minute outside episodes. */
  add(units: Units): void {
    for (let unit = 0; unit < units.count; unit += 1) {
      if (units.attack[unit]! < HOSTILE) continue;
      const kind: NuisanceKind =
        units.bin(unit, ATTEMPTS) > 0
          ? "password guessing"
          : units.bin(unit, ERRORS) >= 2
            ? "scanners"
            : "other automation";
      this.requests.set(kind, (this.requests.get(kind) ?? 0) + units.requests[unit]!);
      let sources = this.#sources.get(kind);
      if (sources === undefined) {
        sources = new Set();
        this.#sources.set(kind, sources);
      }
      if (sources.size < 10_000) sources.add(units.hashHi[unit]! * 2 ** 21 + (units.hashLo[unit]! >>> 11));
    }
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.requests = by.value(this.requests);
    this.#sources = by.value(this.#sources);
  }

  /** Rows for the report, most requests first. */
  rows(): { key: NuisanceKind; requests: number; sources: number }[] {
    return [...this.requests]
      .map(([key, requests]) => ({
        key,
        requests: Math.round(requests),
        sources: this.#sources.get(key)?.size ?? 0,
      }))
      .sort((a, b) => b.requests - a.requests || (a.key < b.key ? -1 : 1));
  }
}

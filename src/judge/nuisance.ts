import type { Carrier } from "../bytes/carrier.ts";
import { attributeIndex, sourceKey, type Units } from "../features/units.ts";

/** A source outside episodes counts as a nuisance from this posterior on. */
const HOSTILE = 0.8;
/** Sources of a kind that are told apart; what more there are is not counted. */
const MOST_SOURCES = 10_000;
const ATTEMPTS = attributeIndex("attempts");
const ERRORS = attributeIndex("errors");

/** Kinds of nuisance, as the report names them. */
export type NuisanceKind = "password guessing" | "scanners" | "other automation";

/** Hostile traffic too small to be an episode, by kind, counted minute by minute. */
export class Nuisance {
  requests = new Map<NuisanceKind, number>();
  /** Those seen, and how many they stand for. */
  #sources = new Map<NuisanceKind, { readonly seen: Set<number>; estimate: number }>();

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
        sources = { seen: new Set(), estimate: 0 };
        this.#sources.set(kind, sources);
      }
      const key = sourceKey(units, unit);
      if (sources.seen.size >= MOST_SOURCES || sources.seen.has(key)) continue;
      sources.seen.add(key);
      sources.estimate += units.sources[unit]!;
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
        sources: Math.round(this.#sources.get(key)?.estimate ?? 0),
      }))
      .sort((a, b) => b.requests - a.requests || (a.key < b.key ? -1 : 1));
  }
}

import type { Carrier } from "../bytes/carrier.ts";
import type { Newcomers } from "../features/crowd-of-newcomers.ts";
import type { Errand } from "../features/errand-crowd.ts";
import { sourceKey, type Units } from "../features/units.ts";
import { isNewcomer, isRefused } from "./newcomers.ts";
import { sigmoid } from "./score.ts";

/** Sources kept before the older half is forgotten. */
const CAPACITY = 32_768;
/** How long a doubt lasts without being renewed by the company that raised it. */
const HOLDS_MS = 600_000;
/** The crowd must be doubted so much, and the source belong to its attack so surely, to be remembered. */
const LEAST_LOG_ODDS = 2;
const LEAST_POSTERIOR = 0.9;
/** Doubt of who is remembered. */
const REMEMBERED = 0.8;
const MOST_DOUBT = 0.98;
/** A crowd that is doubted less is left alone. */
const LEAST_DOUBT = 0.1;
/** Those on one errand are few, and a smaller doubt would only lead astray who is alike. */
const LEAST_ERRAND_DOUBT = 0.5;
/** Nobody's own country, or login, clears of more of the crowd's doubt than this leaves. */
const LEAST_PART = 0.15;

/**
 * Who came with a crowd that was no crowd of people: when fewer of them are left than the site usually has newcomers, they are
 * still the same. Only new evidence on a whole crowd renews the memory, so that a wrong doubt passes. Two generations bound it.
 */
export class DoubtedSources {
  #young = new Map<number, number>();
  #old = new Map<number, number>();
  /** When the last of them is forgotten. */
  #latestMs = Number.NEGATIVE_INFINITY;

  /** Probability by unit that it is of the attack, by its company alone; null where nobody is doubted. O(units). */
  doubtsOf(
    units: Units,
    newcomers: Newcomers | null,
    startMs: number,
    errand: Errand | null = null,
  ): Float64Array | null {
    if (startMs >= this.#latestMs) this.#forget();
    const crowd = newcomers === null ? 0 : newcomers.excess * sigmoid(newcomers.logOdds);
    const errandDoubt = errand === null ? 0 : errand.excess * sigmoid(errand.logOdds);
    if (crowd < LEAST_DOUBT && errandDoubt < LEAST_ERRAND_DOUBT && this.#young.size === 0) return null;
    const alien = newcomers?.alienByCountry ?? null;
    const doubts = new Float64Array(units.count);
    for (let unit = 0; unit < units.count; unit += 1) {
      if (!isNewcomer(units, unit)) continue;
      const key = sourceKey(units, unit);
      const isRemembered = (this.#young.get(key) ?? this.#old.get(key) ?? 0) > startMs;
      // Where places do not tell the crowd from the audience, only those are doubted who were not let in themselves.
      const part = alien === null ? Number(isRefused(units, unit)) : (alien.get(units.country[unit]!) ?? 1);
      const ofAll = crowd < LEAST_DOUBT ? 0 : crowd * Math.max(LEAST_PART, part);
      const isOnErrand = errandDoubt >= LEAST_ERRAND_DOUBT && units.asked[unit] === errand!.asked;
      const own = isOnErrand ? Math.max(ofAll, errandDoubt) : ofAll;
      doubts[unit] = Math.min(MOST_DOUBT, isRemembered ? Math.max(REMEMBERED, own) : own);
    }
    return doubts;
  }

  /** Keeps those of a split span that belong to the attack. O(units) where the newcomers are doubted, else O(1). */
  remember(units: Units, newcomers: Newcomers | null, endMs: number, errand: Errand | null = null): void {
    const isCrowdDoubted = newcomers !== null && newcomers.logOdds >= LEAST_LOG_ODDS;
    const isErrandDoubted = errand !== null && errand.logOdds >= LEAST_LOG_ODDS;
    if (!isCrowdDoubted && !isErrandDoubted) return;
    for (let unit = 0; unit < units.count; unit += 1) {
      if (!isCrowdDoubted && units.asked[unit] !== errand!.asked) continue;
      if (units.attack[unit]! < LEAST_POSTERIOR || !isNewcomer(units, unit)) continue;
      this.#latestMs = endMs + HOLDS_MS;
      this.#young.set(sourceKey(units, unit), this.#latestMs);
      if (this.#young.size < CAPACITY) continue;
      this.#old = this.#young;
      this.#young = new Map();
    }
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#young = by.value(this.#young);
    this.#old = by.value(this.#old);
    this.#latestMs = by.value(this.#latestMs);
  }

  #forget(): void {
    this.#young.clear();
    this.#old.clear();
  }
}

import type { Baseline } from "../baselines/baseline.ts";
import type { Expectation } from "../baselines/seasonal-rate.ts";
import { grouped } from "../bytes/text.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";
import type { Newcomers } from "./crowd-of-newcomers.ts";
import type { Errand } from "./errand-crowd.ts";
import { NOT_APPLICABLE } from "./source-attributes.ts";
import { attributeIndex, type Units } from "./units.ts";

/** Which countries the audience is from, by country number. */
export interface Home {
  readonly countries: ReadonlySet<number>;
  readonly learned: boolean;
}

/** A stretch of traffic under judgement, with all that features measure it against. */
export interface Span {
  readonly window: WindowSummary;
  /** Index of the behaviour tables: 0 some ten seconds, 1 a minute, 2 ten minutes. */
  readonly scale: 0 | 1 | 2;
  /** Length in minutes. */
  readonly minutes: number;
  /** The sources, with behaviour and posterior. */
  readonly units: Units;
  /** Requests of the attack part by the mixture, and their share. */
  readonly attackRequests: number;
  readonly attackShare: number;
  /** Requests of suspects that do what people hardly ever do. */
  readonly blatantRequests: number;
  /** Requests a minute below which an attack does not matter at this scale. */
  readonly floorPerMinute: number;
  readonly baseline: Baseline;
  /** What is normal now, events per minute; null where nothing is known. */
  readonly expectedRequests: Expectation | null;
  readonly expectedVisitors: Expectation | null;
  readonly expectedSuspects: Expectation | null;
  readonly expectedBlatant: Expectation | null;
  /** All newcomers together; null where they are no more than usual, or where that is not known. */
  readonly newcomers: Newcomers | null;
  /** A crowd of newcomers who all want one thing; null where there is none, or where that is not known. */
  readonly errand: Errand | null;
  /** Null where it is neither given nor learned. */
  readonly home: Home | null;
  /** Requests per minute over the minute before, null where the log does not tell. */
  readonly perMinuteBefore: number | null;
}

/** What a feature found: log-odds of attack against organic before weighing, or why it cannot say. */
export type Measurement =
  | {
      readonly value: number;
      readonly observed: number;
      readonly expected: number | null;
      readonly summary: string;
    }
  | { readonly abstained: string };

/** One measurement of a span. Positive values speak for an attack, negative ones for people. */
export interface Feature {
  readonly name: string;
  measure(span: Span): Measurement;
}

/** Sum over the attack part (`part` 1) or the organic part (0) of the sources in the bins that `test` accepts, and of all. */
export function countSources(
  units: Units,
  attribute: string,
  part: 0 | 1,
  test: (bin: number) => boolean,
): { matching: number; all: number } {
  const k = attributeIndex(attribute);
  let matching = 0;
  let all = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const bin = units.bin(unit, k);
    if (bin < 0) continue;
    const attack = units.attack[unit]!;
    const sources = units.sources[unit]! * (part === 1 ? attack : 1 - attack);
    all += sources;
    if (test(bin)) matching += sources;
  }
  return { matching, all };
}

/** Share of the audience's sources whose bin of an attribute `test` accepts; null while too few were seen. */
export function habitualShare(
  span: Span,
  attribute: string,
  test: (bin: number) => boolean,
  least = 30,
): number | null {
  const k = attributeIndex(attribute);
  const habits = span.baseline.behaviour[span.scale]!;
  const all = habits.share(k * 256 + NOT_APPLICABLE);
  if (all * habits.total < least) return null;
  let matching = 0;
  for (let bin = 0; bin < 16; bin += 1) if (test(bin)) matching += habits.share(k * 256 + bin);
  return matching / all;
}

/** Too little of a suspected attack to ask what it is like. */
export function tooFewSuspects(span: Span): string | null {
  return span.attackRequests < 8 || span.attackShare < 0.01 ? "hardly any request is suspect" : null;
}

/** Overload has swallowed the answers from which outcomes are told. */
export function isOutage(span: Span): boolean {
  const totals = span.window.totals;
  return totals[Total.overloads]! > 0.8 * totals[Total.requests]!;
}

/** @returns value cut to `[low, high]` */
export function clip(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** `0.236` as `24 %`, small shares with a digit more. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value !== 0 && value < 1 ? value.toPrecision(1) : Math.round(value)} %`;
}

/** A rate for a sentence: two significant digits below ten, whole above. */
export function plain(value: number): string {
  return value < 10 ? String(Number(value.toPrecision(2))) : grouped(value);
}

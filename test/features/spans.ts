import { Baseline, behaviourKey } from "../../src/baselines/baseline.ts";
import type { Expectation } from "../../src/baselines/seasonal-rate.ts";
import { NOT_APPLICABLE, SOURCE_ATTRIBUTES } from "../../src/features/source-attributes.ts";
import type { Measurement, Span } from "../../src/features/span.ts";
import { attributeIndex, Units } from "../../src/features/units.ts";
import { Total, WindowSummary } from "../../src/windows/window-summary.ts";

/** Some sources that are all alike. */
export interface Group {
  readonly count: number;
  /** Requests each. Default 1. */
  readonly requests?: number;
  /** Probability that they are attackers. Default 0. */
  readonly attack?: number;
  /** Log-likelihood ratio of what they did. */
  readonly behaviour?: number;
  /** The part of it that is looks. Default 0. */
  readonly looks?: number;
  readonly country?: number;
  readonly prefix?: number;
  readonly userAgent?: number;
  readonly cell?: number;
  /** What they asked for. Default 0: more than is told. */
  readonly asked?: number;
  readonly exempt?: number;
  readonly attempts?: number;
  readonly overloads?: number;
  /** Requests each for a waiting room that was learned. */
  readonly queued?: number;
  /** Bins by attribute; what is left out does not apply. */
  readonly bins?: Readonly<Record<string, number>>;
}

/** Units of groups, one a source. */
export function unitsOf(groups: readonly Group[]): Units {
  const units = new Units();
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (count > 256) throw new Error("tables of units begin with 256 rows");
  units.bins.fill(NOT_APPLICABLE);
  for (const group of groups) {
    for (let i = 0; i < group.count; i += 1) {
      const unit = units.count;
      units.count += 1;
      units.hashHi[unit] = unit + 1;
      units.hashLo[unit] = unit + 1;
      units.sources[unit] = 1;
      units.people[unit] = 1;
      units.retries[unit] = Math.max(0, Math.min(group.overloads ?? 0, (group.requests ?? 1) - 1));
      units.requests[unit] = group.requests ?? 1;
      units.attack[unit] = group.attack ?? 0;
      units.behaviour[unit] = group.behaviour ?? 0;
      units.looks[unit] = group.looks ?? 0;
      units.country[unit] = group.country ?? 0;
      units.prefix[unit] = group.prefix ?? unit;
      units.userAgent[unit] = group.userAgent ?? 0;
      units.cell[unit] = group.cell ?? 0;
      units.asked[unit] = group.asked ?? 0;
      units.exempt[unit] = group.exempt ?? 0;
      units.attempts[unit] = group.attempts ?? 0;
      units.overloads[unit] = group.overloads ?? 0;
      units.queued[unit] = group.queued ?? 0;
      for (const [name, bin] of Object.entries(group.bins ?? {})) {
        units.bins[unit * SOURCE_ATTRIBUTES.length + attributeIndex(name)] = bin;
      }
    }
  }
  return units;
}

/** A minute with these sources. The attack part is what their posteriors make it. */
export function spanOf(groups: readonly Group[], rest: Partial<Span> = {}): Span {
  const units = unitsOf(groups);
  const window = new WindowSummary({ sources: 16, kinds: 16, frequent: 16 });
  window.reset(0, 60_000);
  let attackRequests = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    window.totals[Total.requests]! += units.requests[unit]!;
    window.totals[Total.overloads]! += units.overloads[unit]!;
    attackRequests += units.attack[unit]! * units.requests[unit]!;
    const row = window.sources.slot(unit * 9000, unit);
    if (row >= 0) window.sources.rows[row + 2] = units.requests[unit]!;
  }
  return {
    window,
    scale: 1,
    minutes: 1,
    units,
    attackRequests,
    attackShare: attackRequests / Math.max(1, window.requests),
    blatantRequests: 0,
    floorPerMinute: 30,
    baseline: new Baseline(),
    expectedRequests: null,
    expectedVisitors: null,
    expectedSuspects: null,
    expectedBlatant: null,
    newcomers: null,
    errand: null,
    home: null,
    perMinuteBefore: null,
    ...rest,
  };
}

/** An expectation of some median, well known. */
export function usually(median: number, minutes = 3000): Expectation {
  return { median, upper: 1.5 * median + 1, spread: 0.3, minutes };
}

/** A baseline of `sources` sources with these bins, at the scale of a minute. */
export function habits(bins: Readonly<Record<string, readonly number[]>>, hours = 24): Baseline {
  const baseline = new Baseline();
  baseline.fromMs = 0;
  baseline.toMs = hours * 3_600_000;
  for (const [name, counts] of Object.entries(bins)) {
    const attribute = attributeIndex(name);
    counts.forEach((count, bin) => {
      baseline.behaviour[1]!.learn(behaviourKey(attribute, bin), count);
      baseline.behaviour[1]!.learn(behaviourKey(attribute, NOT_APPLICABLE), count);
    });
  }
  return baseline;
}

/** The value of a measurement. @throws where it abstained */
export function measured(found: Measurement): number {
  if ("abstained" in found) throw new Error(`abstained: ${found.abstained}`);
  return found.value;
}

import type { Episode, Overload } from "../report.ts";
import { instantOf } from "./clock.ts";
import type { Page } from "./page.ts";
import { rate } from "./words.ts";

/** Would it have been overloaded without the attack? In a sentence or two; null where there is nothing to ask. */
export function overloadAnswer(page: Page, episode: Episode): string | null {
  const { overload } = episode;
  if (overload === null) return null;
  const range =
    overload.organicPeakLow < overload.organicPeakHigh
      ? ` (${bare(overload.organicPeakLow)} to ${bare(overload.organicPeakHigh)})`
      : "";
  const demand = `visitors alone asked for up to ${rate(overload.organicPeakRequestsPerSecond)}${range}`;
  const attack =
    overload.attackPeakRequestsPerSecond > 0
      ? `, the attack for up to ${rate(overload.attackPeakRequestsPerSecond)}`
      : "";
  const began =
    overload.firstOverload === null
      ? ""
      : ` First overloaded at ${page.clock.second(instantOf(overload.firstOverload))}.`;
  return `${answer(overload)}: ${demand}${attack}; ${capacity(overload)}.${began}`;
}

function answer(overload: Overload): string {
  const attacked = overload.attackPeakRequestsPerSecond > 0;
  if (overload.overloadedWithoutAttack === true) {
    return attacked ? "it would have been overloaded without the attack too" : "overloaded by its visitors";
  }
  if (overload.overloadedWithoutAttack === false) {
    if (overload.firstOverload === null) return "it was not overloaded";
    return attacked
      ? "without the attack it would have held"
      : "its visitors alone do not explain the overload";
  }
  return "cannot be told whether it would have held without the attack";
}

function capacity(overload: Overload): string {
  const value = overload.capacityRequestsPerSecond;
  if (value === null) return "its capacity is not known (pass --capacity)";
  switch (overload.capacityBasis) {
    case "given":
      return `its capacity is ${rate(value)} (given)`;
    case "lower-bound":
      return `it served ${rate(value)} without trouble, so its capacity lies above`;
    default:
      return `its capacity is about ${rate(value)} (inferred from when it began to refuse)`;
  }
}

/** A rate without its unit, where the unit was just said. */
function bare(perSecond: number): string {
  return perSecond >= 10 ? rate(perSecond).replace(" a second", "") : rate(perSecond);
}

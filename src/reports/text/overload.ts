import type { Episode, Overload } from "../report.ts";
import { instantOf } from "./clock.ts";
import { padEnd, wrap } from "./layout.ts";
import { heading, type Page, prose } from "./page.ts";
import { rate } from "./words.ts";

/** Would it have been overloaded without the attack? In a sentence or two; null where there is nothing to ask. */
export function overloadAnswer(page: Page, episode: Episode): string | null {
  const { overload } = episode;
  if (overload === null) return null;
  const demand = `visitors alone asked for up to ${rate(overload.organicPeakRequestsPerSecond)}${demandRange(overload)}`;
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

/** Episodes whose answer is told. */
const MOST_ANSWERS = 8;

/** The same question for every episode in which the site was overloaded, a line or two each, where there are several. */
export function overloads(page: Page): string[] {
  const asked = page.report.episodes.flatMap(({ onset, overload }) =>
    overload === null || overload.firstOverload === null ? [] : [{ onset: instantOf(onset), overload }],
  );
  if (asked.length < 2) return [];
  const lines = [heading(page, "Would it have held without the attack?")];
  for (const { onset, overload } of asked.slice(0, MOST_ANSWERS)) {
    const when = `  ${padEnd(`${page.clock.day(onset)} ${page.clock.second(onset)}`, 15)}  `;
    lines.push(...wrap(shortAnswer(overload), prose(page), when));
  }
  const more = asked.length - MOST_ANSWERS;
  if (more > 0) lines.push(`  and ${more} more: --json has them all`);
  return lines;
}

function shortAnswer(overload: Overload): string {
  const { overloadedWithoutAttack: without, attackPeakRequestsPerSecond: attack } = overload;
  const word = without === null ? "cannot be told" : without ? "no" : "yes";
  const known = overload.capacityRequestsPerSecond;
  const above = overload.capacityBasis === "lower-bound" ? "above " : "";
  return [
    `${word}: visitors up to ${rate(overload.organicPeakRequestsPerSecond)}${demandRange(overload)}`,
    ...(attack > 0 ? [`attack up to ${rate(attack)}`] : ["no attack"]),
    known === null ? "capacity not known" : `capacity ${above}${rate(known)}`,
  ].join(", ");
}

/** ` (3,600 to 4,300)`, or nothing where both ends read the same. */
function demandRange(overload: Overload): string {
  const low = bare(overload.organicPeakLow);
  const high = bare(overload.organicPeakHigh);
  return low === high ? "" : ` (${low} to ${high})`;
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
  return rate(perSecond).replace(/ a second$/, "");
}

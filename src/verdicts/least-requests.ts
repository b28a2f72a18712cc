import { attributeIndex, hasSent, type Units } from "../features/units.ts";
import { FLOOR_PER_MINUTE } from "../features/what-matters.ts";
import type { Scale } from "./behaviour-model.ts";

const ERRORS = attributeIndex("errors");
const PROFILE = attributeIndex("profile");
const RHYTHM = attributeIndex("rhythm");
const EVEN_AS_A_CLOCK = 0;

/**
 * A handful of sources is a nuisance until it has sent so much: a few guesses at a password by one, and by mere load, as a
 * scanner's burst or a greedy crawler on a small site has it, by the other.
 */
const FEW_SOURCES = 8;
const FEW_LOGIN_REQUESTS = 75;
const FEW_LOAD_REQUESTS = 250;
/** Who goes on like a clock for a minute or more neither hurries through a list, as scanners do, nor reads, as crawlers do. */
const FEW_STEADY_REQUESTS = 120;
const LOGIN_SHARE = 0.4;
/**
 * A page or two each, once, answered as to anybody, and nothing sent: that is what gateways of mail, previews of links and readers of
 * one's own make. While there are few of them among many others, they are no flood.
 */
const CASUAL_REQUESTS = 2;
const LEAST_CASUAL = 150;
/** Who is less suspect adds nothing that counts. */
const NOTICEABLE = 0.1;
/** While no more of the others than this are refused, something in front of the site has told the refused from them already. */
const HARDLY_REFUSED = 0.05;
const MOSTLY = 0.5;

/**
 * Requests that an attack of these suspects must have sent to be more than a nuisance. O(units).
 * @param attackShare of all requests, 0..1
 * @param isBack whether a unit was there some minutes ago, too
 */
export function leastRequestsOf(
  units: Units,
  attackShare: number,
  scale: Scale,
  isBack: (unit: number) => boolean,
): { leastRequests: number; isOfFew: boolean } {
  let attack = 0;
  let steady = 0;
  let casual = 0;
  let squares = 0;
  let attempts = 0;
  const isFiltered = areOthersServed(units);
  for (let unit = 0; unit < units.count; unit += 1) {
    const posterior = units.attack[unit]!;
    const requests = posterior * units.requests[unit]!;
    attack += requests;
    // A row that stands for many quiet sources is many.
    squares += (requests * requests) / units.sources[unit]!;
    attempts += posterior * units.attempts[unit]!;
    const rhythm = units.bin(unit, RHYTHM);
    if (scale > 0 && rhythm === EVEN_AS_A_CLOCK) steady += requests;
    const isCasual =
      units.requests[unit]! <= CASUAL_REQUESTS * units.sources[unit]! &&
      units.bin(unit, ERRORS) === 0 &&
      !(isFiltered && isRefused(units, unit)) &&
      units.attempts[unit] === 0 &&
      !hasSent(units.asked[unit]!);
    if (isCasual && posterior >= NOTICEABLE && !isBack(unit)) casual += requests;
  }
  // The inverse Simpson index: the number of equally loud sources that would be as concentrated.
  if (attack * attack >= FEW_SOURCES * squares) {
    const isCasual = casual >= MOSTLY * attack && attackShare < MOSTLY;
    return { leastRequests: isCasual ? LEAST_CASUAL : FLOOR_PER_MINUTE[0], isOfFew: false };
  }
  // A guess here and a crawl there do not make one thing of both.
  const isGuessing = attempts >= FEW_LOGIN_REQUESTS || attempts >= LOGIN_SHARE * attack;
  if (isGuessing) return { leastRequests: FEW_LOGIN_REQUESTS, isOfFew: true };
  const isSteady = steady >= MOSTLY * attack;
  return { leastRequests: isSteady ? FEW_STEADY_REQUESTS : FEW_LOAD_REQUESTS, isOfFew: true };
}

/** Whether hardly anybody is refused who is not suspect: then who is refused is not answered as anybody is. */
function areOthersServed(units: Units): boolean {
  let refused = 0;
  let others = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (units.attack[unit]! >= NOTICEABLE) continue;
    others += units.sources[unit]!;
    if (isRefused(units, unit)) refused += units.sources[unit]!;
  }
  return refused <= HARDLY_REFUSED * others;
}

/** Whether a source was refused so often that the log does not show what it wanted. */
function isRefused(units: Units, unit: number): boolean {
  return units.bin(unit, PROFILE) < 0;
}

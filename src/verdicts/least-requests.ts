import { attributeIndex, hasSent, type Units, wideNetworkOf } from "../features/units.ts";
import { FLOOR_PER_MINUTE } from "../features/what-matters.ts";
import type { Scale } from "./behaviour-model.ts";

const ERRORS = attributeIndex("errors");
const PROFILE = attributeIndex("profile");
const RHYTHM = attributeIndex("rhythm");
const EVEN_AS_A_CLOCK = 0;
const POSTS = attributeIndex("posts");
const MOSTLY_SENDING = 1;
const USER_AGENT = attributeIndex("user-agent");
const NAMELESS = 0;
const BROWSER = 1;
const VARIETY = attributeIndex("path-variety");
const OVER_AND_OVER = 1;
const QUERIES = attributeIndex("queries");
const ANOTHER_QUERY = 1;

/**
 * A handful of sources is a nuisance until it has sent so much: a few guesses at a password by one, and by mere load, as a
 * scanner's burst or a greedy crawler on a small site has it, by the other.
 */
const FEW_SOURCES = 8;
const FEW_LOGIN_REQUESTS = 75;
const FEW_LOAD_REQUESTS = 250;
/** Who goes on like a clock for a minute or more, and asks for what there is, neither hurries through a list, as scanners do, nor reads, as crawlers do. */
const FEW_STEADY_REQUESTS = 120;
const LOGIN_SHARE = 0.4;
/**
 * A few machines of one house, or two or three of anybody's, that ask for one thing after the other and are answered each time: a harvester of records, a copy of a
 * catalogue, a directory that takes the new episode. Together they get no more than so many answers a minute, and while all of them are
 * served as anybody is, they are a burden to nobody, however long they go on.
 */
const HOUSE_SOURCES = 24;
const LONE_SOURCES = 3;
const HOUSE_PER_MINUTE = 300;
const HOUSE_SHARE = 0.8;
/** Requests a minute of each machine of a house at least, by scale: who asks for one thing after the other is soon done; who takes turns hides. */
const LEAST_EACH = [12, 12, 5] as const;
/** Of what a house asks for, so much at most may fail, be refused, or be a login or something sent; nor may it be asked under the name of a browser, or under none. */
const MOST_HARM = 0.05;
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
/** Bins of the errors from here on are of who was mostly told that there is no such thing. */
const MOSTLY_WRONG = 2;

/**
 * Requests that an attack of these suspects must have sent to be more than a nuisance. O(units).
 * @param attackShare of all requests, 0..1
 * @param minutes length of the span, minutes
 * @param isBack whether a unit was there some minutes ago, too
 */
export function leastRequestsOf(
  units: Units,
  attackShare: number,
  scale: Scale,
  minutes: number,
  isBack: (unit: number) => boolean,
): { leastRequests: number; isOfFew: boolean } {
  let attack = 0;
  let steady = 0;
  let casual = 0;
  let squares = 0;
  let attempts = 0;
  let harm = 0;
  let stuck = 0;
  const isFiltered = areOthersServed(units);
  for (let unit = 0; unit < units.count; unit += 1) {
    const posterior = units.attack[unit]!;
    const requests = posterior * units.requests[unit]!;
    attack += requests;
    // A row that stands for many quiet sources is many.
    squares += (requests * requests) / units.sources[unit]!;
    attempts += posterior * units.attempts[unit]!;
    const rhythm = units.bin(unit, RHYTHM);
    const isFailing = units.bin(unit, ERRORS) >= MOSTLY_WRONG;
    if (scale > 0 && rhythm === EVEN_AS_A_CLOCK && !isFailing) steady += requests;
    if (isFailing || isRefused(units, unit) || isSending(units, unit) || isHiding(units, unit))
      harm += requests;
    if (isStuck(units, unit)) stuck += requests;
    const isCasual =
      units.requests[unit]! <= CASUAL_REQUESTS * units.sources[unit]! &&
      units.bin(unit, ERRORS) === 0 &&
      !(isFiltered && isRefused(units, unit)) &&
      units.attempts[unit] === 0 &&
      !hasSent(units.asked[unit]!);
    if (isCasual && posterior >= NOTICEABLE && !isBack(unit)) casual += requests;
  }
  const isOfFewer = (sources: number) => attack * attack < sources * squares;
  const isHarmless =
    ((isOfFewer(LONE_SOURCES) && stuck < MOSTLY * attack) ||
      (isOfFewer(HOUSE_SOURCES) &&
        squares >= LEAST_EACH[scale] * minutes * attack &&
        isOfOneHouse(units, attack))) &&
    attack < HOUSE_PER_MINUTE * Math.max(1, minutes) &&
    harm <= MOST_HARM * attack;
  if (isHarmless) return { leastRequests: Number.POSITIVE_INFINITY, isOfFew: true };
  // The inverse Simpson index: the number of equally loud sources that would be as concentrated.
  if (!isOfFewer(FEW_SOURCES)) {
    const isCasual = casual >= MOSTLY * attack && attackShare < MOSTLY;
    return { leastRequests: isCasual ? LEAST_CASUAL : FLOOR_PER_MINUTE[0], isOfFew: false };
  }
  // A guess here and a crawl there do not make one thing of both.
  const isGuessing = attempts >= FEW_LOGIN_REQUESTS || attempts >= LOGIN_SHARE * attack;
  if (isGuessing) return { leastRequests: FEW_LOGIN_REQUESTS, isOfFew: true };
  const isSteady = steady >= MOSTLY * attack;
  return { leastRequests: isSteady ? FEW_STEADY_REQUESTS : FEW_LOAD_REQUESTS, isOfFew: true };
}

/** Whether one house, a wide network, sends most of so many attack requests. O(units), so it is asked last. */
function isOfOneHouse(units: Units, attack: number): boolean {
  const houses = new Map<number, number>();
  let most = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    const house = wideNetworkOf(units, unit);
    const requests = (houses.get(house) ?? 0) + units.attack[unit]! * units.requests[unit]!;
    houses.set(house, requests);
    if (requests > most) most = requests;
  }
  return most >= HOUSE_SHARE * attack;
}

/** Whether a source tries to log in, or mostly sends something: a form, a message, a file. */
function isSending(units: Units, unit: number): boolean {
  return (
    units.attempts[unit]! > 0 || units.bin(unit, POSTS) === MOSTLY_SENDING || hasSent(units.asked[unit]!)
  );
}

/** Whether a source pretends to be a browser, or does not say what it is: of programs that is a disguise, and of people nothing that they need. */
function isHiding(units: Units, unit: number): boolean {
  const agent = units.bin(unit, USER_AGENT);
  return agent === BROWSER || agent === NAMELESS;
}

/** Whether a source asks for the same again and again: nobody copies a site so. */
function isStuck(units: Units, unit: number): boolean {
  const variety = units.bin(unit, VARIETY);
  return variety >= 0 && variety <= OVER_AND_OVER && units.bin(unit, QUERIES) !== ANOTHER_QUERY;
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

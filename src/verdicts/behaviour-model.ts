import { type Baseline, behaviourKey } from "../baselines/baseline.ts";
import WEIGHTS from "../features/attribute-weights.json" with { type: "json" };
import { NOT_APPLICABLE, SOURCE_ATTRIBUTES } from "../features/source-attributes.ts";
import { attributeIndex, Excuse, type Units } from "../features/units.ts";
import { loudness, outdatedness } from "./unlike-visitors.ts";

/** Sources that the site's own habits must rest on before they outweigh the general ones. */
const HABIT_SOURCES = 100;
/** No single attribute may decide: its log-likelihood ratio is cut here. */
const ATTRIBUTE_LIMIT = 2.5;
/** Nor all of them together: beyond this a source is as sure as the log can make it. */
const TOTAL_LIMIT = 6;
/**
 * What a script that drives a browser does as browsers do: pages with their files, referrers, bursts. Some attackers are of that kind,
 * so that all of it together clears nobody further than this: the log of their share among attackers.
 */
const LOOKS = new Set([
  "profile",
  "errors",
  "referrer",
  "user-agent",
  "user-agent-change",
  "path-variety",
  "rhythm",
  "queries",
  "assets",
  "posts",
  "protocol",
]);
const LOOKS_LIMIT = -2.6;
/** Crawlers and monitors that say what they are: so much evidence is needed to doubt them. */
const DECLARED_BONUS = 4;
/** Requests of a source that are modest, by scale. */
const MODEST = [10, 20, 120] as const;
/** A crawler runs from many addresses of few networks; a name that is used from so many networks is a mask. */
const MASK_NETWORKS = 40;
/**
 * So many networks that were never seen before, and all of a sudden they say that they are machines, and ask again and again: whatever
 * they are called, that is no crawler. (WordPress sites that are made to verify pingbacks by the thousand each have a name of their
 * own. Servers that show a link to their readers have one, too, but they fetch it once.)
 */
const STRANGE_NETWORKS = 40;
const ONCE = 1.3;
/** Share of visitors who want just that, from which on it is what is wanted here. */
const USUAL_ERRAND = 0.02;
const HISTORY = attributeIndex("history");
const REQUESTS = attributeIndex("requests");
const PROTOCOL = attributeIndex("protocol");
/** Bins of an attribute in a table of ratios: the last is of those to whom it does not apply. */
const BINS = 16;
const USER_AGENT = attributeIndex("user-agent");
const NEW_NETWORK = 2;
const ATTEMPTS = attributeIndex("attempts");
const ERRORS = attributeIndex("errors");
/** Bins of the user agent that name a program: a tool, or an app. */
const NAMED: readonly number[] = [3, 4];
/** Those, and crawlers and monitors that say what they are. */
const MACHINES: readonly number[] = [2, 3, 4, 5];
/**
 * From this share of a site's visitors on, a program is at home there, and what makes it one (it sends no referrer, loads no files, asks for
 * one thing, by the clock) is no sign of an attack, however much more of it comes today.
 */
const AT_HOME = 0.05;
/** And asks no more, by scale, than some hundred a minute: under its name a few could else ask for more than all who are at home. */
const MOST_AT_HOME = [20, 100, 1000] as const;
const LEAST_KNOWN = 40;

/** How sources of either kind fall into the bins of an attribute at one scale, shares. */
interface BinShares {
  readonly people: readonly number[];
  readonly attack: readonly number[];
}

interface AttributeWeights {
  readonly trust: number;
  /** By {@link Scale}. */
  readonly scales: readonly BinShares[];
}

const TABLES: readonly AttributeWeights[] = SOURCE_ATTRIBUTES.map((attribute) => {
  const weights = (WEIGHTS.attributes as Record<string, AttributeWeights>)[attribute.name];
  const fits = weights?.scales.every(({ people, attack }) =>
    [people, attack].every((shares) => shares.length === attribute.bins.length && shares.length < BINS),
  );
  if (weights === undefined || fits !== true) {
    throw new Error(`attribute-weights.json does not fit the attribute ${attribute.name}`);
  }
  const scales = weights.scales.map(({ people, attack }) => ({
    people: normalised(people),
    attack: normalised(attack),
  }));
  return { trust: weights.trust, scales };
});

/** 1 for looks, 0 for deeds, by attribute. */
const IS_LOOK = Float64Array.from(SOURCE_ATTRIBUTES, ({ name }) => Number(LOOKS.has(name)));

/** 1 for what says nothing against a source, by attribute, for each {@link Excuse}. */
const EXCUSED: readonly Float64Array[] = [
  [],
  // What the script of a page decides, and not the person before it.
  ["profile", "path-variety", "rhythm", "queries", "assets", "posts"],
  [...LOOKS],
].map((names) => Float64Array.from(SOURCE_ATTRIBUTES, ({ name }) => Number(names.includes(name))));

/** Scales at which spans are judged, by index: about ten seconds, a minute, ten minutes. */
export type Scale = 0 | 1 | 2;

/** What one attribute of a source says. */
export interface AttributeVote {
  readonly attribute: string;
  /** What was seen, in the words of the attribute's bin. */
  readonly seen: string;
  /** Log-odds of attacker against people. */
  readonly logOdds: number;
}

/**
 * What a source did, as a log-likelihood ratio of attackers against people.
 *
 * Naive Bayes over the source attributes. People are the general ones of the weights file; the site's own habits
 * excuse: what half of the audience does is no sign of an attack, however machine-like. Each attribute's
 * ratio is tempered by its trust (they are not independent) and cut, as are the sum of all looks and the sum.
 */
export class BehaviourModel {
  /** Ratio by attribute * {@link BINS} + bin. */
  readonly #ratios = new Float64Array(SOURCE_ATTRIBUTES.length * BINS);
  /** What the site's habits say against who does not call itself a machine, by bin of its requests, and of its protocol. */
  readonly #loud = new Float64Array(BINS);
  readonly #outdated = new Float64Array(BINS);
  #scale: Scale = 0;

  /** Prepares the ratios for one judgement. O(attributes × bins). */
  prepare(baseline: Baseline, scale: Scale): void {
    this.#scale = scale;
    const habits = baseline.behaviour[scale]!;
    // Ten calm minutes are rarer than a calm one: until enough are known, minutes tell what the audience does.
    const minutes = baseline.behaviour[1]!;
    const borrowed = TABLES.map((_, k) => {
      const key = behaviourKey(k, NOT_APPLICABLE);
      const missing = HABIT_SOURCES - habits.share(key) * habits.total;
      return missing <= 0 ? 0 : Math.min(1, missing / Math.max(1, minutes.share(key) * minutes.total));
    });
    TABLES.forEach(({ trust, scales }, k) => {
      const table = scales[scale]!;
      const countOf = (bin: number) => {
        const count = habits.share(behaviourKey(k, bin)) * habits.total;
        return scale === 2
          ? count + borrowed[k]! * minutes.share(behaviourKey(k, bin)) * minutes.total
          : count;
      };
      const seen = countOf(NOT_APPLICABLE);
      const own = seen / (seen + HABIT_SOURCES);
      table.people.forEach((general, bin) => {
        const count = countOf(bin);
        const habit = seen > 0 ? (count + 2 * general) / (seen + 2) : general;
        // Habits excuse and hardly ever accuse: the surge of tomorrow may do what nobody did last night.
        const people = Math.max(general, (1 - own) * general + own * habit);
        // The version of HTTP says nothing but against what the site's own visitors speak.
        const ratio = k === PROTOCOL ? 0 : trust * Math.log(table.attack[bin]! / people);
        this.#ratios[k * BINS + bin] = Math.max(-ATTRIBUTE_LIMIT, Math.min(ATTRIBUTE_LIMIT, ratio));
        if (k === REQUESTS) this.#loud[bin] = loudness(table.people, countOf, seen, bin, trust);
        if (k === PROTOCOL) this.#outdated[bin] = outdatedness(countOf, seen, bin, trust);
      });
    });
  }

  /** Writes the ratio of every unit to `units.behaviour`, and its part by looks to `units.looks`. O(units × attributes). */
  measure(units: Units, baseline: Baseline): void {
    const masks = this.#masks(units, baseline);
    const isCrowd = hasStrangeCrowd(units, baseline);
    const attributes = SOURCE_ATTRIBUTES.length;
    const { bins } = units;
    const ratios = this.#ratios;
    const looksLike = IS_LOOK;
    for (let unit = 0; unit < units.count; unit += 1) {
      let looks = 0;
      let deeds = 0;
      if (isKnownProgram(baseline, units, unit, this.#scale)) units.excused[unit] = Excuse.atHome;
      const isAtHome = units.excused[unit] === Excuse.atHome;
      const excused = EXCUSED[units.excused[unit]!]!;
      // What does not apply has the last bin of sixteen, and a ratio of nothing.
      for (let k = 0, at = unit * attributes; k < attributes; k += 1, at += 1) {
        const told = ratios[k * BINS + (bins[at]! & (BINS - 1))]!;
        const ratio = told > 0 ? told * (1 - excused[k]!) : told;
        const isLook = looksLike[k]!;
        looks += isLook * ratio;
        deeds += (1 - isLook) * ratio;
      }
      const agent = bins[unit * attributes + USER_AGENT]! & (BINS - 1);
      // Machines ask for more than visitors, and in their own HTTP: of who says that it is one that is nothing new.
      if (!MACHINES.includes(agent)) {
        deeds += this.#loud[bins[unit * attributes + REQUESTS]! & (BINS - 1)]!;
        looks += this.#outdated[bins[unit * attributes + PROTOCOL]! & (BINS - 1)]!;
      }
      // Who calls itself a tool, or nothing, admits what no other looks can deny.
      const admitted = isAtHome ? 0 : Math.max(0, ratios[USER_AGENT * BINS + agent]!);
      looks -= admitted;
      deeds += admitted;
      const isWelcome = units.exempt[unit] === 1 && !(isCrowd && units.bin(unit, HISTORY) === NEW_NETWORK);
      // Who says that it is a machine may look like one, as long as it asks no more than machines do that are welcome.
      if (isWelcome && units.requests[unit]! <= MODEST[this.#scale]! * units.sources[unit]!) {
        looks = Math.min(0, looks);
      }
      units.looks[unit] = Math.max(LOOKS_LIMIT, looks);
      let sum = deeds + units.looks[unit]!;
      if (isWelcome && units.attempts[unit]! < 5 && !masks.has(units.userAgent[unit]!)) {
        sum -= DECLARED_BONUS;
      }
      units.behaviour[unit] = Math.max(-TOTAL_LIMIT, Math.min(TOTAL_LIMIT, sum));
    }
  }

  /** What each attribute of a unit says, as {@link measure} adds it up before the sum is cut. O(attributes). */
  votesOf(units: Units, unit: number): AttributeVote[] {
    return SOURCE_ATTRIBUTES.flatMap(({ name, bins }, k) => {
      const bin = units.bins[unit * SOURCE_ATTRIBUTES.length + k]!;
      if (bin === NOT_APPLICABLE) return [];
      const agent = units.bins[unit * SOURCE_ATTRIBUTES.length + USER_AGENT]!;
      const unlike = k === REQUESTS ? this.#loud[bin]! : k === PROTOCOL ? this.#outdated[bin]! : 0;
      const ratio = this.#ratios[k * BINS + bin]! + (MACHINES.includes(agent) ? 0 : unlike);
      const logOdds = EXCUSED[units.excused[unit]!]![k] === 1 ? Math.min(0, ratio) : ratio;
      return [{ attribute: name, seen: bins[bin]!, logOdds }];
    });
  }

  /** Names of declared machines that are used from so many networks that they are masks. */
  #masks(units: Units, baseline: Baseline): Set<number> {
    const networks = new Map<number, Set<number>>();
    for (let unit = 0; unit < units.count; unit += 1) {
      if (units.exempt[unit] !== 1) continue;
      const name = units.userAgent[unit]!;
      const users = networks.get(name);
      if (users === undefined) networks.set(name, new Set([units.prefix[unit]!]));
      else users.add(units.prefix[unit]!);
    }
    const masks = new Set<number>();
    for (const [name, users] of networks) {
      if (users.size > MASK_NETWORKS && baseline.userAgents.share(name) < 0.01) masks.add(name);
    }
    return masks;
  }
}

/** Whether a source calls itself by the name of a program that is at home here, and neither fails nor tries to log in. */
function isKnownProgram({ userAgents }: Baseline, units: Units, unit: number, scale: Scale): boolean {
  return (
    NAMED.includes(units.bin(unit, USER_AGENT)) &&
    units.requests[unit]! <= MOST_AT_HOME[scale]! * units.sources[unit]! &&
    units.bin(unit, ATTEMPTS) === 0 &&
    units.bin(unit, ERRORS) === 0 &&
    userAgents.total >= LEAST_KNOWN &&
    userAgents.share(units.userAgent[unit]!) >= AT_HOME
  );
}

/**
 * Whether declared machines from many networks never seen before ask for more than a link each, and for what is not asked for here by
 * anybody on any day: servers of a network of many deliver and fetch mostly one and the same, however many more of them come today.
 */
function hasStrangeCrowd(units: Units, { asked }: Baseline): boolean {
  const prefixes = new Set<number>();
  let requests = 0;
  let sources = 0;
  let usual = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (units.exempt[unit] !== 1 || units.bin(unit, HISTORY) !== NEW_NETWORK) continue;
    if (units.asked[unit] !== 0 && asked.share(units.asked[unit]!) >= USUAL_ERRAND) {
      usual += units.requests[unit]!;
      continue;
    }
    prefixes.add(units.prefix[unit]!);
    requests += units.requests[unit]!;
    sources += units.sources[unit]!;
  }
  return prefixes.size > STRANGE_NETWORKS && requests > Math.max(ONCE * sources, usual);
}

function normalised(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => Math.max(count / sum, 1e-4));
}

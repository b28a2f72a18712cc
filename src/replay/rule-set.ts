import { isCidr } from "../attribution/cidr-text.ts";
import { PREDICATES, type Predicate, type RuleMatch } from "../attribution/rule.ts";
import { optionError, type TidegaugeError } from "../errors.ts";
import { didYouMean } from "../suggestion.ts";

/** What a rule that is tried may say: all that a report's rules say, and "from anywhere but these countries". */
export interface TriedMatch extends RuleMatch {
  /**
   * ISO 3166: every request that is from none of these, unknown places included, as a firewall that lets only these in would
   * have it; `XX` among them stands for the unknown places, and spares them.
   */
  readonly notCountry?: readonly string[];
}

/** The predicates of {@link TriedMatch}. */
const TRIED_PREDICATES = [...PREDICATES, "notCountry"] as const;

/** Rules that are tried together, in their order. */
export interface RuleSet {
  /** What it is called: the name of its file, or what the rules are. */
  readonly name: string;
  readonly rules: readonly TriedMatch[];
}

const MOST_RULES = 1000;
const MOST_VALUES = 10_000;
const LONGEST_VALUE = 8192;

const SHAPES: Readonly<
  Record<(typeof TRIED_PREDICATES)[number], { isGood(text: string): boolean; like: string }>
> = {
  prefix: { isGood: isCidr, like: '"203.0.113.0/24"' },
  country: { isGood: (text) => /^[A-Z]{2}$/.test(text), like: '"RU"' },
  notCountry: { isGood: (text) => /^[A-Z]{2}$/.test(text), like: '"FR"' },
  network: { isGood: (text) => /^\d{1,10}$/.test(text), like: "64500" },
  method: { isGood: (text) => /^[A-Z]{1,20}$/.test(text), like: '"POST"' },
  path: { isGood: (text) => text.startsWith("/"), like: '"/login"' },
  userAgent: { isGood: (text) => text !== "", like: '"curl/7.68.0"' },
  referrer: { isGood: (text) => text !== "", like: '"-"' },
};

/**
 * Rules as somebody wrote them: an array of rules, `{ "rules": […] }`, a single rule, or a whole report of tidegauge, whose
 * episodes' rules are taken. A rule is `{ "match": { "country": ["RU"], … } }`; whatever else it holds is not looked at.
 * @param json the parsed JSON; anything
 * @throws TidegaugeError `TG_OPTION` for what is no rule, with the place and what was meant
 */
export function readRuleSet(json: unknown, name: string): RuleSet {
  const found = rulesIn(json);
  if (found === null) {
    throw wrong(
      name,
      'it must be an array of rules, or {"rules": […]}, each like {"match": {"country": ["RU"]}}',
    );
  }
  if (found.length === 0) throw wrong(name, "it holds no rule");
  if (found.length > MOST_RULES)
    throw wrong(name, `at most ${MOST_RULES} rules can be tried, got ${found.length}`);
  return { name, rules: found.map((rule, index) => readMatch(rule, name, index + 1)) };
}

function rulesIn(json: unknown): readonly unknown[] | null {
  if (Array.isArray(json)) return json;
  if (!isObject(json)) return null;
  if (Array.isArray(json["rules"])) return json["rules"];
  if (isObject(json["match"])) return [json];
  if (!Array.isArray(json["episodes"])) return null;
  return json["episodes"].flatMap((episode: unknown) =>
    isObject(episode) && Array.isArray(episode["rules"]) ? episode["rules"] : [],
  );
}

function readMatch(rule: unknown, name: string, number: number): TriedMatch {
  const at = `rule ${number}`;
  if (!isObject(rule) || !isObject(rule["match"])) {
    throw wrong(name, `${at} must be like {"match": {"country": ["RU"]}}, got ${shown(rule)}`);
  }
  const match: Partial<Record<string, readonly (string | number)[]>> = {};
  for (const [key, value] of Object.entries(rule["match"])) {
    const predicate = TRIED_PREDICATES.find((one) => one === key);
    if (predicate === undefined) {
      throw wrong(
        name,
        `${at} speaks of "${key.slice(0, 60)}", which no rule does${didYouMean(key, TRIED_PREDICATES)}`,
      );
    }
    const values = Array.isArray(value) ? value : [value];
    match[predicate] = readValues(values, predicate, name, at);
  }
  if (Object.keys(match).length === 0) throw wrong(name, `${at} has no predicate: it would block everything`);
  return match as TriedMatch;
}

function readValues(
  values: readonly unknown[],
  predicate: Predicate | "notCountry",
  name: string,
  at: string,
): readonly (string | number)[] {
  const { isGood, like } = SHAPES[predicate];
  if (values.length === 0 || values.length > MOST_VALUES) {
    throw wrong(name, `"${predicate}" of ${at} must list 1 to ${MOST_VALUES} values like ${like}`);
  }
  return values.map((value) => {
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text !== "string" || text.length > LONGEST_VALUE || !isGood(text)) {
      throw wrong(name, `"${predicate}" of ${at} must list values like ${like}, got ${shown(value)}`);
    }
    return predicate === "network" ? Number(text) : text;
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function wrong(name: string, rule: string): TidegaugeError {
  return optionError(`Cannot try the rules of ${name}`, rule);
}

import type { Episode, Rule, RuleMatch, RuleShares } from "../report.ts";
import { isAttack } from "../report.ts";
import { cutMiddle, wrap } from "./layout.ts";
import { fact, type Page, prose } from "./page.ts";
import { counted, listed, percent } from "./words.ts";

/** Rules told in full; the rest only counted. */
const MOST_RULES = 6;

/** Values of a predicate that are told, and of headers, which are long; the rest is only counted. */
const MOST_VALUES = 3;
const MOST_HEADERS = 1;

/** Columns of a value. */
const VALUE_WIDTH = 60;

/** What to do: the rules with whom they hurt, or why there is nothing to block. */
export function whatToDo(page: Page, episode: Episode): string[] {
  const nothing = nothingToBlock(episode);
  if (nothing !== null) return fact(page, "What to do", nothing);
  const intro =
    episode.end === null ? "tell the firewall, the CDN or the web server:" : "should it come back, block:";
  const lines = fact(page, "What to do", intro);
  const shown = episode.rules.slice(0, MOST_RULES);
  shown.forEach((rule, index) => {
    lines.push(...wrap(ruleSentence(rule), prose(page), `${" ".repeat(14)}${index + 1}. `));
  });
  const margin = " ".repeat(14);
  const last = episode.rules.at(-1)!;
  if (episode.rules.length > shown.length) {
    lines.push(
      ...wrap(
        `and ${counted(episode.rules.length - shown.length, "more rule")} (see --json).`,
        prose(page),
        margin,
      ),
    );
  }
  if (episode.rules.length > 1) {
    lines.push(
      ...wrap(
        `All together they stop ${percent(last.attackCaught)} of the attack and hit ${hurt(last)}.`,
        prose(page),
        margin,
      ),
    );
  }
  if (!page.report.settings.anonymize) {
    const how =
      "As configuration: tidegauge rules FILE --for nginx (nft, haproxy, cloudflare, …), with the options given here.";
    lines.push(...wrap(how, prose(page), margin));
  }
  if (page.report.settings.anonymize) {
    lines.push(
      ...wrap(
        "Addresses are cut (--anonymize): judge again without it for rules that can be used.",
        prose(page),
        margin,
      ),
    );
  }
  return lines;
}

/** Why there is nothing to block; null where there are rules. */
export function nothingToBlock(episode: Episode): string | null {
  if (episode.verdict === "organic-surge") {
    return "block nothing: these are your visitors. More capacity or a waiting room helps.";
  }
  if (!isAttack(episode.verdict)) {
    return "block nothing on this evidence; see below what would decide it.";
  }
  if (episode.rules.length > 0) return null;
  return "no rule was found that stops this attack and spares the visitors: it looks too much like them.";
}

/** One rule and what it is worth: `POST /login from 203.0.113.0/24: stops 87 % of the attack; hits …`. */
export function ruleSentence(rule: Rule): string {
  const { marginal } = rule;
  const more = rule.attackCaught > marginal.attackCaught ? " more" : "";
  return `${matchWords(rule.match)}: stops ${percent(marginal.attackCaught)}${more} of the attack; hits ${hurt(marginal)}`;
}

/** Whom it hurts: `0.4 % of the visitors' requests at the time, 0.1 % of normal traffic`. */
function hurt(shares: RuleShares): string {
  const normal = shares.baselineHit === null ? "" : `, ${percent(shares.baselineHit)} of normal traffic`;
  return `${percent(shares.organicHit)} of the visitors' requests at the time${normal}`;
}

/** A rule's predicates in words: `POST /administrator from 203.0.113.0/24 without a referrer`. */
export function matchWords(match: RuleMatch): string {
  const parts: string[] = [];
  const what = [match.method && values(match.method), match.path && values(match.path)]
    .filter(Boolean)
    .join(" ");
  parts.push(what === "" ? "everything" : what);
  if (match.prefix) parts.push(`from ${values(match.prefix)}`);
  if (match.country) parts.push(`from ${values(match.country)}`);
  if (match.network) parts.push(`from ${values(match.network.map((number) => `AS${number}`))}`);
  if (match.userAgent) parts.push(header(match.userAgent, "user agent"));
  if (match.referrer) parts.push(header(match.referrer, "referrer"));
  return parts.join(" ");
}

function header(wanted: readonly string[], name: string): string {
  const present = wanted.filter((value) => value !== "-").map((value) => `"${value}"`);
  if (present.length === 0) return `without a ${name}`;
  const absent = present.length < wanted.length ? " or none" : "";
  return `with ${name} ${values(present, MOST_HEADERS)}${absent}`;
}

function values(all: readonly string[], most = MOST_VALUES): string {
  const shown = all.slice(0, most).map((value) => cutMiddle(value, VALUE_WIDTH));
  const more = all.length - shown.length;
  return more > 0 ? `${shown.join(", ")} or ${counted(more, "other")}` : listed(shown, "or");
}

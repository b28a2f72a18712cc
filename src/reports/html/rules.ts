import type { Episode, Rule, RuleMatch } from "../report.ts";
import { nothingToBlock, ruleSentence } from "../text/rules.ts";
import { count, percent } from "../text/words.ts";
import { bar } from "./bar.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { sentence } from "./sentence.ts";

/** Predicates as they are called beside their values. */
const PREDICATES: Readonly<Record<keyof RuleMatch, string>> = {
  method: "method",
  path: "path",
  prefix: "prefix",
  country: "country",
  network: "AS",
  userAgent: "user agent",
  referrer: "referrer",
};

/** Values of a predicate that are shown. */
const MOST_VALUES = 24;
/** What to do: the rules with what they stop and whom they hurt, to be copied for a firewall or server. */
export function rulesSection(page: HtmlPage, episode: Episode): Markup {
  const nothing = nothingToBlock(episode);
  if (nothing !== null) return html`<section><h3>What to do</h3><p>${sentence(nothing)}</p></section>\n`;
  const last = episode.rules.at(-1)!;
  const intro =
    episode.end === null ? "Tell the firewall, the CDN or the web server:" : "Should it come back, block:";
  const several = episode.rules.length > 1;
  return html`<section><h3>What to do</h3>
<p>${intro}</p>
<ol class="rules">${episode.rules.map(ruleItem)}</ol>
${several && html`<p>All together they stop <strong>${percent(last.attackCaught)}</strong> of the attack and hit <strong>${percent(last.organicHit)}</strong> of the visitors’ requests at the time${last.baselineHit !== null && html`, ${percent(last.baselineHit)} of normal traffic`}.</p>`}
${page.report.settings.anonymize ? html`<p class="note">Addresses are cut (<code>--anonymize</code>): judge again without it for rules that can be used.</p>` : command(page, episode)}
</section>
`;
}

function ruleItem(rule: Rule): Markup {
  const { marginal } = rule;
  const [what] = ruleSentence(rule).split(/: stops (?!.*: stops )/);
  const more = rule.attackCaught > marginal.attackCaught ? " more" : "";
  return html`<li><p class="match">${what!}</p>
<dl class="worth"><div><dt>stops</dt><dd>${percent(marginal.attackCaught)}${more} of the attack ${bar([["attack", 0, marginal.attackCaught]], 0, 1)}</dd></div>
<div><dt>hits</dt><dd>${percent(marginal.organicHit)} of the visitors’ requests at the time ${bar([["visitors", 0, marginal.organicHit]], 0, 1)}</dd></div>
<div><dt>normally</dt><dd>${marginal.baselineHit === null ? "not known" : html`${percent(marginal.baselineHit)} of normal traffic ${bar([["visitors", 0, marginal.baselineHit]], 0, 1)}`}</dd></div></dl>
<details class="more"><summary>Its values</summary><dl class="values">${(
    Object.keys(PREDICATES) as (keyof RuleMatch)[]
  ).map((predicate) => {
    const values = rule.match[predicate];
    return (
      values !== undefined &&
      html`<dt>${PREDICATES[predicate]}${values.length > 1 && ` (any of ${count(values.length)})`}<dd>${values.slice(0, MOST_VALUES).map((value: string | number) => html`<code>${value === "-" ? "(none)" : value}</code> `)}${values.length > MOST_VALUES && `and ${values.length - MOST_VALUES} more`}`
    );
  })}</dl></details>\n`;
}

/** Where the script shows the rules in the language of a target; without it, the command that writes them. */
function command(page: HtmlPage, episode: Episode): Markup {
  const name = page.report.input.sources[0]?.name ?? "FILE";
  const file = /^[\w./-]+$/.test(name) ? name : "FILE";
  return html`<div class="exports" data-exports="${episode.id}"><p class="note">On the command line: <code>tidegauge rules ${file} --for nginx --episode ${episode.id}</code></p></div>`;
}

import type { RuleMatch } from "../rule.ts";
import { hashComments, headOf, worthOf } from "./comments.ts";
import {
  byFamily,
  type Exported,
  type ExportInput,
  type NumberedRule,
  sayable,
  unknownPredicates,
} from "./export.ts";
import { spelled } from "./spelling.ts";

/**
 * nginx: `geo` and `map` blocks for the `http` context, which set `$tidegauge_block`; the site then says what to do.
 * Values are regular expressions with every byte that means something in them as `\xHH` (which nginx's reader leaves alone and
 * PCRE reads), so none holds a quote, `$` or `{`. Countries need a variable that holds them,
 * or are written as their address ranges.
 */
export function exportNginx(input: ExportInput): Exported {
  const variable = input.countryVariable;
  const { rules, leftOut } = sayable(input, (match) => {
    if (match.country !== undefined && variable === null && input.countryRanges === null) {
      return "nginx knows no countries by itself; --country-ranges writes their addresses, or with ngx_http_geoip2_module say --country-variable '$geoip2_data_country_code'";
    }
    return unknownPredicates(
      match,
      ["prefix", "country", "method", "path", "userAgent", "referrer"],
      "nginx",
    );
  });
  const how = [
    "",
    "Include this file within http { }, and in each server { } to be protected write:",
    "    if ($tidegauge_block) { return 403; }",
    "Behind a proxy or CDN, set_real_ip_from and real_ip_header must be set: addresses are those of $remote_addr.",
    "Check with nginx -t, then nginx -s reload. To remove: take both lines out and reload.",
    "",
  ];
  const lines = hashComments(headOf(input, how, leftOut));
  const { v4, v6 } = byFamily(input.allow);
  lines.push("", ...hashComments(["Never blocked (--allow)"]));
  lines.push(
    ...block(
      "geo $tidegauge_allowed",
      [...v4, ...v6].map((cidr) => `${cidr} 1;`),
    ),
  );
  for (const rule of rules) for (const line of ["", ...ruleBlocks(rule, input)]) lines.push(line);
  const flags = rules.map(({ number }) => `$tidegauge_rule_${number}`).join("");
  lines.push("", ...hashComments(["Any rule, and not allowed"]));
  lines.push(...block(`map "$tidegauge_allowed:${flags}" $tidegauge_block`, ['"~^0:.*1" 1;']));
  return { text: `${lines.join("\n")}\n`, leftOut };
}

function ruleBlocks(numbered: NumberedRule, { countryVariable, countryRanges }: ExportInput): string[] {
  const { number, match } = numbered;
  const name = (what: string) => `$tidegauge_${number}_${what}`;
  const lines = hashComments([worthOf(numbered)]);
  const parts: string[] = [];
  const part = (what: string, head: string, entries: readonly string[]) => {
    parts.push(name(what));
    // One by one: the ranges of countries are more than a call takes.
    for (const line of block(`${head} ${name(what)}`, entries)) lines.push(line);
  };
  const values = (all: readonly string[]) => all.map((value) => `${value} 1;`);
  if (match.prefix) part("prefix", "geo", values(match.prefix));
  if (match.country && countryVariable !== null) {
    part("country", `map ${countryVariable}`, values(match.country));
  } else if (match.country) {
    part("country", "geo", values(countryRanges!.cidrs(match.country)));
  }
  if (match.method)
    part(
      "method",
      "map $request_method",
      match.method.map((method) => `${method} 1;`),
    );
  // $request_uri is the path as it was sent, and as it is logged; $uri would be decoded.
  if (match.path)
    part(
      "path",
      "map $request_uri",
      match.path.map((path) => `"~^${pattern(path)}(?:\\x3f|$)" 1;`),
    );
  if (match.userAgent) part("agent", "map $http_user_agent", headers(match.userAgent));
  if (match.referrer) part("referrer", "map $http_referer", headers(match.referrer));
  const all = `"${"1".repeat(parts.length)}" 1;`;
  lines.push(...block(`map "${parts.join("")}" $tidegauge_rule_${number}`, [all]));
  return lines;
}

function headers(values: NonNullable<RuleMatch["userAgent"]>): string[] {
  return values.map((value) => (value === "-" ? '"" 1;' : `"~^${pattern(value)}$" 1;`));
}

function pattern(value: string): string {
  return spelled(value, /[\w/ ,:;=&-]/, (hex) => `\\x${hex}`);
}

function block(head: string, entries: readonly string[]): string[] {
  return [`${head} {`, "    default 0;", ...entries.map((entry) => `    ${entry}`), "}"];
}

import type { RuleMatch } from "../rule.ts";
import { headOf, worthOf } from "./comments.ts";
import { byFamily, type Exported, type ExportInput, sayable } from "./export.ts";
import { spelled } from "./spelling.ts";

/** The Rulesets API takes expressions of up to 4,096 characters. */
const LONGEST_EXPRESSION = 4096;

/** A custom ruleset as the Rulesets API has it. */
export interface CloudflareRuleset {
  readonly description: string;
  readonly rules: readonly {
    readonly ref: string;
    readonly description: string;
    readonly expression: string;
    readonly action: "block";
    readonly enabled: boolean;
  }[];
}

/**
 * Cloudflare: the body of a custom ruleset (phase `http_request_firewall_custom`) as JSON. Strings of the rules language
 * are double-quoted; every byte outside plain ASCII, quotes and backslashes are `\xHH`.
 */
export function exportCloudflare(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(input, (match) =>
    expressionOf(match, input.allow).length <= LONGEST_EXPRESSION
      ? null
      : `its expression would be longer than Cloudflare's ${LONGEST_EXPRESSION} characters`,
  );
  const how = [
    "PUT to /zones/ZONE/rulesets/phases/http_request_firewall_custom/entrypoint replaces all custom rules of the zone:",
    "POST single rules to /rulesets/ID/rules where there are others. To remove: DELETE /rulesets/ID/rules/RULE.",
  ];
  const ruleset: CloudflareRuleset = {
    description: headOf(input, how, leftOut).join(" "),
    rules: rules.map((rule) => ({
      ref: `tidegauge_${rule.number}`,
      description: worthOf(rule),
      expression: expressionOf(rule.match, input.allow),
      action: "block",
      enabled: true,
    })),
  };
  return { text: `${JSON.stringify(ruleset, null, 2)}\n`, leftOut };
}

function expressionOf(match: RuleMatch, allow: readonly string[]): string {
  const parts: string[] = [];
  const among = (field: string, values: readonly string[]) => parts.push(`${field} in {${values.join(" ")}}`);
  if (match.prefix) among("ip.src", match.prefix);
  if (match.country) among("ip.src.country", match.country.map(quoted));
  if (match.network) among("ip.src.asnum", match.network.map(String));
  if (match.method) among("http.request.method", match.method.map(quoted));
  if (match.path) among("http.request.uri.path", match.path.map(quoted));
  // An absent header is an empty string there.
  if (match.userAgent) among("http.user_agent", match.userAgent.map(header));
  if (match.referrer) among("http.referer", match.referrer.map(header));
  const { v4, v6 } = byFamily(allow);
  if (v4.length + v6.length > 0) parts.push(`not ip.src in {${[...v4, ...v6].join(" ")}}`);
  return `(${parts.join(" and ")})`;
}

function header(value: string): string {
  return value === "-" ? '""' : quoted(value);
}

function quoted(value: string): string {
  return `"${spelled(value, /[^"\\\u0000-\u001f\u007f]/, (hex) => `\\x${hex}`)}"`;
}

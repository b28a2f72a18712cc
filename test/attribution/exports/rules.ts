import type { ExportInput } from "../../../src/attribution/exports/export.ts";
import type { Rule, RuleMatch } from "../../../src/attribution/rule.ts";

/** Values as an attacker would write them into a log to get out of whatever they are quoted in. */
export const HOSTILE = [
  '"; } server { listen 81; } #',
  "'; return 200; '",
  "a b\tc",
  "$request_uri \u0024{HOME} $(id) `id`",
  "\\",
  'ends in \\"',
  "line\nbreak\r\nhttp-request allow",
  "{ } ( ) [ ] | * + ? . ^ $",
  "# comment",
  "-f /etc/passwd",
  "--",
  "~^.*",
  "default",
  "*/ <!-- */",
  "é ü 漢字 \u{1f600}",
  "\u001b[2J\u202e",
  "%00 %n %s \\x00 \\n",
  "hostnames",
  "=cmd|' /C calc'!A0",
] as const;

/** A rule with ordinary shares. */
export function rule(match: RuleMatch, shares: Partial<Rule> = {}): Rule {
  const marginal = { attackCaught: 0.87, organicHit: 0.002, baselineHit: 0.0004 };
  return { match, ...marginal, marginal, ...shares };
}

/** What an exporter is given, for some rules of one episode. */
export function input(rules: readonly Rule[], rest: Partial<ExportInput> = {}): ExportInput {
  return {
    generator: "tidegauge 0.1.0",
    episodes: [
      {
        id: "2021-04-06T05:58:10Z",
        verdict: "mixed",
        onset: "2021-04-06T05:58:10.000Z",
        end: "2021-04-06T07:12:00.000Z",
        rules,
      },
    ],
    allow: [],
    trustedProxies: [],
    validHours: 24,
    escaping: "none",
    countryVariable: null,
    countryRanges: null,
    ...rest,
  };
}

/** Rules of every kind, hostile values among them. */
export const EVERY_KIND: readonly Rule[] = [
  rule({ prefix: ["203.0.113.0/24", "2001:db8:1::/48"] }),
  rule({
    prefix: ["198.51.100.0/24"],
    method: ["POST"],
    path: ["/login", ...HOSTILE.map((text) => `/${text}`)],
  }),
  rule({ userAgent: ["python-requests/2.25.1", "-", ...HOSTILE], referrer: ["-"] }),
  rule({ path: ["x".repeat(160)], userAgent: ["é".repeat(120)] }),
  rule({ country: ["RU", "CN"], path: ["/login"] }),
  rule({ country: ["KP"] }),
  rule({ network: [64500] }),
];

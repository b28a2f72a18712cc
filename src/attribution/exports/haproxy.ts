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
 * HAProxy: lines for a `frontend`. One value per `acl` line (a line holds 64 words and 2,048 bytes; lines of one name are
 * alternatives), every byte of a value that means something as `\xHH`, and `--` before it so that it is no flag.
 */
export function exportHaproxy(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(input, (match) =>
    unknownPredicates(match, ["prefix", "method", "path", "userAgent", "referrer"], "HAProxy by itself"),
  );
  const how = [
    "",
    "Put these lines into the frontend, before other http-request lines.",
    "Behind a proxy or CDN, src must be the visitor: http-request set-src req.hdr_ip(x-forwarded-for,-1) where the peer is trusted.",
    "Check with haproxy -c -f haproxy.cfg, then reload. To remove: delete the lines and reload.",
    "",
  ];
  const lines = hashComments(headOf(input, how, leftOut));
  const { v4, v6 } = byFamily(input.allow);
  const allowed = [...v4, ...v6];
  if (allowed.length > 0) {
    lines.push("", ...hashComments(["Never blocked (--allow)"]));
    lines.push(...allowed.map((cidr) => `acl tidegauge_allowed src ${cidr}`));
  }
  for (const rule of rules) lines.push("", ...ruleLines(rule, allowed.length > 0));
  return { text: `${lines.join("\n")}\n`, leftOut };
}

function ruleLines(numbered: NumberedRule, hasAllowed: boolean): string[] {
  const { number, match } = numbered;
  const lines = hashComments([worthOf(numbered)]);
  const names: string[] = hasAllowed ? ["!tidegauge_allowed"] : [];
  const acl = (what: string, tests: readonly string[]) => {
    const name = `tidegauge_${number}_${what}`;
    names.push(name);
    lines.push(...tests.map((test) => `acl ${name} ${test}`));
  };
  if (match.prefix)
    acl(
      "prefix",
      match.prefix.map((cidr) => `src ${cidr}`),
    );
  if (match.method)
    acl(
      "method",
      match.method.map((method) => `method ${method}`),
    );
  if (match.path)
    acl(
      "path",
      match.path.map((path) => `path -m str -- ${word(path)}`),
    );
  if (match.userAgent) acl("agent", headers("user-agent", match.userAgent));
  if (match.referrer) acl("referrer", headers("referer", match.referrer));
  return [...lines, `http-request deny deny_status 403 if ${names.join(" ")}`];
}

/** `req.fhdr` takes the whole header; `req.hdr` would cut it at its commas. */
function headers(name: string, values: readonly string[]): string[] {
  return values.map((value) =>
    value === "-" ? `req.hdr_cnt(${name}) eq 0` : `req.fhdr(${name}) -m str -- ${word(value)}`,
  );
}

function word(value: string): string {
  return spelled(value, /[\w/.:;=-]/, (hex) => `\\x${hex}`);
}

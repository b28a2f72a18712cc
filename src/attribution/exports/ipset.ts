import { hashComments, headOf, worthOf } from "./comments.ts";
import { byFamily, type Exported, type ExportInput, sayable, unknownPredicates } from "./export.ts";

/** ipset: input of `ipset restore`; entries expire by themselves. It sees addresses only. */
export function exportIpset(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(input, (match) =>
    unknownPredicates(match, ["prefix"], "a packet filter sees addresses only and"),
  );
  const how = [
    "",
    "Load with ipset -exist restore < FILE, then let the firewall drop what is in the sets, once:",
    "    iptables -I INPUT -p tcp -m multiport --dports 80,443 -m set --match-set tidegauge4 src -j DROP",
    "    ip6tables -I INPUT -p tcp -m multiport --dports 80,443 -m set --match-set tidegauge6 src -j DROP",
    "To remove: the same with -D for -I, then ipset destroy tidegauge4 and ipset destroy tidegauge6",
    "Only on the machine that the visitors connect to: behind a proxy or CDN all packets come from there.",
    "",
  ];
  const seconds = input.validHours * 3600;
  const lines = [
    ...hashComments(headOf(input, how, leftOut)),
    `create tidegauge4 hash:net family inet timeout ${seconds}`,
    `create tidegauge6 hash:net family inet6 timeout ${seconds}`,
  ];
  const allowed = byFamily([...input.allow, ...input.trustedProxies]);
  if (allowed.v4.length + allowed.v6.length > 0) {
    // Timeout 0: exceptions must not expire before what they are exceptions from.
    lines.push(...hashComments(["Never blocked (--allow, --trusted-proxy)"]));
    lines.push(...allowed.v4.map((cidr) => `add tidegauge4 ${cidr} nomatch timeout 0`));
    lines.push(...allowed.v6.map((cidr) => `add tidegauge6 ${cidr} nomatch timeout 0`));
  }
  for (const rule of rules) {
    const { v4, v6 } = byFamily(rule.match.prefix ?? []);
    lines.push(...hashComments([worthOf(rule)]));
    lines.push(...v4.map((cidr) => `add tidegauge4 ${cidr}`), ...v6.map((cidr) => `add tidegauge6 ${cidr}`));
  }
  return { text: `${lines.join("\n")}\n`, leftOut };
}

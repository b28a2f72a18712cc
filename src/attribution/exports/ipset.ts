import { hashComments, headOf, worthOf } from "./comments.ts";
import {
  addressSets,
  beyondAddresses,
  byFamily,
  type Exported,
  type ExportInput,
  sayable,
} from "./export.ts";

/**
 * Entries that a set takes: room for the ranges of any countries. Always the same, as all that stands behind `create`: a set that
 * is there already is taken only where it was made in the same way.
 */
const MOST_ENTRIES = 1_048_576;

/** ipset: input of `ipset restore`; entries expire by themselves. It sees addresses only. */
export function exportIpset(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(
    input,
    (match) =>
      beyondAddresses(input, match) ??
      (match.prefix && match.country ? "its sets know addresses or countries, not both at once" : null),
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
  const allowed = byFamily([...input.allow, ...input.trustedProxies]);
  const blocked = rules.map((rule) => addressSets(input, rule.match)[0] ?? { v4: [], v6: [] });
  const lines = [
    ...hashComments(headOf(input, how, leftOut)),
    `create tidegauge4 hash:net family inet timeout 0 maxelem ${MOST_ENTRIES}`,
    `create tidegauge6 hash:net family inet6 timeout 0 maxelem ${MOST_ENTRIES}`,
  ];
  if (allowed.v4.length + allowed.v6.length > 0) {
    // They never expire: exceptions must not do so before what they are exceptions from.
    lines.push(...hashComments(["Never blocked (--allow, --trusted-proxy)"]));
    lines.push(...allowed.v4.map((cidr) => `add tidegauge4 ${cidr} nomatch`));
    lines.push(...allowed.v6.map((cidr) => `add tidegauge6 ${cidr} nomatch`));
  }
  rules.forEach((rule, index) => {
    const { v4, v6 } = blocked[index]!;
    lines.push(...hashComments([worthOf(rule)]));
    for (const cidr of v4) lines.push(`add tidegauge4 ${cidr} timeout ${seconds}`);
    for (const cidr of v6) lines.push(`add tidegauge6 ${cidr} timeout ${seconds}`);
  });
  return { text: `${lines.join("\n")}\n`, leftOut };
}

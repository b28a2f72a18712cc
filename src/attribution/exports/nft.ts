import { hashComments, headOf, worthOf } from "./comments.ts";
import {
  byFamily,
  type Exported,
  type ExportInput,
  type NumberedRule,
  sayable,
  unknownPredicates,
} from "./export.ts";

/** nftables: a table of its own whose sets forget their elements by themselves. It sees addresses only. */
export function exportNft(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(input, (match) =>
    unknownPredicates(match, ["prefix"], "a packet filter sees addresses only and"),
  );
  const how = [
    "",
    "Load with nft -f FILE (check before: nft -c -f FILE). It replaces what an earlier such file loaded.",
    "To remove: nft delete table inet tidegauge",
    "Only on the machine that the visitors connect to: behind a proxy or CDN all packets come from there.",
    "",
  ];
  const allowed = byFamily([...input.allow, ...input.trustedProxies]);
  const sets = rules.flatMap((rule) => setLines(rule, input.validHours));
  const drops = rules.flatMap(dropLines);
  const lines = [
    ...hashComments(headOf(input, how, leftOut)),
    "",
    "add table inet tidegauge",
    "delete table inet tidegauge",
    "table inet tidegauge {",
    ...sets.map((line) => `    ${line}`),
    "    chain input {",
    "        type filter hook input priority -10; policy accept;",
    ...(allowed.v4.length > 0 ? [`        ip saddr { ${elements(allowed.v4)} } return`] : []),
    ...(allowed.v6.length > 0 ? [`        ip6 saddr { ${elements(allowed.v6)} } return`] : []),
    ...drops.map((line) => `        ${line}`),
    "    }",
    "}",
  ];
  return { text: `${lines.join("\n")}\n`, leftOut };
}

function setLines(numbered: NumberedRule, hours: number): string[] {
  const { v4, v6 } = byFamily(numbered.match.prefix ?? []);
  const lines = hashComments([worthOf(numbered)]);
  const families = [
    ["v4", "ipv4_addr", v4],
    ["v6", "ipv6_addr", v6],
  ] as const;
  for (const [family, type, cidrs] of families) {
    if (cidrs.length === 0) continue;
    lines.push(
      `set rule_${numbered.number}_${family} {`,
      `    type ${type}; flags interval, timeout; timeout ${hours}h; auto-merge;`,
      `    elements = { ${elements(cidrs)} }`,
      "}",
    );
  }
  return lines;
}

/** HTTP by TCP, and HTTP/3 by UDP. */
function dropLines({ number, match }: NumberedRule): string[] {
  const { v4, v6 } = byFamily(match.prefix ?? []);
  const sources = [
    ...(v4.length > 0 ? [`ip saddr @rule_${number}_v4`] : []),
    ...(v6.length > 0 ? [`ip6 saddr @rule_${number}_v6`] : []),
  ];
  return sources.flatMap((source) => [
    `tcp dport { 80, 443 } ${source} counter drop`,
    `udp dport 443 ${source} counter drop`,
  ]);
}

function elements(cidrs: readonly string[]): string {
  return cidrs.join(", ");
}

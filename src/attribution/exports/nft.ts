import { hashComments, headOf, worthOf } from "./comments.ts";
import {
  addressSets,
  beyondAddresses,
  byFamily,
  type Exported,
  type ExportInput,
  type NumberedRule,
  sayable,
} from "./export.ts";

/** nftables: a table of its own whose sets forget their elements by themselves. It sees addresses only. */
export function exportNft(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(input, (match) => beyondAddresses(input, match));
  const how = [
    "",
    "Load with nft -f FILE (check before: nft -c -f FILE). It replaces what an earlier such file loaded.",
    "To remove: nft delete table inet tidegauge",
    "Only on the machine that the visitors connect to: behind a proxy or CDN all packets come from there.",
    "",
  ];
  const allowed = byFamily([...input.allow, ...input.trustedProxies]);
  const sets = rules.flatMap((rule) => setLines(rule, input));
  const drops = rules.flatMap((rule) => dropLines(rule, input));
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

const FAMILIES = [
  ["v4", "ipv4_addr", "ip"],
  ["v6", "ipv6_addr", "ip6"],
] as const;

function setLines(numbered: NumberedRule, input: ExportInput): string[] {
  const lines = hashComments([worthOf(numbered)]);
  addressSets(input, numbered.match).forEach((cidrs, index) => {
    for (const [family, type] of FAMILIES) {
      if (cidrs[family].length === 0) continue;
      lines.push(
        `set ${setName(numbered, index, family)} {`,
        `    type ${type}; flags interval, timeout; timeout ${input.validHours}h; auto-merge;`,
        `    elements = { ${elements(cidrs[family])} }`,
        "}",
      );
    }
  });
  return lines;
}

/** HTTP by TCP, and HTTP/3 by UDP. */
function dropLines(numbered: NumberedRule, input: ExportInput): string[] {
  const sets = addressSets(input, numbered.match);
  return FAMILIES.flatMap(([family, , protocol]) => {
    // A set without an address of the family holds no source of it.
    if (sets.some((cidrs) => cidrs[family].length === 0)) return [];
    const source = sets.map((_, index) => `${protocol} saddr @${setName(numbered, index, family)}`).join(" ");
    return [`tcp dport { 80, 443 } ${source} counter drop`, `udp dport 443 ${source} counter drop`];
  });
}

/** The first set of a rule has no number of its own. */
function setName({ number }: NumberedRule, index: number, family: "v4" | "v6"): string {
  return `rule_${number}_${index === 0 ? "" : `${index + 1}_`}${family}`;
}

function elements(cidrs: readonly string[]): string {
  return cidrs.join(", ");
}

import { predicatesOf, type RuleMatch } from "../rule.ts";
import { worthOf } from "./comments.ts";
import { type Exported, type ExportInput, sayable, unknownPredicates } from "./export.ts";

/** Scopes of decisions, by the predicate that they stand for. */
const SCOPES = { prefix: "range", country: "country", network: "as" } as const;

/**
 * CrowdSec: decisions for `cscli decisions import -i FILE` as JSON. A decision names one address range, one country or one
 * network, so a rule of several predicates cannot be said. Decisions expire by themselves;
 * `cscli decisions delete --origin tidegauge` removes them earlier. Allowed addresses belong on CrowdSec's allowlist.
 */
export function exportCrowdsec(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(input, reasonAgainst(input.allow.length > 0));
  const decisions = rules.flatMap((rule) => {
    const predicate = predicatesOf(rule.match)[0] as keyof typeof SCOPES;
    return rule.match[predicate]!.map((value: string | number) => ({
      duration: `${input.validHours}h`,
      origin: "tidegauge",
      reason: worthOf(rule),
      scope: SCOPES[predicate],
      type: "ban",
      value: String(value),
    }));
  });
  return { text: `${JSON.stringify(decisions, null, 2)}\n`, leftOut };
}

function reasonAgainst(hasAllowed: boolean): (match: RuleMatch) => string | null {
  return (match) => {
    const unknown = unknownPredicates(match, ["prefix", "country", "network"], "CrowdSec");
    if (unknown !== null) return unknown;
    if (predicatesOf(match).length > 1)
      return "a decision of CrowdSec is about one thing, not about several at once";
    const isWide = match.prefix === undefined;
    return isWide && hasAllowed
      ? "a decision on a country or network would hit allowed addresses, too"
      : null;
  };
}

import { predicatesOf, type RuleMatch } from "../rule.ts";
import { worthOf } from "./comments.ts";
import { type Exported, type ExportInput, sayable, unknownPredicates } from "./export.ts";

/** Scopes of decisions, by the predicate that they stand for, spelled as CrowdSec does: its allowlists compare exactly. */
const SCOPES = { prefix: "Range", country: "Country", network: "AS" } as const;

/**
 * CrowdSec: decisions for `cscli decisions import -i FILE` as JSON. A decision names one address range, one country or one
 * network, so a rule of several predicates cannot be said. Decisions expire by themselves; the reason, one for each
 * episode, is how to remove them earlier. cscli passes over `comment`. Allowed addresses belong on CrowdSec's allowlist.
 */
export function exportCrowdsec(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(input, reasonAgainst(input));
  const decisions = rules.flatMap((rule) => {
    const { match, episode } = rule;
    const predicate = predicatesOf(match)[0] as keyof typeof SCOPES;
    const isRanges = predicate === "country" && input.countryRanges !== null;
    const values = isRanges ? input.countryRanges.cidrs(match.country!) : match[predicate]!;
    const reason = `tidegauge ${episode.id}`;
    return values.map((value: string | number, index) => ({
      ...(index === 0 && {
        comment: `${worthOf(rule)}. To remove: cscli decisions delete --scenario "${reason}"`,
      }),
      duration: `${input.validHours}h`,
      reason,
      scope: isRanges ? SCOPES.prefix : SCOPES[predicate],
      type: "ban",
      value: String(value),
    }));
  });
  return { text: `${JSON.stringify(decisions, null, 2)}\n`, leftOut };
}

function reasonAgainst({ allow, countryRanges }: ExportInput): (match: RuleMatch) => string | null {
  return (match) => {
    const unknown = unknownPredicates(match, ["prefix", "country", "network"], "CrowdSec");
    if (unknown !== null) return unknown;
    if (predicatesOf(match).length > 1)
      return "a decision of CrowdSec is about one thing, not about several at once";
    const isWide = match.network !== undefined || (match.country !== undefined && countryRanges === null);
    return isWide && allow.length > 0
      ? "a decision on a country or network would hit allowed addresses, too"
      : null;
  };
}

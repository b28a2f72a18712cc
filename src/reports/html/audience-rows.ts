import type { Report } from "../report.ts";

/** One place with what its visitors asked for over the whole log. */
export interface AudienceRow {
  readonly key: string;
  readonly requests: number;
  /** Requests less those that the episodes count as attack. */
  readonly visitors: number;
  readonly exact: boolean;
}

/** The visitors of the whole log by country or region, most first: all requests, less the attack in the episodes. */
export function audienceOf(report: Report, dimension: "countries" | "regions"): readonly AudienceRow[] {
  const attack = new Map<string, number>();
  for (const { attribution } of report.episodes) {
    for (const { key, attackRequests } of attribution[dimension]) {
      attack.set(key, (attack.get(key) ?? 0) + attackRequests);
    }
  }
  return report.breakdowns[dimension]
    .map(({ key, requests, exact }) => ({
      key,
      requests,
      visitors: Math.max(0, requests - (attack.get(key) ?? 0)),
      exact,
    }))
    .sort((a, b) => b.visitors - a.visitors || (a.key < b.key ? -1 : 1));
}

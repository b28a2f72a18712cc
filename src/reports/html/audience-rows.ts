import type { Report } from "../report.ts";

/** One place or network with what its visitors asked for over the whole log. */
export interface AudienceRow {
  readonly key: string;
  /** Who a network is, where that is known. */
  readonly name?: string;
  readonly requests: number;
  /** Requests less those that the episodes count as attack. */
  readonly visitors: number;
  readonly exact: boolean;
}

/** The visitors of the whole log by country, region or network, most first: all requests, less the attack in the episodes. */
export function audienceOf(
  report: Report,
  dimension: "countries" | "regions" | "networks",
): readonly AudienceRow[] {
  const attack = new Map<string, number>();
  for (const { attribution } of report.episodes) {
    for (const { key, attackRequests } of attribution[dimension]) {
      attack.set(key, (attack.get(key) ?? 0) + attackRequests);
    }
  }
  return report.breakdowns[dimension]
    .map(({ key, name, requests, exact }) => ({
      key,
      ...(name !== undefined && { name }),
      requests,
      visitors: Math.max(0, requests - (attack.get(key) ?? 0)),
      exact,
    }))
    .sort((a, b) => b.visitors - a.visitors || (a.key < b.key ? -1 : 1));
}

import type {
  AnalyzerEvent,
  Attribution,
  Contributor,
  Episode,
  InputAccount,
  Report,
  RuleMatch,
} from "./report.ts";

/**
 * The same report without a whole address in it: IPv4 cut to /24, IPv6 to /48. Sources that fall together become one
 * contributor. Applied twice it changes nothing more.
 *
 * Addresses are cut where a field holds one, and wherever one stands in text: rejected lines, summaries, paths, user
 * agents. A version such as `Chrome/90.0.44.12` in a user agent is no address and stays.
 */
export function anonymizeReport(report: Report): Report {
  const { input, settings } = report;
  return {
    ...report,
    input: anonymizeInput(input),
    settings: {
      ...settings,
      allow: cutEach(settings.allow),
      trustedProxies: cutEach(settings.trustedProxies),
      login: cutEach(settings.login),
      waitingRoom: cutEach(settings.waitingRoom),
    },
    episodes: report.episodes.map(anonymizeEpisode),
    notes: report.notes.map((note) => ({ ...note, text: cutAddresses(note.text) })),
  };
}

function anonymizeInput(input: InputAccount): InputAccount {
  const samples = input.rejected.samples.map((sample) => ({ ...sample, text: cutAddresses(sample.text) }));
  return { ...input, rejected: { ...input.rejected, samples } };
}

/** One episode without a whole address: see {@link anonymizeReport}. */
export function anonymizeEpisode(episode: Episode): Episode {
  const attribution = Object.fromEntries(
    Object.entries(episode.attribution).map(([dimension, rows]) => [dimension, joined(rows, dimension)]),
  ) as unknown as Attribution;
  return {
    ...episode,
    attribution,
    rules: episode.rules.map((rule) => ({ ...rule, match: cutMatch(rule.match) })),
    evidence: episode.evidence.map((item) => ({ ...item, summary: cutAddresses(item.summary) })),
    abstained: episode.abstained.map((item) => ({ ...item, reason: cutAddresses(item.reason) })),
    wouldChange: episode.wouldChange === null ? null : cutAddresses(episode.wouldChange),
  };
}

function cutMatch(match: RuleMatch): RuleMatch {
  return {
    ...match,
    ...(match.prefix && { prefix: cutEach(match.prefix) }),
    ...(match.path && { path: cutEach(match.path) }),
    ...(match.userAgent && { userAgent: unique(match.userAgent.map(cutButVersions)) }),
    ...(match.referrer && { referrer: cutEach(match.referrer) }),
  };
}

function cutEach(texts: readonly string[]): readonly string[] {
  return unique(texts.map(cutAddresses));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** Cuts the keys and adds up what has become one, biggest first as before. */
function joined(rows: readonly Contributor[], dimension: string): readonly Contributor[] {
  const cut = dimension === "userAgents" ? cutButVersions : cutAddresses;
  const byKey = new Map<string, Contributor>();
  for (const row of rows) {
    const key = cut(row.key);
    const other = byKey.get(key);
    byKey.set(key, other === undefined ? { ...row, key } : added(other, row));
  }
  if (byKey.size === rows.length) return [...byKey.values()];
  return [...byKey.values()].sort((a, b) => b.attackRequests - a.attackRequests || (a.key < b.key ? -1 : 1));
}

function added(a: Contributor, b: Contributor): Contributor {
  const requests = a.requests + b.requests;
  const attackRequests = a.attackRequests + b.attackRequests;
  const exact = a.exact && b.exact;
  return {
    key: a.key,
    requests,
    attackRequests,
    attackShare: requests === 0 ? 0 : attackRequests / requests,
    baselineShare:
      a.baselineShare === null || b.baselineShare === null ? null : a.baselineShare + b.baselineShare,
    exact,
    ...(!exact && {
      low: (a.low ?? a.requests) + (b.low ?? b.requests),
      high: (a.high ?? a.requests) + (b.high ?? b.requests),
    }),
  };
}

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|\\d{1,2})";
/** An address within a longer host name is cut too: reverse names tell as much. A length behind it is taken along. */
const IPV4 = new RegExp(`(?<![\\d.])(${OCTET}\\.${OCTET}\\.${OCTET})\\.(${OCTET})(/\\d{1,2})?(?!\\d)`, "g");
/** At least two colons among hexadecimal groups; what is none (a time, a MAC address) is told apart by {@link expand}. */
const IPV6 = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\.\d{1,3}){0,3}(\/\d{1,3})?(?![\w:])/gi;

/** Every address in a text cut to its prefix. Linear in the text for the bounded patterns above. */
export function cutAddresses(text: string): string {
  return text
    .replace(IPV6, (match, length?: string) => cutIpv6(match, length))
    .replace(IPV4, (match, prefix: string, last: string, length?: string) =>
      cutIpv4(match, prefix, last, length),
    );
}

/** Like {@link cutAddresses}, but a number behind `Name/` is a version. */
function cutButVersions(text: string): string {
  return text
    .split(/((?<=[A-Za-z])\/[\d.]+)/)
    .map((part, index) => (index % 2 === 1 ? part : cutAddresses(part)))
    .join("");
}

function cutIpv4(match: string, prefix: string, last: string, length = ""): string {
  if (length === "" || Number(length.slice(1)) > 24) return `${prefix}.0/24`;
  // What looks like a length behind a whole address is something else: http://192.0.2.7/5
  return last === "0" ? match : `${prefix}.0/24${length}`;
}

function cutIpv6(match: string, length = ""): string {
  const address = match.slice(0, match.length - length.length);
  const groups = expand(address);
  if (groups === null) return match;
  // An IPv4 address in IPv6 clothes (::ffff:192.0.2.1) is IPv4.
  const embedded = /^::(?:ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(address);
  if (embedded !== null) return `${embedded[1]}.0/24`;
  if (length !== "" && Number(length.slice(1)) < 48 && address.endsWith("::")) return match;
  const kept = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  while (kept.at(-1) === "0") kept.pop();
  return `${kept.join(":")}::/48`;
}

/** The eight groups of an IPv6 address, or null when the text is none. */
function expand(address: string): string[] | null {
  const parts = address.replace(/(?:\.\d{1,3}){1,3}$/, ":0").split("::");
  if (parts.length > 2) return null;
  const head = parts[0] === "" ? [] : parts[0]!.split(":");
  if (parts.length === 1) return head.length === 8 && !head.includes("") ? head : null;
  const tail = parts[1] === "" ? [] : parts[1]!.split(":");
  const missing = 8 - head.length - tail.length;
  if (missing < 1 || head.includes("") || tail.includes("")) return null;
  return [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
}

/** One event without whole addresses. Windows hold none. */
export function anonymizeEvent(event: AnalyzerEvent): AnalyzerEvent {
  switch (event.type) {
    case "window":
      return event;
    case "input": {
      const { type, ...input } = event;
      return { type, ...anonymizeInput(input) };
    }
    case "report":
      return { type: "report", ...anonymizeReport(event) };
    default: {
      const { type, ...episode } = event;
      return { type, ...anonymizeEpisode(episode) };
    }
  }
}

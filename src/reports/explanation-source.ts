import type { SampleLine, SourceStory } from "../replay/source-story.ts";
import type { SourceJudgement, SourceSpan } from "../replay/source-witness.ts";
import type { Report, Verdict } from "./report.ts";
import { type Clock, clock, instantOf } from "./text/clock.ts";
import { signed } from "./text/evidence.ts";
import { cut, padEnd, padStart, table, wrap } from "./text/layout.ts";
import { placeName } from "./text/places.ts";
import { mapTexts, safe } from "./text/safe.ts";
import { count, counted, duration, listed, percent, rate, verdictWords } from "./text/words.ts";

const KEYS_LISTED = 20;
const KEYS_SHOWN = 6;
const BARS = 24;
const BAR_WIDTH = 30;
const VOTES_SHOWN = 12;
/** The sum of what the attributes say is cut where it is surer than the log can make it; this is a rounding error. */
const SAME = 0.005;

/** What a source did, and why it counts as what it counts as. Absent knowledge is null. */
export interface SourceExplanation {
  readonly schema: "tidegauge.explanation/1";
  readonly about: "source";
  /** As reports write it: IPv6 as its /64. */
  readonly source: string;
  /** /24 or /48; null of a host name. */
  readonly prefix: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly requests: number;
  readonly first: string;
  readonly last: string;
  readonly requestsPerSecond: number;
  /** Most requests within ten seconds. */
  readonly fastest: { readonly start: string; readonly seconds: number; readonly requests: number };
  /** Requests over time; spans without any are left out. */
  readonly timeline: {
    readonly seconds: number;
    readonly spans: readonly { readonly start: string; readonly requests: number }[];
  };
  readonly paths: readonly KeyCount[];
  readonly methods: readonly KeyCount[];
  readonly statuses: readonly KeyCount[];
  readonly userAgents: readonly KeyCount[];
  readonly referrers: readonly KeyCount[];
  /** Its part in each episode; attackRequests / requests is how surely it was taken for an attacker in it. */
  readonly episodes: readonly {
    readonly id: string;
    readonly verdict: Verdict;
    readonly requests: number;
    readonly attackRequests: number;
  }[];
  /** Minutes and ten minutes in which it was judged. */
  readonly judgedSpans: number;
  /** The judged span that tells most; null where it was never judged. */
  readonly why: SourceWhy | null;
  readonly lines: readonly SampleLine[];
}

/** How often something was. */
export interface KeyCount {
  readonly key: string;
  readonly requests: number;
}

/** Why a source was taken for what it was, in one span: posterior = σ(behaviour + company). */
export interface SourceWhy {
  readonly start: string;
  readonly seconds: number;
  readonly requests: number;
  readonly posterior: number;
  /** Log-odds of an attacker by what it did: the sum of the votes, cut, a declared crawler excused. */
  readonly behaviour: number;
  /** Log-odds by its country, network and user agent, by who else does the same, and by how much attack there is at all. */
  readonly company: number;
  /** Log-odds of an attacker, heaviest first. */
  readonly votes: readonly { readonly attribute: string; readonly seen: string; readonly logOdds: number }[];
}

/** What a source is called. */
export interface SourceNames {
  readonly source: string;
  readonly prefix: string | null;
  readonly country: string | null;
  readonly region: string | null;
}

/** Puts together what a source did and what it was taken for. */
export function explainSource(
  names: SourceNames,
  story: SourceStory,
  judgement: SourceJudgement,
  report: Report,
): SourceExplanation {
  const seconds = Math.max(1, (story.lastMs - story.firstMs) / 1000);
  const { fastest, telling } = { ...story, ...judgement };
  return {
    schema: "tidegauge.explanation/1",
    about: "source",
    ...names,
    requests: story.requests,
    first: iso(story.firstMs),
    last: iso(story.lastMs),
    requestsPerSecond: Number((story.requests / seconds).toPrecision(4)),
    fastest: { start: iso(fastest.startMs), seconds: fastest.seconds, requests: fastest.requests },
    timeline: {
      seconds: story.spanMs / 1000,
      spans: story.spans.map(({ startMs, requests }) => ({ start: iso(startMs), requests })),
    },
    paths: story.paths.slice(0, KEYS_LISTED),
    methods: story.methods,
    statuses: story.statuses.slice(0, KEYS_LISTED),
    userAgents: story.userAgents.slice(0, KEYS_LISTED),
    referrers: story.referrers.slice(0, KEYS_LISTED),
    episodes: judgement.episodes.flatMap(({ onsetMs, requests, attackRequests }) => {
      const episode = report.episodes.find(({ onset }) => instantOf(onset) === onsetMs);
      if (episode === undefined) return [];
      const { id, verdict } = episode;
      return [{ id, verdict, requests: Math.round(requests), attackRequests: Math.round(attackRequests) }];
    }),
    judgedSpans: judgement.judgedSpans,
    why: telling === null ? null : whyOf(telling),
    lines: story.lines,
  };
}

function whyOf({ startMs, endMs, requests, posterior, behaviour, company, votes }: SourceSpan): SourceWhy {
  const round = (value: number) => Number(value.toFixed(4));
  return {
    start: iso(startMs),
    seconds: (endMs - startMs) / 1000,
    requests: Math.round(requests),
    posterior: Number(posterior.toFixed(6)),
    behaviour: round(behaviour),
    company: round(company),
    votes: votes.map(({ attribute, seen, logOdds }) => ({ attribute, seen, logOdds: round(logOdds) })),
  };
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** {@link explainSource} as text of at most `width` columns. What comes from the log is escaped. */
export function sourceText(given: SourceExplanation, tz: string, width: number): string {
  const told = mapTexts(given, safe);
  const time = clock(tz);
  const fact = (label: string, text: string) => wrap(text, width, `  ${padEnd(label, 12)}`);
  const place = told.region ?? (told.country === null ? "unknown place" : placeName(told.country));
  const lines = [
    ...wrap(`${told.source}: ${place}${told.prefix === null ? "" : `, in ${told.prefix}`}`, width),
    "",
    "What it did",
    ...fact(
      "requests",
      `${counted(told.requests, "request")} from ${time.full(instantOf(told.first))} to ${time.full(instantOf(told.last))} (${time.zone})`,
    ),
    ...fact(
      "rate",
      told.requests === 1
        ? "a single request"
        : `${rate(told.requestsPerSecond)} on average; at its fastest ${count(told.fastest.requests)} in ${told.fastest.seconds} s, at ${time.full(instantOf(told.fastest.start))}`,
    ),
    ...fact("methods", keys(told.methods)),
    ...fact("statuses", keys(told.statuses)),
    "",
    ...keyTable("path", told.paths, width),
    "",
    ...keyTable("user agent", told.userAgents, width),
  ];
  if (told.referrers.length > 0) lines.push("", ...keyTable("referrer", told.referrers, width));
  lines.push("", ...timelineLines(told, time), "", "What it counts as");
  if (told.episodes.length === 0) lines.push(...wrap("it has no part in any episode", width, "  "));
  for (const { id, verdict, requests, attackRequests } of told.episodes) {
    const share = percent(Math.min(1, attackRequests / Math.max(1, requests)));
    lines.push(
      ...wrap(
        `in episode ${id} (${verdictWords(verdict)}): ${counted(requests, "request")}, taken for an attacker's at ${share}`,
        width,
        "  ",
        "    ",
      ),
    );
  }
  lines.push("", ...whyLines(told, time, width), "", "Lines");
  for (const { what, input, line, text } of told.lines) {
    lines.push(...wrap(`${what}: line ${line} of ${input}`, width, "  "));
    lines.push(...wrap(cut(text, 3 * (width - 4)), width, "    "));
  }
  return `${lines.join("\n")}\n`;
}

function keys(counts: readonly KeyCount[]): string {
  return listed(counts.slice(0, KEYS_SHOWN).map(({ key, requests }) => `${key} ${count(requests)}`));
}

function keyTable(title: string, counts: readonly KeyCount[], width: number): string[] {
  const rows = counts.slice(0, KEYS_SHOWN).map(({ key, requests }) => [count(requests), key]);
  const columns = [
    { title: "requests", align: "right" as const },
    { title, align: "left" as const, flexible: "middle" as const },
  ];
  const { head, body } = table(columns, rows, width, "  ");
  const more = counts.length - rows.length;
  return [head, ...body, ...(more > 0 ? [`            and ${counted(more, "other")}`] : [])];
}

function timelineLines({ timeline }: SourceExplanation, time: Clock): string[] {
  const { seconds, spans } = joined(timeline);
  const most = Math.max(...spans.map(({ requests }) => requests));
  return [
    `When: requests in ${duration(seconds * 1000)}`,
    ...spans.map(({ start, requests }) => {
      const bar = "█".repeat(Math.max(1, Math.round((requests / most) * BAR_WIDTH)));
      return `  ${padEnd(time.full(instantOf(start)), 26)}  ${padEnd(bar, BAR_WIDTH)} ${count(requests)}`;
    }),
  ];
}

/** At most {@link BARS} spans: neighbours are joined where there are more. */
function joined(timeline: SourceExplanation["timeline"]): SourceExplanation["timeline"] {
  let { seconds, spans } = timeline;
  while (spans.length > BARS) {
    seconds *= 2;
    const sums = new Map<number, number>();
    for (const { start, requests } of spans) {
      const into = Math.floor(instantOf(start) / (seconds * 1000)) * seconds * 1000;
      sums.set(into, (sums.get(into) ?? 0) + requests);
    }
    spans = [...sums].map(([startMs, requests]) => ({ start: iso(startMs), requests }));
  }
  return { seconds, spans };
}

function whyLines({ why, judgedSpans }: SourceExplanation, time: Clock, width: number): string[] {
  if (why === null) {
    return wrap(
      "Why: it was never judged. Spans with few requests, on a quiet site, are not; nor is a source that was not among those sampled.",
      width,
    );
  }
  const lines = wrap(
    `Why: ${duration(why.seconds * 1000)} from ${time.full(instantOf(why.start))}, ${counted(why.requests, "request")}, the most telling of ${counted(judgedSpans, "judged span")}; in log-odds of an attacker`,
    width,
  );
  const item = (value: number, text: string) => wrap(text, width, `  ${padStart(signed(value), 6)}  `);
  for (const { attribute, seen, logOdds } of why.votes.slice(0, VOTES_SHOWN)) {
    lines.push(...item(logOdds, `${attribute}: ${seen}`));
  }
  const rest = why.votes.slice(VOTES_SHOWN);
  if (rest.length > 0) {
    lines.push(
      ...item(
        rest.reduce((sum, { logOdds }) => sum + logOdds, 0),
        `${rest.length} others`,
      ),
    );
  }
  const sum = why.votes.reduce((total, { logOdds }) => total + logOdds, 0);
  const isCut = Math.abs(sum - why.behaviour) > SAME;
  const note = isCut
    ? ` (the sum ${signed(sum)}, as far as a log can make sure; declared crawlers excused)`
    : "";
  lines.push(
    ...item(why.behaviour, `all that it did${note}`),
    ...item(
      why.company,
      "the company it keeps: its country, network and user agent, who else does the same, and how much attack there is",
    ),
    ...wrap(
      `together ${signed(why.behaviour + why.company)}: taken for an attacker with a probability of ${percent(why.posterior)}`,
      width,
      "  ",
    ),
  );
  return lines;
}

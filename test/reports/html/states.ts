import type { Episode, Report, ReportWindow, Verdict } from "../../../src/reports/report.ts";
import { contributor, episode, NO_ATTRIBUTION, report, windows } from "../example.ts";

/** Text that an attacker would like a browser to obey. */
export const HOSTILE = [
  "</script><script>window.broken = 1</script>",
  "\"><img src=x onerror='window.broken = 2'>",
  "</title></style><svg/onload=window.broken=3>",
  "<!--<script>",
  "]]>&lt;b&gt;`'",
  "\u202egnp.exe\u2066 \u0000\u001b[2J \u2028 \ud800",
  "javascript:window.broken=4//https://evil.example/x.js",
].join(" ");

/** Longer than any screen, with nowhere to break it. */
export const LONG = `/${"a%2F".repeat(600)}`;

const minute = (start: string, requests: number, rest: Partial<ReportWindow> = {}): ReportWindow => ({
  start,
  seconds: 10,
  requests,
  sources: Math.ceil(requests / 4),
  logins: 0,
  overloadResponses: 0,
  verdict: "normal",
  attackProbability: 0.01,
  attackShare: 0,
  ...rest,
});

/** An episode of another verdict than an attack. */
function without(verdict: Verdict, rest: Partial<Episode>): Episode {
  const whole = episode();
  return episode({
    verdict,
    phases: whole.phases.map((phase) => ({
      ...phase,
      verdict,
      attackShare: { estimate: 0.02, low: 0, high: 0.06 },
    })),
    attackShare: { estimate: 0.02, low: 0, high: 0.06 },
    rules: [],
    spread: null,
    ...rest,
  });
}

function day(verdict: Verdict, episodes: readonly Episode[]): Report {
  const rush = ["2021-04-06T05:58:00.000Z", "2021-04-06T07:12:00.000Z"] as const;
  return report({ verdict, episodes, windows: windows("2021-04-05T22:00:00.000Z", 12, ...rush, verdict) });
}

/** Attacks, one every twenty minutes, with everything that the tables can hold. */
export function manyEpisodes(number: number): Report {
  const first = Date.parse("2021-04-06T01:00:00.000Z");
  const rows = (name: (index: number) => string) =>
    Array.from({ length: 15 }, (_, index) => contributor(name(index), 30_000 - 1900 * index));
  const episodes = Array.from({ length: number }, (_, index) => {
    const onset = first + index * 1_200_000;
    const [start, end] = [onset, onset + 600_000].map((time) => new Date(time).toISOString()) as [
      string,
      string,
    ];
    const verdict = index % 3 === 0 ? "mixed" : "flood-attack";
    return episode({
      id: start.replace(".000", ""),
      verdict,
      onset: start,
      peak: start,
      end,
      detectedAt: start,
      requests: 100_000 + 10_000 * index,
      phases: [
        { start, end, verdict, detectedAt: start, attackShare: { estimate: 0.38, low: 0.31, high: 0.45 } },
      ],
      attribution: {
        countries: rows(
          (row) =>
            ["RU", "CN", "US", "BR", "IN", "SG", "HK", "DE", "UA", "ID", "VN", "TR", "MX", "RE", ""][row]!,
        ),
        regions: rows((row) => `RU-${row}`),
        networks: rows((row) => `AS6450${row}`),
        prefixes: rows((row) => `203.0.${row}.0/24`),
        sources: rows((row) => `203.0.113.${row}`),
        userAgents: rows(
          (row) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${row}) Gecko/20100101 Firefox/87.0`,
        ),
        paths: rows((row) => `/wp-content/plugins/example-plugin-${row}/includes/admin/ajax-handler.php`),
      },
    });
  });
  const list: ReportWindow[] = Array.from({ length: 5000 }, (_, index) =>
    minute(new Date(first + index * 10_000).toISOString(), 100 + ((index * 7919) % 900), {
      logins: (index * 31) % 97,
      overloadResponses: index % 3 === 0 ? (index * 17) % 53 : 0,
      verdict: index % 2 === 0 ? "flood-attack" : "normal",
      attackProbability: ((index * 7919) % 1000) / 1000,
      attackShare: ((index * 104_729) % 1000) / 1000,
    }),
  );
  return report({ verdict: "flood-attack", episodes, windows: list });
}

/** Every text of a report that a log can write, hostile. */
export function hostile(text: string): Report {
  const whole = report();
  const evil = (attackRequests: number) => [
    contributor(text, attackRequests),
    contributor(`${text}2`, attackRequests / 2),
  ];
  return report({
    generator: `tidegauge ${text}`,
    input: {
      ...whole.input,
      sources: [{ name: text, bytes: 1, lines: 1, format: text, formatShare: 1 }],
      rejected: {
        total: 2,
        reasons: { "no-timestamp": 2 },
        samples: [{ line: 1, reason: text, text, source: text }],
      },
    },
    geo: { country: text, network: text, unknownShare: 0.5 },
    settings: { ...whole.settings, home: ["FR", text], login: [text], format: text },
    episodes: [
      episode({
        id: text,
        attribution: {
          countries: [...evil(195_000), contributor("RU", 100_000)],
          regions: evil(1000),
          networks: evil(1000),
          prefixes: evil(1000),
          sources: evil(1000),
          userAgents: evil(1000),
          paths: evil(1000),
        },
        rules: [
          {
            match: { path: [text], userAgent: [text], referrer: [text], method: ["POST"] },
            attackCaught: 0.9,
            organicHit: 0.01,
            baselineHit: null,
            marginal: { attackCaught: 0.9, organicHit: 0.01, baselineHit: null },
          },
        ],
        evidence: [{ feature: text, observed: 1, expected: null, contribution: 3, summary: text }],
        abstained: [{ feature: text, reason: text }],
        wouldChange: text,
      }),
    ],
    breakdowns: {
      countries: [{ key: text, requests: 10, sources: 1, logins: 0, exact: false }],
      regions: [{ key: text, requests: 10, sources: 1, logins: 0, exact: false }],
      networks: [],
      nuisance: [{ key: text, requests: 1, sources: 1 }],
      audienceLearnedFrom: text,
    },
    notes: [{ code: "evil", text }],
  });
}

/** A report for every state that the page must tell well. */
export const STATES: Readonly<Record<string, () => Report>> = {
  mixed: () => report({ windows: day("mixed", []).windows }),
  "attack, still running": () =>
    day("flood-attack", [
      episode({
        verdict: "flood-attack",
        end: null,
        phases: episode().phases.map((phase) => ({ ...phase, end: null, verdict: "flood-attack" })),
        overload: null,
      }),
    ]),
  organic: () =>
    day("organic-surge", [
      without("organic-surge", {
        probabilities: { normal: 0.01, "organic-surge": 0.96, "flood-attack": 0.01, mixed: 0.02 },
        origin: null,
        attribution: NO_ATTRIBUTION,
      }),
    ]),
  inconclusive: () =>
    day("inconclusive", [
      without("inconclusive", {
        probabilities: { normal: 0.05, "organic-surge": 0.4, "flood-attack": 0.25, mixed: 0.3 },
        attackShare: { estimate: 0.3, low: 0.02, high: 0.7 },
      }),
    ]),
  normal: () => day("normal", []),
  "no places": () =>
    report({
      geo: { country: null, network: null, unknownShare: null },
      settings: { ...report().settings, home: null },
      episodes: [episode({ origin: null, attribution: { ...episode().attribution, countries: [] } })],
      breakdowns: {
        ...report().breakdowns,
        countries: [{ key: "", requests: 9, sources: 1, logins: 0, exact: true }],
        audienceLearnedFrom: null,
      },
    }),
  "no baseline": () =>
    report({
      episodes: [
        episode({
          baselineRequestsPerSecond: null,
          rules: episode().rules.map((rule) => ({
            ...rule,
            baselineHit: null,
            marginal: { ...rule.marginal, baselineHit: null },
          })),
          overload: {
            ...episode().overload!,
            capacityRequestsPerSecond: null,
            capacityBasis: null,
            firstOverload: null,
            overloadedWithoutAttack: null,
          },
        }),
      ],
    }),
  "one minute": () =>
    report({
      verdict: "normal",
      episodes: [],
      input: { ...report().input, from: "2021-04-06T06:00:03.000Z", to: "2021-04-06T06:00:51.000Z" },
      windows: [0, 1, 2, 3, 4, 5].map((ten) => minute(`2021-04-06T06:00:${ten}0.000Z`, 3 + ten)),
    }),
  "long strings": () => hostile(LONG),
  "hostile strings": () => hostile(HOSTILE),
  anonymised: () => report({ settings: { ...report().settings, anonymize: true } }),
  "twenty episodes": () => manyEpisodes(20),
  empty: () =>
    report({
      verdict: "normal",
      episodes: [],
      windows: [],
      input: {
        ...report().input,
        lines: 0,
        records: 0,
        requests: 0,
        late: 0,
        blank: 0,
        rejected: { total: 0, reasons: {}, samples: [] },
        from: null,
        to: null,
      },
      geo: { country: null, network: null, unknownShare: null },
      breakdowns: { countries: [], regions: [], networks: [], nuisance: [], audienceLearnedFrom: null },
    }),
};

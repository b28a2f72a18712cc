/** One option of the command line. */
export interface CliOption {
  /** Without its dashes: `log-tz`. */
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in help; absent for a switch. */
  readonly value?: string;
  readonly repeatable?: boolean;
  /** What it does, and its default. */
  readonly help: string;
}

const FORMAT: CliOption = {
  name: "format",
  value: "F",
  help: "auto, a name of tidegauge formats, an nginx log_format or Apache LogFormat string, or @nginx.conf[#NAME] (default auto)",
};
const MAP: CliOption = {
  name: "map",
  value: "FIELD=PATH",
  repeatable: true,
  help: "where a field of JSON lines is: client=net.peer.ip (default: the usual names)",
};
const LOG_TZ: CliOption = {
  name: "log-tz",
  value: "ZONE",
  help: "zone of timestamps that carry none (default UTC)",
};
const HELP: CliOption = { name: "help", short: "h", help: "this text" };
const COLOR: CliOption = {
  name: "color",
  value: "WHEN",
  help: "auto, always or never (default auto; also NO_COLOR)",
};
const CONFIG: CliOption = {
  name: "config",
  value: "FILE",
  help: "these options as JSON (default tidegauge.config.json where there is one)",
};
const JSON_OUT: CliOption = { name: "json", help: "short for -o json" };

/** What is said of the log and the site, in groups as `--help` shows them. */
export const ANALYZE_GROUPS: readonly { readonly title: string; readonly options: readonly CliOption[] }[] = [
  {
    title: "The site",
    options: [
      { name: "home", value: "CC,…", help: "countries the audience is expected from (default: learned)" },
      {
        name: "login",
        value: "PATTERN",
        repeatable: true,
        help: "path of a login request; * within a segment, ** across",
      },
      {
        name: "waiting-room",
        value: "PATTERN",
        repeatable: true,
        help: "path of the queue page (default: learned)",
      },
      { name: "capacity", value: "RPS", help: "known capacity, requests a second (default: inferred)" },
      { name: "allow", value: "CIDR", repeatable: true, help: "counts as organic, never in a rule" },
    ],
  },
  {
    title: "The log",
    options: [
      FORMAT,
      MAP,
      {
        name: "trusted-proxy",
        value: "CIDR",
        repeatable: true,
        help: "peer whose X-Forwarded-For is believed",
      },
      LOG_TZ,
      {
        name: "lateness",
        value: "D",
        help: "how far time may run backwards before a line is late (default 10s)",
      },
      {
        name: "since",
        value: "T",
        help: "judge only from here (zone: --tz, else --log-tz); earlier lines still teach what is normal",
      },
      { name: "until", value: "T", help: "judge only up to here (zone: --tz, else --log-tz)" },
      {
        name: "max-rejected",
        value: "RATIO",
        help: "exit 4 above this share of unreadable lines (default 0.5)",
      },
      {
        name: "geo",
        value: "KIND",
        help: "where places come from: lite, none or a FILE.mmdb (default lite)",
      },
      {
        name: "asn",
        value: "FILE",
        help: "where networks come from: a FILE.mmdb, or a FILE.csv of start,end,asn,name",
      },
    ],
  },
  {
    title: "The judgement",
    options: [
      { name: "window", value: "D", help: "finest window, a divisor of 60s (default 10s)" },
      { name: "tz", value: "ZONE", help: "zone of reports and of the hour of the week (default: the log's)" },
      { name: "memory", value: "SIZE", help: "bound on what traffic can make grow (default 96MiB)" },
      { name: "seed", value: "N", help: "key of the sampling hashes (default 0)" },
      {
        name: "threads",
        value: "N",
        help: "threads that read large logs; never changes the report (default auto: one a core)",
      },
      {
        name: "max-collateral",
        value: "SHARE",
        help: "largest share of the visitors' requests that the rules of an episode may hit (default 0.02)",
      },
      { name: "baseline", value: "FILE", help: "start from normal traffic that was learned before" },
      { name: "save-baseline", value: "FILE", help: "write what is known of normal traffic at the end" },
    ],
  },
  {
    title: "What comes out",
    options: [
      {
        name: "output",
        short: "o",
        value: "FMT[:FILE]",
        repeatable: true,
        help: "text, json, ndjson, html, markdown or csv (windows), to standard output or a file (default text)",
      },
      JSON_OUT,
      { name: "ndjson", help: "short for -o ndjson: windows and episodes as they settle" },
      { name: "fail-on", value: "KIND,…", help: "exit 10 when an episode of that kind is reported" },
      { name: "anonymize", help: "cut every address to /24 or /48" },
      { name: "progress", value: "WHEN", help: "auto, always or never (default auto: on a terminal)" },
      COLOR,
      CONFIG,
      HELP,
    ],
  },
];

/** What comes out of `analyze` only. */
const ANALYZE_OUTPUT: readonly string[] = ["output", "json", "ndjson", "fail-on", "color", "help"];

/** The options with which a log is judged, for commands that ask about the verdict. */
const JUDGING: readonly CliOption[] = ANALYZE_GROUPS.flatMap((group) => group.options).filter(
  ({ name }) => !ANALYZE_OUTPUT.includes(name),
);

/** Of no use where logs are followed: they have no end, and are read as they come. */
const NOT_WATCHED: readonly string[] = ["until", "max-rejected", "threads", "fail-on", "progress"];

/** What is otherwise where logs are followed. */
const WATCHED_HELP: Readonly<Record<string, string>> = {
  seed: "key of the sampling hashes (default: drawn at random, or that of --baseline)",
  output:
    "the report at the end: text, json, ndjson, html, markdown or csv, to standard output or a file (default text)",
};

const EPISODE: CliOption = {
  name: "episode",
  value: "ID",
  help: "the episode of this id, as reports show it",
};

/** All options by command. */
export const OPTIONS = {
  analyze: ANALYZE_GROUPS.flatMap((group) => group.options),
  completion: [HELP],
  detect: [LOG_TZ, JSON_OUT, COLOR, HELP],
  formats: [JSON_OUT, HELP],
  explain: [
    { ...EPISODE, help: `${EPISODE.help} (default: the foremost)` },
    {
      name: "at",
      value: "TIME",
      help: "the window, episode and phase of a moment by the report's clock, instead",
    },
    { name: "line", value: "TEXT", help: "how a line is read, column by column, instead" },
    {
      name: "source",
      value: "IP",
      help: "what a source did, and why it counts as it does, instead (reads FILE twice)",
    },
    { name: "line-number", value: "N", help: "how line N of FILE is read, instead" },
    JSON_OUT,
    ...JUDGING,
    HELP,
  ],
  rules: [
    {
      name: "for",
      value: "TARGET",
      help: "nginx, nft, ipset, haproxy, cloudflare, aws-waf, crowdsec or csv",
    },
    { ...EPISODE, help: `${EPISODE.help} (default: the attacks that make nine tenths of all attack)` },
    {
      name: "valid",
      value: "HOURS",
      help: "how long entries live where the target lets them expire (default 24)",
    },
    {
      name: "country-ranges",
      help: "nginx, nft, ipset, crowdsec: write countries as their address ranges, thousands of lines",
    },
    {
      name: "country-variable",
      value: "VAR",
      help: "nginx: the variable that holds the country code, such as $geoip2_data_country_code",
    },
    {
      name: "try",
      value: "RULES.json",
      repeatable: true,
      help: "what these rules would have caught and whom they would have hurt, beside tidegauge's own; foreign: block all but --home",
    },
    { ...JSON_OUT, help: "with --try: as JSON" },
    COLOR,
    ...JUDGING,
    HELP,
  ],
  baseline: [
    { name: "output", short: "o", value: "FILE", help: "learn: where to write the baseline" },
    { ...JSON_OUT, help: "show: as JSON" },
    ...JUDGING,
    HELP,
  ],
  records: [
    FORMAT,
    MAP,
    LOG_TZ,
    {
      name: "trusted-proxy",
      value: "CIDR",
      repeatable: true,
      help: "peer whose X-Forwarded-For is believed",
    },
    { name: "anonymize", help: "cut every address to /24 or /48" },
    HELP,
  ],
  simulate: [
    { name: "list", help: "the scenarios, with what each is about" },
    { name: "seed", value: "N", help: "another seed gives another log of the same kind (default 1)" },
    { name: "truth", value: "FILE", help: "where to write what was attack and what was not" },
    {
      name: "output",
      short: "o",
      value: "FILE",
      help: "where to write the log; .gz is compressed (default: standard output)",
    },
    { name: "attack-share", value: "SHARE", help: "share of the requests that is attack while one lasts" },
    { name: "rate", value: "RPS", help: "requests a second in the busiest usual hour" },
    { name: "duration", value: "D", help: "length of the part of interest" },
    { name: "history", value: "D", help: "length of the normal traffic before it" },
    { name: "format", value: "F", help: "how the log is written" },
    HELP,
  ],
  watch: [
    {
      name: "patience",
      value: "D",
      help: "how long a silent log is waited for before time goes on without it (default 60s)",
    },
    {
      name: "checkpoint",
      value: "FILE",
      help: "keep all that is known in FILE every minute, and go on from it when started again",
    },
    ...ANALYZE_GROUPS.flatMap((group) => group.options)
      .filter(({ name }) => !NOT_WATCHED.includes(name))
      .map((option) =>
        option.name in WATCHED_HELP ? { ...option, help: WATCHED_HELP[option.name]! } : option,
      ),
  ],
} as const satisfies Record<string, readonly CliOption[]>;

/** A command of this version. */
export type Command = keyof typeof OPTIONS;

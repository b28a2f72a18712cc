import { padEnd, wrap } from "../reports/text/layout.ts";
import { ANALYZE_GROUPS, type CliOption, type Command, OPTIONS } from "./option-table.ts";

const WIDTH = 80;
const OPTION_WIDTH = 25;

/** Examples of each command, and what each is for. */
export const COMMAND_EXAMPLES: Readonly<
  Record<Command, readonly (readonly [command: string, what: string])[]>
> = {
  analyze: [
    ["tidegauge access.log", "judge a log"],
    [
      "tidegauge access.log.2.gz access.log.1 access.log",
      "several, merged by time: the older ones teach what is normal",
    ],
    [
      "tidegauge /var/log/nginx --home FR,RE,GP",
      "a directory; the audience is expected from these countries",
    ],
    ["kubectl logs deploy/web | tidegauge -", "standard input"],
    ["tidegauge access.log --since 2021-04-06T06:00 --tz Europe/Paris", "one morning"],
    ["tidegauge access.log --login '/api/v2/open' --json | jq .verdict", "for programs"],
    ["tidegauge access.log --fail-on flood-attack,mixed", "exit 10 when there was an attack"],
  ],
  baseline: [
    [
      "tidegauge baseline learn access.log.*.gz -o normal.tg",
      "what is normal here, from last week's logs; attacks in them are left out",
    ],
    ["tidegauge access.log --baseline normal.tg", "judge today by it"],
    [
      "tidegauge access.log --baseline normal.tg --save-baseline normal.tg",
      "every night: judge the day, and learn on from what of it was normal",
    ],
    ["tidegauge baseline show normal.tg --tz Europe/Paris", "what it knows"],
  ],
  completion: [
    ["source <(tidegauge completion bash)", "in ~/.bashrc"],
    ["tidegauge completion zsh > ~/.zfunc/_tidegauge", "in a folder of $fpath"],
    ["tidegauge completion fish > ~/.config/fish/completions/tidegauge.fish", "fish"],
  ],
  detect: [
    ["tidegauge detect access.log", "which format is this, and which lines do not fit"],
    ["zcat access.log.gz | tidegauge detect -", "standard input"],
  ],
  explain: [
    ["tidegauge explain access.log", "why: the evidence of the foremost episode, summed up"],
    ["tidegauge explain access.log --episode 2021-04-06T05:58:10Z --json", "another one, for programs"],
    ["tidegauge explain access.log --at 2021-04-06T08:10 --tz Europe/Paris", "what was at ten past eight?"],
    ["tidegauge explain access.log --source 203.0.113.7", "what did this one do, and why is it blocked?"],
    ["tidegauge explain access.log --line-number 17", "how line 17 is read, column by column"],
  ],
  formats: [
    ["tidegauge formats", "the named formats, each with lines that it reads"],
    ["tidegauge formats haproxy", "the lines of one, whole"],
    ["tidegauge formats aws", "the same of all that the word names"],
  ],
  records: [
    ["tidegauge records access.log | jq -r .path", "every line as one JSON object, as it was understood"],
  ],
  rules: [
    ["tidegauge rules access.log --for nginx > tidegauge.conf", "what nginx should refuse"],
    ["tidegauge rules access.log --for nft --valid 6 | nft -f -", "addresses, for six hours"],
    [
      "tidegauge rules access.log --for csv --episode 2021-04-06T05:58:10Z",
      "of one episode, for a spreadsheet",
    ],
    ["tidegauge rules access.log --for haproxy --max-collateral 0.001", "as good as no visitor hit"],
    [
      "tidegauge rules access.log --try foreign --try mine.json",
      "what would it do to block everything foreign, or by my own rules?",
    ],
  ],
  simulate: [
    ["tidegauge simulate --list", "what can be simulated"],
    ["tidegauge simulate cned-2021-04-06 -o drill.log.gz --truth truth.json", "a drill, and its truth"],
  ],
  watch: [
    [
      "tidegauge watch /var/log/nginx/access.log",
      "tell when a verdict changes; Ctrl-C ends it with the report",
    ],
    [
      "tidegauge watch access.log --baseline normal.tg --save-baseline normal.tg",
      "knowing what is normal, and learning on",
    ],
    [
      "tidegauge watch access.log --ndjson | jq -c 'select(.type != \"window\")'",
      "every event, for programs",
    ],
  ],
};

/** How each command is called, and what it is for. */
export const COMMAND_USAGE: Readonly<Record<Command, readonly [usage: string, summary: string]>> = {
  analyze: ["tidegauge analyze [FILE...]", "judge finished logs (what tidegauge does with a FILE)"],
  baseline: ["tidegauge baseline learn|show FILE...", "learn what is normal into a file, or look into one"],
  completion: ["tidegauge completion SHELL", "completion for bash, zsh or fish"],
  detect: ["tidegauge detect FILE", "which format is this, how well does it fit, which lines do not"],
  explain: ["tidegauge explain FILE...", "why: an episode, a moment, a source or a line"],
  formats: ["tidegauge formats [WORD]", "the named formats, with lines that they read"],
  records: ["tidegauge records FILE...", "every line as JSON, as it was understood (or why it was not)"],
  rules: ["tidegauge rules FILE... --for|--try X", "rules for a firewall, or what any rules would have done"],
  simulate: ["tidegauge simulate SCENARIO", "write a labelled drill log"],
  watch: ["tidegauge watch FILE...", "follow growing logs, and tell when a verdict changes"],
};

/** What is to be known of a command beyond its options, in paragraphs. */
export const COMMAND_ABOUT: Readonly<Partial<Record<Command, readonly string[]>>> = {
  baseline: [
    "A baseline is what tidegauge knows of normal traffic: how much of it there is at which hour of the week, where the audience lives, which networks were seen before, what visitors do. Without one it learns from the beginning of the log; with one it knows from the first line. learn judges the logs as tidegauge analyze does and keeps what was normal.",
    "The file holds no address in the clear, yet it tells whether one was seen: keep it as you keep the log.",
  ],
  explain: [
    "The log is judged as by tidegauge analyze, with the same options. For an episode: prior, evidence, sum, how the sum becomes a probability, phases, and what could not be measured.",
  ],
  watch: [
    "What stands in the files already is read first, and teaches what is normal; then they are followed, through rotation, until Ctrl-C or SIGTERM, which end the watching with the report. Standard output gets a few lines whenever a verdict changes, or every event with --ndjson.",
    "Event time is that of the logs. Where all are silent for longer than --patience, it goes on at the pace of the clock, so that the windows of a dead site close.",
    "With --checkpoint FILE a watch that was stopped, or killed, goes on where it was: nothing is lost, also of logs that were rotated meanwhile, as long as they are not compressed, and nothing counted twice. What was told since the last checkpoint is told again. FILE holds addresses: keep it as you keep the log.",
  ],
  rules: [
    "The log is judged as by tidegauge analyze, with the same options. The rules of its attacks are written to standard output in the language of the target; comments say what each catches, whom it hurts, and how to take it away again. What a target cannot say is left out and told on standard error.",
    "No rule touches --allow, nor a packet filter --trusted-proxy. Values come from the log and are escaped for the target; even so, look at a rule before you load it.",
    'With --try nothing is written for a firewall: the log is read once more, and every rule of a file is shown what it would have caught, and whom it would have hurt. The file holds rules as reports have them, or your own: [{"match": {"country": ["RU"], "path": ["/login"]}}]. Predicates are prefix, country, notCountry (from anywhere but these, unknown places included unless XX is listed), network, method, path, userAgent and referrer; all of a rule must hold, one value of each is enough.',
  ],
};

const EXIT_CODES = `Exit codes
  0 done   1 internal error   2 usage   3 input unreadable or in no known format
  4 too many rejected lines   10 --fail-on matched   130, 143 stopped by signal`;

/** What `tidegauge --help` prints: examples first. */
export function generalHelp(): string {
  const commands = Object.values(COMMAND_USAGE).map(([usage, summary]) => line(usage, summary, 30));
  return [
    "tidegauge reads web access logs and says whether a site is being visited or",
    "attacked: how sure, how much, since when, from where, and what to do.",
    "",
    ...examples("analyze"),
    "",
    "Commands (tidegauge COMMAND --help tells more)",
    ...commands.flat(),
    "",
    ...groups(),
    EXIT_CODES,
    "",
  ].join("\n");
}

/** What `tidegauge COMMAND --help` prints. */
export function helpFor(command: Command): string {
  if (command === "analyze") return generalHelp();
  const [usage, summary] = COMMAND_USAGE[command];
  return [
    ...wrap(`${usage}: ${summary}`, WIDTH),
    ...(COMMAND_ABOUT[command] ?? []).flatMap((text) => ["", ...wrap(text, WIDTH)]),
    "",
    ...examples(command),
    "",
    "Options",
    ...optionLines(OPTIONS[command]),
    "",
  ].join("\n");
}

function groups(): string[] {
  return ANALYZE_GROUPS.flatMap((group) => [group.title, ...optionLines(group.options), ""]);
}

function examples(command: Command): string[] {
  const lines = COMMAND_EXAMPLES[command].flatMap(([example, what]) => [`  ${example}`, `      ${what}`]);
  return ["Examples", ...lines];
}

function optionLines(options: readonly CliOption[]): string[] {
  return options.flatMap((option) => {
    const short = option.short === undefined ? "" : `-${option.short}, `;
    const value = option.value === undefined ? "" : ` ${option.value}`;
    const more = option.repeatable === true ? " (repeatable)" : "";
    return line(`${short}--${option.name}${value}`, option.help + more, OPTION_WIDTH);
  });
}

/** A term and what it means beside it, or below where it is too long. */
function line(term: string, meaning: string, column: number): string[] {
  const margin = " ".repeat(column + 2);
  const lines = wrap(meaning, WIDTH, margin);
  if (term.length > column - 1) return [`  ${term}`, ...lines];
  lines[0] = `  ${padEnd(term, column)}${lines[0]!.slice(margin.length)}`;
  return lines;
}

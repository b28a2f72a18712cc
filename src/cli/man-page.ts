import { VERSION } from "../version.ts";
import { COMMAND_ABOUT, COMMAND_EXAMPLES, COMMAND_USAGE } from "./help.ts";
import { ANALYZE_GROUPS, type CliOption, type Command, OPTIONS } from "./option-table.ts";

const COMMANDS = Object.keys(OPTIONS) as Command[];
/** Options that `analyze` explains; other commands only name them. */
const ANALYZE: ReadonlySet<string> = new Set(OPTIONS.analyze.map(({ name }) => name));

const EXIT_CODES: readonly (readonly [code: string, what: string])[] = [
  ["0", "done; also where the reader of a pipe had seen enough"],
  ["1", "internal error"],
  ["2", "usage"],
  ["3", "input unreadable or in no known format"],
  ["4", "too many rejected lines (--max-rejected)"],
  ["10", "--fail-on matched"],
  ["130, 143", "stopped by a signal; a first interrupt still prints the report of what was read"],
];

const ENVIRONMENT: readonly (readonly [name: string, what: string])[] = [
  ["NO_COLOR", "any value turns colours off (--color auto)"],
  ["FORCE_COLOR", "turns them on where there is no terminal; 0 and false turn them off"],
  ["LC_ALL, LC_CTYPE, LANG", "the first that is set decides whether text is UTF-8 or plain ASCII"],
];

/** The manual page in roff, made of the same tables as `--help`. */
export function manPage(): string {
  const lines = [
    '.\\" Made from the table of options by npm run man; changes here are lost.',
    `.TH TIDEGAUGE 1 "" ${quoted(`tidegauge ${VERSION}`)} "User Commands"`,
    ".SH NAME",
    "tidegauge \\- is a web site being visited or attacked? judged from its access log",
    ".SH SYNOPSIS",
    ...COMMANDS.flatMap((command) => [`.B ${text(COMMAND_USAGE[command][0])}`, ".br"]).slice(0, -1),
    ".SH DESCRIPTION",
    text(
      "tidegauge reads web access logs and says whether a site is being visited or attacked: how sure, how much, since when, from where, and what to do. Files may be compressed with gzip; several are merged by time; - is standard input; a directory is read as the files in it. Results go to standard output, everything else to standard error. Nothing is sent anywhere.",
    ),
    ".SH COMMANDS",
    ...COMMANDS.flatMap(commandLines),
    ".SH OPTIONS",
    ...ANALYZE_GROUPS.flatMap(({ title, options }) => [
      `.SS ${quoted(title)}`,
      ...options.flatMap(optionLines),
    ]),
    ".SH EXIT STATUS",
    ...EXIT_CODES.flatMap(([code, what]) => [".TP", `.B ${text(code)}`, text(what)]),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, what]) => [".TP", `.B ${text(name)}`, text(what)]),
    ".SH FILES",
    ".TP",
    ".I tidegauge.config.json",
    text(
      'The same options as JSON, read from the working directory where there is one: {"home": ["FR"], "logTz": "Europe/Paris"}. What the command line says goes first; unknown keys are an error.',
    ),
    ".SH EXAMPLES",
    ...COMMANDS.flatMap((command) =>
      COMMAND_EXAMPLES[command].flatMap(([example, what]) => [".TP", `.B ${text(example)}`, text(what)]),
    ),
    ".SH NOTES",
    text(
      "The country of an address is not the country of its master. This product includes GeoLite2 data created by MaxMind, available from https://www.maxmind.com",
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(command: Command): string[] {
  const [usage, summary] = COMMAND_USAGE[command];
  const about = (COMMAND_ABOUT[command] ?? []).flatMap((paragraph) => [".PP", text(paragraph)]);
  const lines = [`.SS ${quoted(usage)}`, text(summary), ...about];
  if (command === "analyze") return lines;
  const shown = OPTIONS[command];
  // Options that mean the same everywhere are told once.
  const own = shown.filter((option) => !ANALYZE.has(option.name) || !isOfAnalyze(option));
  const shared = shown.filter((option) => !own.includes(option) && option.name !== "help");
  lines.push(...own.flatMap(optionLines));
  if (shared.length > 0) {
    lines.push(
      ".PP",
      text(`Also, as told under OPTIONS: ${shared.map(({ name }) => `--${name}`).join(", ")}.`),
    );
  }
  return lines;
}

/** Whether an option is the one that `analyze` has, and not another of its name. */
function isOfAnalyze(option: CliOption): boolean {
  return OPTIONS.analyze.some(({ name, help }) => name === option.name && help === option.help);
}

function optionLines({ name, short, value, repeatable, help }: CliOption): string[] {
  const flags = [...(short === undefined ? [] : [`-${short}`]), `--${name}`].map(text).join(", ");
  const argument = value === undefined ? "" : ` \\fI${text(value)}\\fR`;
  return [".TP", `\\fB${flags}\\fR${argument}`, text(`${help}${repeatable === true ? " (repeatable)" : ""}`)];
}

/** Text that roff shows as it is: no request, no escape, plain hyphens that can be copied, other signs by number. */
function text(plain: string): string {
  const escaped = plain
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga")
    .replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti")
    .replaceAll(
      /[^\u0000-\u007e]/gu,
      (sign) => `\\[u${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`,
    );
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

/** An argument of a request. */
function quoted(plain: string): string {
  return `"${text(plain).replaceAll('"', "\\(dq")}"`;
}

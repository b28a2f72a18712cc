import { TARGETS } from "../attribution/exports/targets.ts";
import { FORMATS } from "../records/formats.ts";
import { VERDICTS } from "../reports/report.ts";
import { SCENARIOS } from "../simulator/index.ts";
import { didYouMean } from "../suggestion.ts";
import { onePositional, readArguments, usage } from "./arguments.ts";
import { ExitCode } from "./exit-codes.ts";
import { COMMAND_USAGE } from "./help.ts";
import { type CliOption, type Command, OPTIONS } from "./option-table.ts";
import { OUTPUT_KINDS } from "./outputs.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
/** What a shell completes: `tidegauge completion SHELL`. */
export type Shell = (typeof SHELLS)[number];

const COMMANDS = Object.keys(OPTIONS) as Command[];
const WHEN = ["auto", "always", "never"];

/** Values that an option takes, by its name; those that are not here take anything. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  color: WHEN,
  progress: WHEN,
  geo: ["lite", "none"],
  for: Object.keys(TARGETS),
  format: ["auto", ...FORMATS.map(({ name }) => name)],
  "fail-on": VERDICTS,
  output: OUTPUT_KINDS,
};

/** First words behind a command that are no files. */
const WORDS: Readonly<Partial<Record<Command, readonly string[]>>> = {
  baseline: ["learn", "show"],
  completion: SHELLS,
  formats: FORMATS.map(({ name }) => name),
  simulate: SCENARIOS.map(({ name }) => name),
};

/** Commands behind which files are named. */
const WITH_FILES: readonly Command[] = ["analyze", "baseline", "detect", "explain", "records", "rules"];

/** `tidegauge completion SHELL`: a script that makes the shell complete commands, options and their values. */
export function completion(argv: readonly string[]): number {
  const { positionals } = readArguments(argv, OPTIONS.completion);
  const name = onePositional(positionals, "SHELL (bash, zsh or fish)");
  const shell = SHELLS.find((one) => one === name);
  if (shell === undefined) {
    throw usage(`completion knows bash, zsh and fish, got "${name}"${didYouMean(name, SHELLS)}`);
  }
  process.stdout.write(completionScript(shell));
  return ExitCode.done;
}

/** The script for a shell; it asks nothing of the program when it runs. */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case "bash":
      return bash();
    case "zsh":
      return zsh();
    case "fish":
      return fish();
  }
}

function optionsOf(command: Command): readonly CliOption[] {
  return OPTIONS[command];
}

/** The choices of an option of a command; null where it takes anything. `simulate -o` names a file. */
function choicesOf(command: Command, { name }: CliOption): readonly string[] | null {
  if (name === "output" && command !== "analyze") return null;
  return CHOICES[name] ?? null;
}

function flagsOf({ name, short }: CliOption): string[] {
  return [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
}

/** Bash 3.2 or newer, without the package bash-completion. Where nothing is offered, bash completes files. */
function bash(): string {
  const values = COMMANDS.flatMap((command) =>
    optionsOf(command).flatMap((option) => {
      if (option.value === undefined) return [];
      const patterns = flagsOf(option).map((flag) => `${command}:${flag}`);
      const choices = choicesOf(command, option);
      const words = choices === null ? "" : choices.join(" ");
      return [`    ${patterns.join(" | ")}) words="${words}"; options= ;;`];
    }),
  );
  const options = COMMANDS.map((command) => {
    const flags = optionsOf(command).flatMap(flagsOf).join(" ");
    const words = WORDS[command]?.join(" ") ?? "";
    return `    ${command}) options="${flags}"; words="${words}" ;;`;
  });
  return `# Completion of tidegauge for bash: source <(tidegauge completion bash), or save it as
# ~/.local/share/bash-completion/completions/tidegauge
_tidegauge() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=analyze options= words=
  # Bash makes three words of --color=always.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if (( COMP_CWORD > 1 )); then
    case \${COMP_WORDS[1]} in
      ${COMMANDS.join(" | ")}) command=\${COMP_WORDS[1]} ;;
    esac
  fi
  case $command in
${options.join("\n")}
  esac
  if (( COMP_CWORD > 2 )); then words=; fi
  if (( COMP_CWORD == 1 )); then words="${COMMANDS.join(" ")} --version"; fi
  case $command:$prev in
${values.join("\n")}
  esac
  if [[ $cur == -* ]]; then words=$options; fi
  COMPREPLY=( $(compgen -W "$words" -- "$cur") )
}
complete -o default -o bashdefault -F _tidegauge tidegauge
`;
}

function zsh(): string {
  const quoted = (text: string) => text.replaceAll(/[\\[\]:]/g, "\\$&").replaceAll("'", "'\\''");
  const spec = (command: Command, option: CliOption) => {
    const { value, repeatable, help } = option;
    const choices = choicesOf(command, option);
    const action =
      choices === null ? (/FILE|json/.test(value ?? "") ? "_files" : " ") : `(${choices.join(" ")})`;
    const argument = value === undefined ? "" : `:${quoted(value)}:${action}`;
    const flags = flagsOf(option);
    const many = repeatable === true ? "*" : "";
    return flags.map((flag) => `    '${many}${flag}[${quoted(help)}]${argument}'`).join(" \\\n");
  };
  const cases = COMMANDS.map((command) => {
    const words = WORDS[command];
    const first = words === undefined ? [] : [`    '1:what:(${words.join(" ")})'`];
    const rest = WITH_FILES.includes(command) ? ["    '*:file:_files'"] : [];
    const specs = [...optionsOf(command).map((option) => spec(command, option)), ...first, ...rest];
    return `  ${command})\n    _arguments -s \\\n${specs.join(" \\\n")} ;;`;
  });
  const commands = COMMANDS.map((command) => `    '${command}:${quoted(COMMAND_USAGE[command][1])}'`);
  return `#compdef tidegauge
# Completion of tidegauge for zsh: save it as _tidegauge in a folder of $fpath.
_tidegauge() {
  local command=analyze
  local -a commands
  commands=(
${commands.join("\n")}
  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe -t commands command commands
    _files
    return
  fi
  if (( \${+commands[(r)$words[2]:*]} )); then
    command=$words[2]
    shift words
    (( CURRENT -= 1 ))
  fi
  case $command in
${cases.join("\n")}
  esac
}
compdef _tidegauge tidegauge
`;
}

function fish(): string {
  const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const others = COMMANDS.join(" ");
  const lines = COMMANDS.map(
    (command) =>
      `complete -c tidegauge -n "not __fish_seen_subcommand_from ${others}" -a ${command} -d ${quoted(COMMAND_USAGE[command][1])}`,
  );
  for (const command of COMMANDS) {
    const seen = `__fish_seen_subcommand_from ${command}`;
    const when = command === "analyze" ? `not __fish_seen_subcommand_from ${others}; or ${seen}` : seen;
    const words = WORDS[command];
    if (words !== undefined) {
      lines.push(
        `complete -c tidegauge -n "${when}" ${WITH_FILES.includes(command) ? "" : "-f "}-a ${quoted(words.join(" "))}`,
      );
    }
    for (const option of optionsOf(command)) {
      const short = option.short === undefined ? "" : ` -s ${option.short}`;
      const choices = choicesOf(command, option);
      const value =
        option.value === undefined ? "" : choices === null ? " -r" : ` -x -a ${quoted(choices.join(" "))}`;
      lines.push(
        `complete -c tidegauge -n "${when}" -l ${option.name}${short}${value} -d ${quoted(option.help)}`,
      );
    }
  }
  return `# Completion of tidegauge for fish: save it as ~/.config/fish/completions/tidegauge.fish\n${lines.join("\n")}\n`;
}

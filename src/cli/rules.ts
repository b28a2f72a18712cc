import { isEscaping } from "../attribution/as-sent.ts";
import { type ExportInput, leftOutSentence } from "../attribution/exports/export.ts";
import { TARGETS } from "../attribution/exports/targets.ts";
import { anonymizeReport } from "../reports/anonymize.ts";
import { type Episode, isAttack, type Report } from "../reports/report.ts";
import { attackRequests } from "../reports/text/page.ts";
import { percent } from "../reports/text/words.ts";
import { didYouMean } from "../suggestion.ts";
import { type Arguments, readArguments, usage } from "./arguments.ts";
import { withConfigFile } from "./config-file.ts";
import { ExitCode } from "./exit-codes.ts";
import { judging, tell, withAnalyzeOptions } from "./judging.ts";
import { OPTIONS } from "./option-table.ts";
import { tryRules } from "./rules-try.ts";

type Values = Arguments["values"];
type Target = keyof typeof TARGETS;

const TARGET_NAMES = Object.keys(TARGETS) as Target[];

const DEFAULT_HOURS = 24;
const MOST_HOURS = 24 * 365;
/** Without `--episode`: the biggest attacks, until they make this share of all attack requests, and at most so many. */
const ENOUGH_ATTACK = 0.9;
const MOST_EPISODES = 5;

/** `tidegauge rules FILE... --for TARGET`: the rules of the attacks in the language of a firewall, server or CDN. */
export async function rules(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv, OPTIONS.rules);
  if (given.values["try"] !== undefined) {
    if (given.values["for"] !== undefined) throw usage("--for and --try ask different things: one at a time");
    return tryRules(withConfigFile(given, withAnalyzeOptions(OPTIONS.rules)));
  }
  if (given.values["json"] !== undefined)
    throw usage("--json goes with --try; --for csv is for spreadsheets");
  const { values, positionals } = withConfigFile(given, withAnalyzeOptions(OPTIONS.rules));
  const target = targetOf(values);
  const options = { validHours: hoursOf(values), countryVariable: countryVariableOf(values) };
  const job = judging(values, positionals);
  const { report, code } = await job.run(() => {});
  if (code !== ExitCode.done) return code;
  const shown = report.settings.anonymize ? anonymizeReport(report) : report;
  const episodes = chosenEpisodes(shown, values["episode"] as string | undefined);
  const { text, leftOut } = TARGETS[target](exportInput(shown, episodes, options));
  process.stdout.write(text);
  for (const each of leftOut) tell(leftOutSentence(each));
  if (episodes.length === 0) tell("no attack was found: there is nothing to block");
  else if (episodes.every((episode) => episode.rules.length === 0)) {
    const limit = percent(report.settings.maxCollateral ?? 0);
    tell(`no rule stops this and hits at most ${limit} of the visitors' requests (--max-collateral)`);
  }
  return ExitCode.done;
}

/**
 * The episode of an id.
 * @throws TidegaugeError `TG_OPTION` where there is none, with those that there are
 */
export function episodeOf(report: Report, id: string): Episode {
  const found = report.episodes.find((episode) => episode.id === id);
  if (found !== undefined) return found;
  const ids = report.episodes.map((episode) => episode.id);
  const known = ids.length === 0 ? "there are none" : `there are ${ids.slice(0, 20).join(", ")}`;
  throw usage(`--episode: no episode "${id}"; ${known}${ids.length > 20 ? ", …" : ""}`);
}

/**
 * The episodes whose rules are meant: that of an id, or the biggest attacks.
 * @throws TidegaugeError `TG_OPTION` where there is no episode of that id
 */
export function chosenEpisodes(report: Report, id: string | undefined): readonly Episode[] {
  if (id !== undefined) return [episodeOf(report, id)];
  const attacks = report.episodes.filter(({ verdict }) => isAttack(verdict));
  attacks.sort((a, b) => attackRequests(b) - attackRequests(a));
  const total = attacks.reduce((sum, episode) => sum + attackRequests(episode), 0);
  const chosen: Episode[] = [];
  let covered = 0;
  for (const episode of attacks) {
    if (covered >= ENOUGH_ATTACK * total || chosen.length === MOST_EPISODES) break;
    chosen.push(episode);
    covered += attackRequests(episode);
  }
  return chosen;
}

function exportInput(
  report: Report,
  episodes: readonly Episode[],
  options: Pick<ExportInput, "validHours" | "countryVariable">,
): ExportInput {
  return {
    ...options,
    generator: report.generator,
    episodes,
    allow: report.settings.allow,
    trustedProxies: report.settings.trustedProxies,
    escaped: report.input.sources.some(({ format }) => format !== null && isEscaping(format)),
  };
}

function targetOf(values: Values): Target {
  const name = values["for"];
  const found = TARGET_NAMES.find((target) => target === name);
  if (found !== undefined) return found;
  const hint = typeof name === "string" ? `, got "${name}"${didYouMean(name, TARGET_NAMES)}` : "";
  throw usage(`--for must be one of ${TARGET_NAMES.join(", ")}${hint}`);
}

function hoursOf(values: Values): number {
  const text = values["valid"];
  if (text === undefined) return DEFAULT_HOURS;
  const hours = Number(text);
  if (Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS) return hours;
  throw usage(`--valid must be whole hours from 1 to ${MOST_HOURS}, got "${text}"`);
}

function countryVariableOf(values: Values): string | null {
  const text = values["country-variable"];
  if (text === undefined) return null;
  if (typeof text === "string" && /^\$\w{1,60}$/.test(text)) return text;
  throw usage(`--country-variable must be a variable of nginx like $geoip2_data_country_code, got "${text}"`);
}

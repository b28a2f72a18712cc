import { escapingOf } from "../attribution/as-sent.ts";
import { type CountryRanges, type ExportInput, leftOutSentence } from "../attribution/exports/export.ts";
import { TARGETS } from "../attribution/exports/targets.ts";
import { countryCidrs } from "../geo/country-cidrs.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import { anonymizeReport } from "../reports/anonymize.ts";
import type { Episode, Report } from "../reports/report.ts";
import { percent } from "../reports/text/words.ts";
import { didYouMean } from "../suggestion.ts";
import { type Arguments, readArguments, usage } from "./arguments.ts";
import { chosenEpisodes } from "./chosen-episodes.ts";
import { withConfigFile } from "./config-file.ts";
import { ExitCode } from "./exit-codes.ts";
import { judging, withAnalyzeOptions } from "./judging.ts";
import { OPTIONS } from "./option-table.ts";
import { tryRules } from "./rules-try.ts";
import { tell } from "./standard-streams.ts";

type Values = Arguments["values"];
type Target = keyof typeof TARGETS;

const TARGET_NAMES = Object.keys(TARGETS) as Target[];

const DEFAULT_HOURS = 24;
const MOST_HOURS = 24 * 365;
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
  const isRanges = values["country-ranges"] !== undefined;
  const job = judging(values, positionals);
  const { report, code } = await job.run(() => {});
  if (code !== ExitCode.done) return code;
  const shown = report.settings.anonymize ? anonymizeReport(report) : report;
  const episodes = chosenEpisodes(shown, values["episode"] as string | undefined);
  const countryRanges = isRanges ? rangesOf(job.places(report), report.geo.country) : null;
  const { text, leftOut } = TARGETS[target](exportInput(shown, episodes, { ...options, countryRanges }));
  process.stdout.write(text);
  for (const each of leftOut) tell(leftOutSentence(each));
  if (episodes.length === 0) tell("no attack was found: there is nothing to block");
  else if (episodes.every((episode) => episode.rules.length === 0)) {
    const limit = percent(report.settings.maxCollateral ?? 0);
    tell(`no rule stops this and hits at most ${limit} of the visitors' requests (--max-collateral)`);
  }
  return ExitCode.done;
}

function exportInput(
  report: Report,
  episodes: readonly Episode[],
  options: Pick<ExportInput, "validHours" | "countryVariable" | "countryRanges">,
): ExportInput {
  return {
    ...options,
    generator: report.generator,
    episodes,
    allow: report.settings.allow,
    trustedProxies: report.settings.trustedProxies,
    escaping: escapingOf(report.input.sources.map(({ format }) => format)),
  };
}

function rangesOf(places: PlaceTable, source: string | null): CountryRanges | null {
  if (source === null) throw usage("--country-ranges needs the place data that --geo none leaves out");
  return { source, cidrs: (countries) => countryCidrs(places, countries) };
}

function targetOf(values: Values): Target {
  const name = values["for"];
  const found = TARGET_NAMES.find((target) => target === name);
  if (found !== undefined) return found;
  const all = TARGET_NAMES.join(", ");
  if (typeof name !== "string") {
    throw usage(`rules wants --for and what is to enforce them (${all}), or --try and rules to be tried`);
  }
  throw usage(`--for must be one of ${all}, got "${name}"${didYouMean(name, TARGET_NAMES)}`);
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

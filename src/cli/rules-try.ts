import { readFileSync, statSync } from "node:fs";
import { escapingOf } from "../attribution/as-sent.ts";
import { numberedRules } from "../attribution/exports/export.ts";
import { TidegaugeError } from "../errors.ts";
import { unreadable } from "../node/input-files.ts";
import { readTwice } from "../node/replay-files.ts";
import { CidrTable } from "../records/cidr-table.ts";
import { Posteriors } from "../replay/posteriors.ts";
import { type RuleSet, readRuleSet } from "../replay/rule-set.ts";
import { RuleTrial } from "../replay/rule-trial.ts";
import type { Report } from "../reports/report.ts";
import { palette } from "../reports/text/style.ts";
import { buildTrial, trialJson, trialText } from "../reports/trial.ts";
import { type Arguments, usage } from "./arguments.ts";
import { chosenEpisodes } from "./chosen-episodes.ts";
import { ExitCode } from "./exit-codes.ts";
import { judging } from "./judging.ts";
import { tell } from "./standard-streams.ts";
import { readableWidth, shownText, textOptions } from "./terminal.ts";

/** What `--try` takes instead of a file: everything that is not from home. */
const FOREIGN = "foreign";
const MOST_RULE_BYTES = 16 * 2 ** 20;
const OWN = "tidegauge's own rules";

/**
 * `tidegauge rules FILE... --try RULES.json`: judges the log, reads it once more, and tells what the rules would have caught
 * and whom they would have hurt, beside tidegauge's own.
 */
export async function tryRules({ values, positionals }: Arguments): Promise<number> {
  const wanted = values["try"] as readonly string[];
  // Before an hour of reading.
  const sets = new Map(wanted.filter((name) => name !== FOREIGN).map((name) => [name, ruleSetFrom(name)]));
  if (positionals.length === 0 || positionals.includes("-")) throw readTwice();
  const text = textOptions(values["color"] as string | undefined, process.stdout, process.env);
  const job = judging(values, positionals);
  const posteriors = new Posteriors();
  const { report, code } = await job.run(() => {}, undefined, {
    witness: (onsetMs, { startMs, endMs }, units) => posteriors.note(onsetMs, startMs, endMs, units),
  });
  if (code !== ExitCode.done) return code;
  const episodes = chosenEpisodes(report, values["episode"] as string | undefined);
  const own = numberedRules({ ...NOTHING, episodes }).rules.map(({ match }) => match);
  const tried = [
    ...wanted.map((name) => (name === FOREIGN ? foreign(report) : sets.get(name)!)),
    { name: OWN, rules: own },
  ];
  const { settings } = job;
  const networks = job.networks();
  const trial = new RuleTrial(tried, posteriors, {
    seed: settings.seed,
    places: job.places(report),
    allow: settings.allow.length > 0 ? new CidrTable(settings.allow, "allow") : null,
    escaping: escapingOf(report.input.sources.map(({ format }) => format)),
    sinceMs: settings.sinceMs,
    untilMs: settings.untilMs,
    onsetsMs: new Set(episodes.map(({ onset }) => Date.parse(onset))),
    episodes: report.episodes.map(({ onset, end }) => ({
      startMs: Date.parse(onset),
      endMs: end === null ? Number.POSITIVE_INFINITY : Date.parse(end),
    })),
    networkOf: ({ asn, family, addressHi, addressLo }) =>
      networks.numberOf(Math.max(0, asn), family, addressHi, addressLo),
  });
  if (!(await job.replay(report, () => trial))) return ExitCode.interrupted;
  const result = buildTrial({
    generator: report.generator,
    episodes,
    all: trial.all,
    unjudged: trial.unjudged,
    sampled: posteriors.sampled,
    sets: trial.results(),
  });
  if (episodes.length === 0) tell("no attack was found: there is nothing to stop, and only visitors to hit");
  const shown = trialText(result, readableWidth(text), palette(text.color ?? false));
  process.stdout.write(values["json"] === true ? trialJson(result) : shownText(shown, text));
  return ExitCode.done;
}

/** What only exporters need. */
const NOTHING = {
  generator: "",
  allow: [],
  trustedProxies: [],
  validHours: 1,
  countryVariable: null,
  countryRanges: null,
  escaping: "none" as const,
};

/** Everything that is not from home, unknown places included. */
function foreign(report: Report): RuleSet {
  const { home } = report.settings;
  const knowsPlaces = report.breakdowns.countries.some(({ key }) => key !== "");
  if (home === null || !knowsPlaces) {
    throw usage("--try foreign must know where home is: pass --home, and a place table (--geo)");
  }
  return { name: "block everything foreign", rules: [{ notCountry: home }] };
}

function ruleSetFrom(path: string): RuleSet {
  let json: unknown;
  try {
    const { size } = statSync(path);
    if (size > MOST_RULE_BYTES) throw usage(`--try: ${path} has ${size} bytes, which is no list of rules`);
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof TidegaugeError) throw error;
    if (error instanceof SyntaxError) throw usage(`--try: ${path} is no JSON: ${error.message}`);
    throw new TidegaugeError("TG_UNREADABLE", unreadable(path, error), error);
  }
  return readRuleSet(json, path);
}

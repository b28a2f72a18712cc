/**
 * `npm run fit`: refits the judge's weights on the simulator's fit families, reproducibly.
 *
 *   --seeds N     seeds per family (default 2)
 *   --attributes  fit the tables of source attributes (src/features/attribute-weights.json)
 *   --evidence    fit the weights of features (src/features/evidence-weights.json)
 *
 * Attributes first, evidence after: the features measure what the attributes find. What is fitted is shrunk towards
 * bench/fit/priors.json, which says what was known of people and bots before any simulation.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Analyzer } from "../src/analyzer.ts";
import { FEATURES } from "../src/features/catalogue.ts";
import { NOT_APPLICABLE, SOURCE_ATTRIBUTES } from "../src/features/source-attributes.ts";
import { loadPlaces } from "../src/node/place-data.ts";
import type { Truth } from "../src/simulator/index.ts";
import { type Case, Corpus } from "./evaluation/corpus.ts";
import { type Example, fitLogistic } from "./fit/logistic.ts";
import { SourceLabels } from "./fit/source-labels.ts";

const ATTRIBUTES = new URL("../src/features/attribute-weights.json", import.meta.url);
const EVIDENCE = new URL("../src/features/evidence-weights.json", import.meta.url);
/** Weight of the prior tables against the fitted ones. */
const PRIOR_SHARE = 0.3;
/** Sources of a run that the fit of trust looks at, of each part. */
const SOURCES_A_RUN = 1500;

interface Table {
  people: number[];
  attack: number[];
  trust: number;
}
interface SourceExample {
  readonly bins: Uint8Array;
  readonly attack: boolean;
  readonly requests: number;
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2" },
    attributes: { type: "boolean", default: false },
    evidence: { type: "boolean", default: false },
  },
});
const families = JSON.parse(readFileSync(new URL("families.json", import.meta.url), "utf8"));
const priors: Record<string, Table> = JSON.parse(
  readFileSync(new URL("fit/priors.json", import.meta.url), "utf8"),
).attributes;
const places = loadPlaces("lite");
const corpus = new Corpus(places);
const cases: Case[] = families.fit.flatMap((family: string) =>
  Array.from({ length: Number(values.seeds) }, (_, i) => ({
    family,
    seed: families.seeds.fit + i,
    historyHours: i % 2 === 0 ? 6 : 24,
  })),
);

if (values.attributes) fitAttributes();
if (values.evidence) fitEvidence();

/** Counts, for every scale, in which bins the sources of each part fall; then how far each attribute may be trusted. */
function fitAttributes(): void {
  const runs = cases.map((one) => {
    const { log, truth } = corpus.specimen(one);
    const labels = new SourceLabels(log, truth);
    const isDecidable = attacksCanBeTold(truth);
    const samples: SourceExample[][] = [[], [], []];
    judge(log, (assessment, units) => {
      for (let unit = 0; unit < units.count; unit += 1) {
        if (units.exempt[unit] !== 0) continue;
        const label = labels.between(assessment.startMs, assessment.endMs, units.hashLo[unit]!);
        if (label === null || label.nuisance > 0 || (label.attack > 0 && label.attack < label.all)) continue;
        // Bots that nobody could tell from people would only teach that people are suspect.
        if (label.attack > 0 && !isDecidable) continue;
        const at = unit * SOURCE_ATTRIBUTES.length;
        samples[assessment.scale]!.push({
          bins: units.bins.slice(at, at + SOURCE_ATTRIBUTES.length),
          attack: label.attack > 0,
          requests: label.all,
        });
      }
    });
    console.error(one.family, one.seed, samples.map((all) => all.length).join(" "));
    return samples.map((all) => thinned(all));
  });
  const result = Object.fromEntries(
    SOURCE_ATTRIBUTES.map((attribute, k) => [
      attribute.name,
      {
        trust: 0,
        scales: [0, 1, 2].map((scale) => {
          const prior = priors[attribute.name]!;
          const tables = runs.map((run) => run[scale]!);
          return {
            people: fittedTable(tables, k, attribute.bins.length, false, prior.people),
            attack: fittedTable(tables, k, attribute.bins.length, true, prior.attack),
          };
        }),
      },
    ]),
  );
  const examples: Example[] = [];
  for (const run of runs) {
    run.forEach((samples, scale) => {
      for (const part of [true, false]) {
        const sources = samples.filter(({ attack }) => attack === part);
        for (const { bins, attack } of sources) {
          const x = SOURCE_ATTRIBUTES.map((attribute, k) => {
            const bin = bins[k]!;
            if (bin === NOT_APPLICABLE) return 0;
            const table = result[attribute.name]!.scales[scale]!;
            return Math.max(-2.5, Math.min(2.5, Math.log(table.attack[bin]! / table.people[bin]!)));
          });
          examples.push({ x, y: attack ? 1 : 0, weight: 1 / sources.length });
        }
      }
    });
  }
  const trust = fitLogistic(examples, {
    prior: [0, ...SOURCE_ATTRIBUTES.map((attribute) => priors[attribute.name]!.trust)],
    ridge: 0.01,
    low: 0.15,
    high: 1,
  });
  SOURCE_ATTRIBUTES.forEach((attribute, k) => {
    result[attribute.name]!.trust = Number(trust[k + 1]!.toFixed(3));
  });
  write(ATTRIBUTES, { attributes: result });
  for (const [name, { trust: t }] of Object.entries(result)) console.log(name.padEnd(20), t);
}

/** Logistic regression of the features on whether a judged span held an attack that matters. */
function fitEvidence(): void {
  const examples: Example[] = [];
  for (const one of cases) {
    const { log, truth } = corpus.specimen(one);
    const attackIn = truthOf(truth.windows);
    const isDecidable = attacksCanBeTold(truth);
    const run: { x: number[]; y: 0 | 1 }[] = [];
    judge(log, (assessment) => {
      const { attack, all } = attackIn(assessment.startMs, assessment.endMs);
      const share = all === 0 ? 0 : attack / all;
      const minutes = (assessment.endMs - assessment.startMs) / 60_000;
      const matters = share >= 0.05 && attack / minutes >= (assessment.scale === 2 ? 10 : 30);
      if (!matters && (share > 0.02 || attack / minutes > 12)) return;
      if (matters && !isDecidable) return;
      const x = FEATURES.map(({ name }) => {
        const found = assessment.score.contributions.find(({ feature }) => feature === name);
        return found === undefined ? 0 : found.contribution / (weightsNow()[name] ?? 1);
      });
      run.push({ x, y: matters ? 1 : 0 });
    });
    for (const part of [0, 1] as const) {
      const spans = run.filter(({ y }) => y === part);
      // Most spans of a live site hold no attack; three to one keeps enough of either.
      for (const { x } of spans) examples.push({ x, y: part, weight: (part === 1 ? 1 : 3) / spans.length });
    }
    console.error(one.family, one.seed, run.length, run.filter(({ y }) => y === 1).length);
  }
  const prior = JSON.parse(readFileSync(new URL("fit/priors.json", import.meta.url), "utf8")).evidence;
  const weights = fitLogistic(examples, {
    prior: [prior.prior, ...FEATURES.map(({ name }) => prior.weights[name])],
    ridge: 0.01,
    low: 0.1,
    high: 2.5,
  });
  const rounded = weights.map((weight) => Number(weight.toFixed(3)));
  write(EVIDENCE, {
    prior: rounded[0],
    weights: Object.fromEntries(FEATURES.map(({ name }, k) => [name, rounded[k + 1]])),
    calibration: { slope: 1, offset: 0 },
  });
  FEATURES.forEach(({ name }, k) => {
    console.log(name.padEnd(22), rounded[k + 1]);
  });
  console.log("prior".padEnd(22), rounded[0]);
}

function weightsNow(): Record<string, number> {
  evidenceNow ??= JSON.parse(readFileSync(EVIDENCE, "utf8")).weights as Record<string, number>;
  return evidenceNow;
}
var evidenceNow: Record<string, number> | undefined;

function judge(log: Buffer, probe: NonNullable<ConstructorParameters<typeof Analyzer>[0]>["probe"]): void {
  const analyzer = new Analyzer({ places, probe });
  for (let at = 0; at < log.length; at += 1 << 20) analyzer.push(log.subarray(at, at + (1 << 20)));
  analyzer.finish();
}

/** Whether somebody who has the log could tell every attack in it. */
function attacksCanBeTold(truth: Truth): boolean {
  return truth.incidents.every(({ kind, decidable }) => kind !== "attack" || decidable);
}

function truthOf(windows: readonly (readonly number[])[]) {
  const byStart = new Map(windows.map((window) => [window[0]!, window]));
  return (startMs: number, endMs: number) => {
    let attack = 0;
    let all = 0;
    for (let at = startMs; at < endMs; at += 10_000) {
      const window = byStart.get(at);
      if (window === undefined) continue;
      all += window[1]! + window[2]! + window[3]! + window[4]!;
      attack += window[2]!;
    }
    return { attack, all };
  };
}

/** Every so many-th source, so that each part of a run has at most {@link SOURCES_A_RUN}. */
function thinned(samples: readonly SourceExample[]): SourceExample[] {
  return [true, false].flatMap((part) => {
    const sources = samples.filter(({ attack }) => attack === part);
    const step = Math.max(1, Math.ceil(sources.length / SOURCES_A_RUN));
    return sources.filter((_, index) => index % step === 0);
  });
}

/** Shares of bins, in per cent: the mean of the runs, each weighing the same, shrunk towards the prior. */
function fittedTable(
  runs: readonly (readonly SourceExample[])[],
  attribute: number,
  bins: number,
  attack: boolean,
  prior: readonly number[],
): number[] {
  const shares = new Array<number>(bins).fill(0);
  let counted = 0;
  for (const run of runs) {
    const counts = new Array<number>(bins).fill(0);
    let all = 0;
    for (const source of run) {
      const bin = source.bins[attribute]!;
      if (source.attack !== attack || bin === NOT_APPLICABLE) continue;
      counts[bin]! += 1;
      all += 1;
    }
    if (all < 10) continue;
    counted += 1;
    for (let bin = 0; bin < bins; bin += 1) shares[bin]! += counts[bin]! / all;
  }
  const priorSum = prior.reduce((sum, value) => sum + value, 0);
  const own = counted === 0 ? 0 : (1 - PRIOR_SHARE) / counted;
  const rest = counted === 0 ? 1 : PRIOR_SHARE;
  return shares.map((share, bin) =>
    Number((100 * (own * share + (rest * prior[bin]!) / priorSum)).toPrecision(3)),
  );
}

function write(file: URL, content: unknown): void {
  const text = JSON.stringify(content, null, 2).replace(/\[\s+([\d.,\s-]+?)\s+\]/g, (_, list: string) => {
    return `[${list.replace(/\s+/g, " ")}]`;
  });
  writeFileSync(file, `${text}\n`);
}

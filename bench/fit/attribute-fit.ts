import { NOT_APPLICABLE, SOURCE_ATTRIBUTES } from "../../src/features/source-attributes.ts";
import type { SourceLesson } from "./lessons.ts";
import { type Example, fitLogistic } from "./logistic.ts";
import type { AttributeWeights, Priors } from "./weights.ts";

/** Weight of the prior tables against the fitted ones. */
const PRIOR_SHARE = 0.3;
/** Sources of a part from which a run has a say. */
const LEAST_SOURCES = 10;
/** As the judge cuts the ratio of one attribute. */
const RATIO_LIMIT = 2.5;

/**
 * Tables of how sources fall into bins, by scale, and how far each attribute may be trusted.
 * @param runs lessons by run and scale
 */
export function fitAttributes(runs: readonly SourceLesson[][][], priors: Priors): AttributeWeights {
  const attributes = Object.fromEntries(
    SOURCE_ATTRIBUTES.map(({ name, bins }, k) => {
      const prior = priors.attributes[name]!;
      const scales = [0, 1, 2].map((scale) => {
        const tables = runs.map((run) => run[scale]!);
        return {
          people: table(tables, k, bins.length, false, prior.people),
          attack: table(tables, k, bins.length, true, prior.attack),
        };
      });
      return [name, { trust: 0, scales }];
    }),
  );
  const examples: Example[] = [];
  for (const run of runs) {
    run.forEach((lessons, scale) => {
      for (const part of [true, false]) {
        const sources = lessons.filter(({ attack }) => attack === part);
        for (const { bins, attack } of sources) {
          const x = SOURCE_ATTRIBUTES.map(({ name }, k) => {
            const bin = bins[k]!;
            if (bin === NOT_APPLICABLE) return 0;
            const shares = attributes[name]!.scales[scale]!;
            const ratio = Math.log(shares.attack[bin]! / shares.people[bin]!);
            return Math.max(-RATIO_LIMIT, Math.min(RATIO_LIMIT, ratio));
          });
          examples.push({ x, y: attack ? 1 : 0, weight: 1 / sources.length });
        }
      }
    });
  }
  const trust = fitLogistic(examples, {
    prior: [0, ...SOURCE_ATTRIBUTES.map(({ name }) => priors.attributes[name]!.trust)],
    ridge: 0.01,
    low: 0.15,
    high: 1,
  });
  SOURCE_ATTRIBUTES.forEach(({ name }, k) => {
    attributes[name]!.trust = Number(trust[k + 1]!.toFixed(3));
  });
  return { attributes };
}

/** Shares of bins, in per cent: the mean of the runs, each weighing the same, shrunk towards the prior. */
function table(
  runs: readonly (readonly SourceLesson[])[],
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
    if (all < LEAST_SOURCES) continue;
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

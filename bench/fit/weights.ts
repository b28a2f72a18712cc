import { readFileSync, writeFileSync } from "node:fs";
import { FEATURES } from "../../src/features/catalogue.ts";
import { SOURCE_ATTRIBUTES } from "../../src/features/source-attributes.ts";

const ATTRIBUTES = new URL("../../src/features/attribute-weights.json", import.meta.url);
const EVIDENCE = new URL("../../src/features/evidence-weights.json", import.meta.url);

/** How sources of either kind fall into the bins of one attribute, per cent. */
export interface Table {
  people: number[];
  attack: number[];
}

/** What src/features/attribute-weights.json holds. */
export interface AttributeWeights {
  attributes: Record<string, { trust: number; scales: Table[] }>;
}

/** What src/features/evidence-weights.json holds. */
export interface EvidenceWeights {
  prior: number;
  weights: Record<string, number>;
  calibration: { slope: number; offset: number };
  intervals: { width: number };
}

/** All weights of the judge. */
export interface Weights {
  attributes: AttributeWeights;
  evidence: EvidenceWeights;
}

/** What was believed before any simulation. */
export interface Priors {
  attributes: Record<string, Table & { trust: number }>;
  evidence: { prior: number; weights: Record<string, number> };
}

/** bench/fit/priors.json. */
export function readPriors(): Priors {
  return JSON.parse(readFileSync(new URL("priors.json", import.meta.url), "utf8")) as Priors;
}

/** Where every fit begins: the priors, whatever the weights files hold at present. */
export function startingWeights(priors: Priors): Weights {
  const attributes = Object.fromEntries(
    SOURCE_ATTRIBUTES.map(({ name }) => {
      const { people, attack, trust } = priors.attributes[name]!;
      return [name, { trust, scales: [0, 1, 2].map(() => ({ people, attack })) }];
    }),
  );
  const weights = Object.fromEntries(FEATURES.map(({ name }) => [name, priors.evidence.weights[name]!]));
  return {
    attributes: { attributes },
    evidence: {
      prior: priors.evidence.prior,
      weights,
      calibration: { slope: 1, offset: 0 },
      intervals: { width: 1 },
    },
  };
}

/** Puts weights in the place of those of the files. Only the modules of the judge that are imported afterwards see them. */
export async function useWeights({ attributes, evidence }: Weights): Promise<void> {
  const json = { with: { type: "json" } } as const;
  const [ofSources, ofFeatures] = await Promise.all([
    import("../../src/features/attribute-weights.json", json),
    import("../../src/features/evidence-weights.json", json),
  ]);
  Object.assign(ofSources.default, attributes);
  Object.assign(ofFeatures.default, evidence);
}

/** Writes the weights files. */
export function writeWeights({ attributes, evidence }: Weights): void {
  writeFileSync(ATTRIBUTES, textOf(attributes));
  writeFileSync(EVIDENCE, textOf(evidence));
}

/** Whether the weights files hold these weights, to the byte. */
export function isWritten({ attributes, evidence }: Weights): boolean {
  return (
    readFileSync(ATTRIBUTES, "utf8") === textOf(attributes) &&
    readFileSync(EVIDENCE, "utf8") === textOf(evidence)
  );
}

function textOf(content: unknown): string {
  const text = JSON.stringify(content, null, 2).replace(/\[\s+([\d.,\s-]+?)\s+\]/g, (_, list: string) => {
    return `[${list.replace(/\s+/g, " ")}]`;
  });
  return `${text}\n`;
}

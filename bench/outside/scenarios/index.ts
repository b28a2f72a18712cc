import type { Scenario } from "../scenario.ts";
import { BROADCASTS } from "./broadcasts.ts";
import { EDGES } from "./edges.ts";
import { FLOODS } from "./floods.ts";
import { HEALTH } from "./health.ts";
import { LEARNING } from "./learning.ts";
import { MIXTURES } from "./mixtures.ts";
import { OFFICES } from "./offices.ts";
import { PRESS } from "./press.ts";
import { SERVICES } from "./services.ts";
import { TRADE } from "./trade.ts";

/** All scenarios, in the order in which they were conceived. */
export const SCENARIOS: readonly Scenario[] = [
  ...LEARNING,
  ...OFFICES,
  ...PRESS,
  ...TRADE,
  ...SERVICES,
  ...HEALTH,
  ...BROADCASTS,
  ...FLOODS,
  ...MIXTURES,
  ...EDGES,
];

/** The scenario of a name. */
export function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario "${name}"`);
  return found;
}

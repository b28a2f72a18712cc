import type { Scenario } from "../scenario.ts";
import { BROADCASTS } from "./broadcasts.ts";
import { COMMUNITIES } from "./communities.ts";
import { EDGES } from "./edges.ts";
import { FLOODS } from "./floods.ts";
import { FRESH_COMPANY } from "./fresh-company.ts";
import { FRESH_DELIVERIES } from "./fresh-deliveries.ts";
import { FRESH_ERRANDS } from "./fresh-errands.ts";
import { FRESH_FLOODS } from "./fresh-floods.ts";
import { FRESH_LEISURE } from "./fresh-leisure.ts";
import { FRESH_MIXTURES } from "./fresh-mixtures.ts";
import { FRESH_PARTNERS } from "./fresh-partners.ts";
import { FRESH_TOWNS } from "./fresh-towns.ts";
import { HEALTH } from "./health.ts";
import { INTERFACES } from "./interfaces.ts";
import { LEARNING } from "./learning.ts";
import { MAIL_AND_CODE } from "./mail-and-code.ts";
import { MIXTURES } from "./mixtures.ts";
import { ODD_DAYS } from "./odd-days.ts";
import { OFFICES } from "./offices.ts";
import { PEACEFUL_CROWDS } from "./peaceful-crowds.ts";
import { PRESS } from "./press.ts";
import { PROGRAMS_AT_WORK } from "./programs-at-work.ts";
import { RIDES } from "./rides.ts";
import { TRADE } from "./trade.ts";
import { WARNINGS } from "./warnings.ts";

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = [
  ...LEARNING,
  ...OFFICES,
  ...PRESS,
  ...COMMUNITIES,
  ...TRADE,
  ...RIDES,
  ...INTERFACES,
  ...MAIL_AND_CODE,
  ...HEALTH,
  ...WARNINGS,
  ...BROADCASTS,
  ...FLOODS,
  ...MIXTURES,
  ...EDGES,
  ...PROGRAMS_AT_WORK,
  ...PEACEFUL_CROWDS,
  ...ODD_DAYS,
  ...FRESH_TOWNS,
  ...FRESH_LEISURE,
  ...FRESH_DELIVERIES,
  ...FRESH_PARTNERS,
  ...FRESH_FLOODS,
  ...FRESH_ERRANDS,
  ...FRESH_MIXTURES,
  ...FRESH_COMPANY,
];

/** The scenario of a name. */
export function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario "${name}"`);
  return found;
}

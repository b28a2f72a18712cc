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
import { PEACEFUL_DAYS } from "./peaceful-days.ts";
import { PRESS } from "./press.ts";
import { PROGRAMS_AT_WORK } from "./programs-at-work.ts";
import { PROGRAMS_BEFORE_PEOPLE } from "./programs-before-people.ts";
import { RIDES } from "./rides.ts";
import { TRADE } from "./trade.ts";
import { UNSEEN_GAMES } from "./unseen-games.ts";
import { UNSEEN_LARGE } from "./unseen-large.ts";
import { UNSEEN_MACHINES } from "./unseen-machines.ts";
import { UNSEEN_MONEY } from "./unseen-money.ts";
import { UNSEEN_NEWS } from "./unseen-news.ts";
import { UNSEEN_PROGRAMS } from "./unseen-programs.ts";
import { UNSEEN_SCHOOLS } from "./unseen-schools.ts";
import { UNSEEN_SERVICES } from "./unseen-services.ts";
import { UNSEEN_SMALL } from "./unseen-small.ts";
import { UNSEEN_STATE } from "./unseen-state.ts";
import { UNSEEN_TOWNS } from "./unseen-towns.ts";
import { UNSEEN_TRADE } from "./unseen-trade.ts";
import { UNSEEN_UNIVERSITIES } from "./unseen-universities.ts";
import { UNTOLD_ACCOUNTS } from "./untold-accounts.ts";
import { UNTOLD_CAMPUS } from "./untold-campus.ts";
import { UNTOLD_CLASSES } from "./untold-classes.ts";
import { UNTOLD_CLINICS } from "./untold-clinics.ts";
import { UNTOLD_LEISURE } from "./untold-leisure.ts";
import { UNTOLD_MAIL } from "./untold-mail.ts";
import { UNTOLD_PAPERS } from "./untold-papers.ts";
import { UNTOLD_SCHOOLS } from "./untold-schools.ts";
import { UNTOLD_SERVICES } from "./untold-services.ts";
import { UNTOLD_SHELVES } from "./untold-shelves.ts";
import { UNTOLD_SHOPS } from "./untold-shops.ts";
import { UNTOLD_SMALL } from "./untold-small.ts";
import { UNTOLD_STAGES } from "./untold-stages.ts";
import { UNTOLD_TOWNS } from "./untold-towns.ts";
import { WARNINGS } from "./warnings.ts";

/** Scenarios by the family that the files they stand in make, kinds of sites first. */
const FILES: Readonly<Record<string, readonly Scenario[]>> = {
  learning: LEARNING,
  offices: OFFICES,
  press: PRESS,
  communities: COMMUNITIES,
  trade: TRADE,
  rides: RIDES,
  interfaces: INTERFACES,
  "mail-and-code": MAIL_AND_CODE,
  health: HEALTH,
  warnings: WARNINGS,
  broadcasts: BROADCASTS,
  floods: FLOODS,
  mixtures: MIXTURES,
  edges: EDGES,
  "programs-at-work": [...PROGRAMS_AT_WORK, ...PROGRAMS_BEFORE_PEOPLE],
  "peaceful-crowds": [...PEACEFUL_CROWDS, ...PEACEFUL_DAYS],
  "odd-days": ODD_DAYS,
  "fresh-towns": FRESH_TOWNS,
  "fresh-leisure": FRESH_LEISURE,
  "fresh-deliveries": FRESH_DELIVERIES,
  "fresh-partners": FRESH_PARTNERS,
  "fresh-floods": FRESH_FLOODS,
  "fresh-errands": FRESH_ERRANDS,
  "fresh-mixtures": FRESH_MIXTURES,
  "fresh-company": FRESH_COMPANY,
  "unseen-schools": UNSEEN_SCHOOLS,
  "unseen-universities": UNSEEN_UNIVERSITIES,
  "unseen-state": UNSEEN_STATE,
  "unseen-towns": UNSEEN_TOWNS,
  "unseen-trade": UNSEEN_TRADE,
  "unseen-news": UNSEEN_NEWS,
  "unseen-games": UNSEEN_GAMES,
  "unseen-services": UNSEEN_SERVICES,
  "unseen-money": UNSEEN_MONEY,
  "unseen-programs": UNSEEN_PROGRAMS,
  "unseen-machines": UNSEEN_MACHINES,
  "unseen-small": UNSEEN_SMALL,
  "unseen-large": UNSEEN_LARGE,
  "untold-schools": UNTOLD_SCHOOLS,
  "untold-classes": UNTOLD_CLASSES,
  "untold-campus": UNTOLD_CAMPUS,
  "untold-shelves": UNTOLD_SHELVES,
  "untold-towns": UNTOLD_TOWNS,
  "untold-clinics": UNTOLD_CLINICS,
  "untold-shops": UNTOLD_SHOPS,
  "untold-accounts": UNTOLD_ACCOUNTS,
  "untold-services": UNTOLD_SERVICES,
  "untold-mail": UNTOLD_MAIL,
  "untold-small": UNTOLD_SMALL,
  "untold-stages": UNTOLD_STAGES,
  "untold-leisure": UNTOLD_LEISURE,
  "untold-papers": UNTOLD_PAPERS,
};

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = Object.values(FILES).flat();

const FAMILIES = familiesOfHosts();

/** The scenario of a name. */
export function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario "${name}"`);
  return found;
}

/**
 * The family that a scenario belongs to, for what is to be divided into disjoint parts: the first of those above in which its site
 * occurs. All scenarios of one site are of one family, in whichever file they stand, so that no site is in two parts.
 */
export function familyOf({ site }: Scenario): string {
  const family = FAMILIES.get(site.host);
  if (family === undefined) throw new Error(`no family of "${site.host}"`);
  return family;
}

function familiesOfHosts(): ReadonlyMap<string, string> {
  const families = new Map<string, string>();
  for (const [file, scenarios] of Object.entries(FILES)) {
    for (const { site } of scenarios) if (!families.has(site.host)) families.set(site.host, file);
  }
  return families;
}

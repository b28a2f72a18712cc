import type { Report } from "../../../src/reports/report.ts";
import type { Truth } from "../../../src/simulator/index.ts";
import type { Outcome } from "../../evaluation/outcome.ts";

/** What is wrong with a report of a log, in words; empty where nothing is. */
export function faultsOf(outcome: Outcome, report: Report, truth: Truth): string[] {
  const faults: string[] = [];
  const say = (isWrong: boolean, words: string) => {
    if (isWrong) faults.push(words);
  };
  const { input } = report;
  const all = truth.windows.reduce((sum, [, ...counts]) => sum + counts.reduce((a, b) => a + b, 0), 0);
  say(input.rejected.total > 0, `${input.rejected.total} lines rejected`);
  say(input.late > 0.01 * all, `${input.late} lines late`);
  say(outcome.attackFound.includes(false), "attack missed");
  say(outcome.falseAlarms > 0, "false alarm");
  say(outcome.surgeFound.includes(false), "surge not named");
  say(outcome.surgeCalledAttack.includes(true), "surge called attack");
  const delay = Math.max(...outcome.delaySeconds);
  say(delay > 90, `seen after ${delay.toFixed(0)} s`);
  const worst = Math.max(...outcome.shareError.map(Math.abs));
  say(worst > 0.08, `share wrong by ${worst.toFixed(2)}`);
  say(outcome.shareCovered.includes(false), "share outside its interval");
  say(
    outcome.attackFound.includes(true) && Math.min(...outcome.attackCaught) < 0.7,
    `rules catch ${Math.min(...outcome.attackCaught).toFixed(2)}`,
  );
  const hit = Math.max(...outcome.organicHit);
  say(hit > 0.03, `rules hit ${hit.toFixed(3)} of people`);
  const dishonest = Math.max(...outcome.ruleDishonesty);
  say(dishonest > 0.08, `rules claim ${dishonest.toFixed(2)} too much or little`);
  say(outcome.overloadRight.includes(false), "overload question");
  return faults;
}

import type { Episode, Evidence } from "../report.ts";
import { cut, padEnd, padStart, wrap } from "./layout.ts";
import { attackProbability, heading, type Page, prose } from "./page.ts";
import { percent } from "./words.ts";

/** Evidence told singly on each side; the rest is summed up. */
const MOST_ITEMS = 7;
const BAR_WIDTH = 10;

/** The evidence for and against, what was not weighed, and what would change the verdict. */
export function evidence(page: Page, episode: Episode): string[] {
  const { paint } = page;
  const width = prose(page);
  const lines = [heading(page, "Why", "in log-odds: each 0.7 doubles the odds of an attack")];
  const bySize = [...episode.evidence].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const largest = Math.abs(bySize[0]?.contribution ?? 1);
  const sides: readonly [string, readonly Evidence[]][] = [
    ["for an attack", bySize.filter((item) => item.contribution > 0)],
    ["for people", bySize.filter((item) => item.contribution <= 0)],
  ];
  for (const [title, items] of sides) {
    if (items.length === 0) continue;
    lines.push(`  ${paint.dim(title)}`);
    for (const item of items.slice(0, MOST_ITEMS)) lines.push(...itemLines(page, item, largest));
    const rest = items.slice(MOST_ITEMS);
    if (rest.length > 0) {
      const sum = rest.reduce((total, item) => total + item.contribution, 0);
      lines.push(`  ${padStart(signed(sum), 6)}  ${padEnd("", BAR_WIDTH)}  and ${rest.length} smaller ones`);
    }
  }
  const { prior, total } = episode.score;
  lines.push(
    ...wrap(
      `prior ${signed(prior)}, with the evidence ${signed(total)}; calibrated: ${percent(
        attackProbability(episode),
      )} for an attack`,
      width,
      "  ",
    ),
  );
  if (episode.abstained.length > 0) {
    const reasons = episode.abstained.map((item) => `${item.feature} (${item.reason})`);
    lines.push(...wrap(`not weighed: ${reasons.join("; ")}`, width, "  ", "    "));
  }
  if (episode.wouldChange !== null) {
    lines.push(...wrap(`What would change this: ${episode.wouldChange}`, width, "  ", "    "));
  }
  return lines;
}

function itemLines(page: Page, item: Evidence, largest: number): string[] {
  const { paint } = page;
  const length = largest === 0 ? 0 : Math.round((Math.abs(item.contribution) / largest) * BAR_WIDTH);
  const bar = padEnd("█".repeat(length), BAR_WIDTH);
  const painted = item.contribution > 0 ? paint.red(bar) : paint.green(bar);
  const figure = padStart(cut(signed(item.contribution), 6), 6);
  return wrap(`${item.summary} ${paint.dim(`[${item.feature}]`)}`, prose(page), `  ${figure}  ${painted}  `);
}

/** Log-odds with their sign: `+3.2`, `−1.1`, `0`. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(Math.abs(value) < 0.95 ? 2 : 1);
  if (Number(text) === 0) return "0";
  return `${value < 0 ? "−" : "+"}${text}`;
}

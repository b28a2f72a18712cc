import type { Episode } from "../report.ts";
import { overloadAnswer } from "../text/overload.ts";
import { rate } from "../text/words.ts";
import { type BarPart, bar } from "./bar.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { sentence } from "./sentence.ts";

/** Would the site have been overloaded by its visitors alone? As a sentence, and as bars against the capacity. */
export function overloadSection(page: HtmlPage, episode: Episode): Markup | null {
  const { overload } = episode;
  const answer = overloadAnswer(page, episode);
  if (overload === null || answer === null) return null;
  const {
    capacityRequestsPerSecond: capacity,
    capacityBasis,
    organicPeakRequestsPerSecond: organic,
    organicPeakLow: low,
    organicPeakHigh: high,
    attackPeakRequestsPerSecond: attack,
  } = overload;
  const full = Math.max(organic, high, attack, capacity ?? 0) * 1.06;
  const limit: readonly BarPart[] =
    capacity === null ? [] : [["mark", capacity - full / 400, capacity + full / 400]];
  const rows: Markup[] = [
    row(
      "Visitors alone, at their peak",
      bar([["visitors", 0, organic], ["range", low, high], ...limit], 0, full),
      `${rate(organic)} (${rate(low)} to ${rate(high)})`,
    ),
  ];
  if (attack > 0)
    rows.push(row("Attack, at its peak", bar([["attack", 0, attack], ...limit], 0, full), rate(attack)));
  const basis = {
    given: "given",
    inferred: "inferred from when it began to refuse",
    "lower-bound": "at least: it was never reached",
  };
  rows.push(
    row(
      "Capacity",
      capacity === null ? null : bar(limit, 0, full),
      capacity === null || capacityBasis === null
        ? "not known"
        : `${rate(capacity)} (${basis[capacityBasis]})`,
    ),
  );
  return html`<section><h3>${attack > 0 ? "Would it have held without the attack?" : "Did it hold?"}</h3>
<p>${sentence(answer)}</p>
<table class="overload"><caption class="unseen">Demand against capacity</caption><tbody>${rows}</table>
</section>
`;
}

function row(label: string, drawn: Markup | null, text: string): Markup {
  return html`<tr><th scope="row">${label}<td class="balance">${drawn}<td>${text}\n`;
}

import type { Episode, Evidence } from "../report.ts";
import { signed } from "../text/evidence.ts";
import { attackProbability } from "../text/page.ts";
import { percent } from "../text/words.ts";
import { bar } from "./bar.ts";
import { html, type Markup } from "./markup.ts";
import { sentence } from "./sentence.ts";

/** The evidence for and against as bars to both sides, what was not weighed, and what would change the verdict. */
export function evidenceSection(episode: Episode): Markup {
  const { evidence, abstained, wouldChange, score } = episode;
  const sorted = [...evidence].sort((a, b) => b.contribution - a.contribution);
  const largest = Math.max(0.5, ...[...sorted.map((item) => item.contribution), score.prior].map(Math.abs));
  const calibrated = score.calibration.offset + score.calibration.slope * score.total;
  return html`<section><h3>Why <span class="aside">log-odds: each 0.7 doubles the odds of an attack</span></h3>
<table class="evidence"><caption class="unseen">Evidence, strongest for an attack first</caption>
<thead><tr><th scope="col">what was measured<th scope="col"><span class="sides"><span class="side-people">people</span><span class="side-attack">attack</span></span><th scope="col">log-odds
<tbody>${sorted.map((item) => evidenceRow(item, largest))}
<tr class="prior"><th scope="row">before any evidence<td class="balance">${balance(score.prior, largest)}<td>${signed(score.prior)}
<tfoot><tr><th scope="row" colspan="2">together${score.calibration.slope !== 1 || score.calibration.offset !== 0 ? `; calibrated ${signed(calibrated)}` : ""}: ${percent(attackProbability(episode))} for an attack<td>${signed(score.total)}
</table>
${abstained.length > 0 && html`<h4>Not weighed</h4><ul class="abstained">${abstained.map(({ feature, reason }) => html`<li><span class="feature">${feature}</span> ${reason}`)}</ul>`}
${wouldChange !== null && html`<h4>What would change this</h4><p>${sentence(wouldChange)}</p>`}
</section>
`;
}

function evidenceRow(item: Evidence, largest: number): Markup {
  return html`<tr><th scope="row">${sentence(item.summary, "")} <span class="feature">${item.feature}</span><td class="balance">${balance(item.contribution, largest)}<td>${signed(item.contribution)}\n`;
}

/** A bar from the middle: to the right for an attack, to the left for people. */
function balance(value: number, largest: number): Markup {
  return bar(
    [value > 0 ? ["attack", 0, value] : ["visitors", value, 0], ["middle", -largest / 300, largest / 300]],
    -largest,
    largest,
  );
}

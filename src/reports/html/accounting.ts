import { suggestions } from "../text/advice.ts";
import { instantOf } from "../text/clock.ts";
import { count, counted, percent, size } from "../text/words.ts";
import { bar } from "./bar.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { unparted } from "./sentence.ts";

const MOST_INPUTS = 40;
const MOST_SAMPLES = 12;
const MOST_NUISANCE = 12;

/** What was read and what became of every line; what the reader should know of it; how it was judged. */
export function accounting(page: HtmlPage): Markup {
  const { input, geo, breakdowns, settings } = page.report;
  const lines: readonly (readonly [string, number, string])[] = [
    ["records", input.records, "lines that became requests"],
    ["rejected", input.rejected.total, "lines that could not be read"],
    ["late", input.late, "lines whose time lay too far back"],
    ["blank", input.blank, "lines that hold no request by nature"],
  ];
  return html`<section id="accounting"><h2>What was read</h2>
${notes(page)}
<div class="columns"><div>
<table class="lines"><caption>Every line, accounted for</caption><tbody>${lines.map(
    ([name, number, meaning]) =>
      html`<tr><th scope="row">${name} <span class="aside">${meaning}</span>${bar([[name === "records" ? "visitors" : "undecided", 0, number]], 0, input.lines)}<td>${count(number)}\n`,
  )}<tfoot><tr><th scope="row">lines<td>${count(input.lines)}
</table>
</div><div>
<dl class="facts">
<div><dt>Requests</dt><dd>${count(input.requests)}${input.outside > 0 && `, ${count(input.outside)} of them outside --since and --until`}</dd></div>
${input.from !== null && input.to !== null && html`<div><dt>Time</dt><dd>${page.clock.full(instantOf(input.from))} to ${page.clock.full(instantOf(input.to))} (${page.clock.zone})</dd></div>`}
${input.late > 0 && input.latenessNeededSeconds != null && html`<div><dt>Late lines</dt><dd>a lateness of ${input.latenessNeededSeconds} s would have kept all of them</dd></div>`}
<div><dt>Places</dt><dd>${geo.country ?? "not looked up"}${geo.unknownShare !== null && `; ${unparted(percent(geo.unknownShare))} of the requests from unknown places`}</dd></div>
<div><dt>Networks</dt><dd>${geo.network ?? "not looked up"}</dd></div>
${breakdowns.nuisance.length > 0 && html`<div><dt>Nuisance</dt><dd>${breakdowns.nuisance.slice(0, MOST_NUISANCE).map((row) => html`${row.key}: ${counted(row.requests, "request")} of ${counted(row.sources, "source")}<br>`)}too little to be an episode</dd></div>`}
</dl>
</div></div>
${inputs(page)}
${rejected(page)}
<details class="more"><summary>How it was judged: every option that can change a verdict</summary><dl class="values">${Object.entries(
    settings,
  ).map(([name, value]) => html`<dt>${name}<dd><code>${JSON.stringify(value)}</code>`)}</dl></details>
</section>
`;
}

function notes({ report }: HtmlPage): Markup | null {
  const texts = [...report.notes.map(({ text }) => text), ...suggestions(report)];
  return texts.length === 0
    ? null
    : html`<ul class="notes">${texts.map((text) => html`<li>${unparted(text)}`)}</ul>\n`;
}

function inputs({ report }: HtmlPage): Markup {
  const { sources } = report.input;
  const left = sources.length - MOST_INPUTS;
  return html`<div class="scroll" tabindex="0"><table class="inputs"><caption>Inputs</caption>
<thead><tr><th scope="col">name<th scope="col" class="t">format<th scope="col">fits<th scope="col">lines<th scope="col">size
<tbody>${sources
    .slice(0, MOST_INPUTS)
    .map(
      (source) =>
        html`<tr><th scope="row"><code>${source.name}</code><td class="t">${source.format ?? "not recognised"}${(source.formatChanges ?? []).map(({ line, format }) => `, ${format} from line ${count(line)}`)}<td>${source.formatShare !== null && percent(source.formatShare)}<td>${count(source.lines)}<td>${size(source.bytes)}\n`,
    )}</table></div>
${left > 0 && html`<p class="note">And ${counted(left, "more input")}.</p>`}`;
}

function rejected({ report }: HtmlPage): Markup | null {
  const { reasons, samples, total } = report.input.rejected;
  if (total === 0) return null;
  const sorted = Object.entries(reasons).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return html`<details class="more"><summary>${counted(total, "line")} could not be read</summary>
<table class="lines"><caption class="unseen">Why lines could not be read</caption><tbody>${sorted.map(([reason, number]) => html`<tr><th scope="row">${reason}<td>${count(number)}\n`)}</table>
<ul class="samples">${samples
    .slice(0, MOST_SAMPLES)
    .map(
      ({ line, reason, text, source }) =>
        html`<li><span class="feature">${source !== undefined && `${source}, `}line ${count(line)}, ${reason}</span> <code>${text}</code>`,
    )}</ul></details>
`;
}

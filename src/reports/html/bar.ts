import { html, type Markup } from "./markup.ts";

/** A stretch of a bar: the class that colours it, and where it begins and ends. */
export type BarPart = readonly [
  name: "attack" | "visitors" | "undecided" | "range" | "mark" | "middle",
  from: number,
  to: number,
];

/**
 * A bar as wide as its place allows. It only repeats figures that stand beside it, so it is silent to screen readers.
 * @param parts in the order in which they are drawn
 * @param least the value at the left end
 * @param full the value at the right end, above `least`; a bar that goes beyond it fades there
 */
export function bar(parts: readonly BarPart[], least: number, full: number): Markup {
  const scale = (value: number) =>
    ((Math.min(Math.max(value, least), full) - least) / (full - least || 1)) * 100;
  const goesOn = parts.some(([, , to]) => to > full);
  return html`<svg class="bar${goesOn && " goes-on"}" aria-hidden="true">${parts.map(([name, from, to]) => {
    if (to <= from) return null;
    // What there is shows, however little it is.
    const width = Math.max(0.4, scale(to) - scale(from));
    const left = Math.min(scale(from), 100 - width);
    return html`<rect class="${name}"${left > 0 && html` x="${Number(left.toFixed(1))}%"`} width="${Number(width.toFixed(1))}%"/>`;
  })}</svg>`;
}

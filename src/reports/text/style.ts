import type { Verdict } from "../report.ts";

/** Colours of the terminal's own palette, so that they fit whatever theme it has. */
export interface Palette {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  magenta(text: string): string;
  /** In the colour of a verdict. */
  verdict(verdict: Verdict, text: string): string;
}

/** A palette, or one that leaves every text as it is. */
export function palette(color: boolean): Palette {
  const style = (on: number, off: number) => (text: string) =>
    color && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  const red = style(31, 39);
  const green = style(32, 39);
  const yellow = style(33, 39);
  const magenta = style(35, 39);
  const byVerdict: Readonly<Record<Verdict, (text: string) => string>> = {
    "flood-attack": red,
    mixed: magenta,
    inconclusive: yellow,
    "organic-surge": green,
    normal: green,
  };
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red,
    green,
    yellow,
    magenta,
    verdict: (verdict, text) => byVerdict[verdict](text),
  };
}

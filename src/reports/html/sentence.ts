/** Figures that their unit must not be parted from at the end of a line: `3.8 %`, `30 s`, `2 h 56 min`. */
const FIGURES = /(?<=\d) (?=(?:%|s|min|h|d|[kMG]?B)(?![\p{L}\d]))/gu;

/** A text of our own, of which no line ends between a figure and its unit. */
export function unparted(text: string): string {
  return text.replace(FIGURES, "\u00a0");
}

/**
 * Half a sentence as a whole one: a capital at its head, and an end where it has none.
 * @param end "" where it goes on, or stands for itself as in a table
 */
export function sentence(text: string, end = "."): string {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return unparted(/[.!?]$/.test(capital) ? capital : `${capital}${end}`);
}

/** Select Graphic Rendition: the only escape sequences that our own text holds. */
const COLOURS = /\u001b\[[\d;]*m/g;

/** East Asian wide and full-width characters, and emoji shown as pictures: two columns (Unicode TR 11, the blocks). */
const WIDE =
  /[\u{1100}-\u{115f}\u{231a}\u{231b}\u{2329}\u{232a}\u{23e9}-\u{23ec}\u{25fd}\u{25fe}\u{2614}\u{2615}\u{2648}-\u{2653}\u{267f}\u{2693}\u{26a1}\u{26aa}\u{26ab}\u{26bd}\u{26be}\u{26c4}\u{26c5}\u{26ce}\u{26d4}\u{26ea}\u{26f2}\u{26f3}\u{26f5}\u{26fa}\u{26fd}\u{2705}\u{270a}\u{270b}\u{2728}\u{274c}\u{274e}\u{2753}-\u{2755}\u{2757}\u{2795}-\u{2797}\u{27b0}\u{27bf}\u{2b1b}\u{2b1c}\u{2b50}\u{2b55}\u{2e80}-\u{303e}\u{3041}-\u{33ff}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{a000}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes on a terminal. Colours take none, combining marks none, wide characters two. */
export function displayWidth(text: string): number {
  const plain = text.replace(COLOURS, "");
  if (/^[\u0020-\u007e]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const character of plain) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** A text cut to a number of columns, with `…` at its end where something was cut. For text without colours. */
export function cut(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let width = 0;
  let kept = "";
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Like {@link cut}, but cut in its middle: user agents and paths differ at their ends. */
export function cutMiddle(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  const characters = [...text];
  let end = characters.length;
  let width = 0;
  const room = Math.floor((columns - 1) / 2);
  while (end > 0 && width + characterWidth(characters[end - 1]!) <= room) {
    end -= 1;
    width += characterWidth(characters[end]!);
  }
  return cut(text, columns - width) + characters.slice(end).join("");
}

/** Filled up with blanks on the right. */
export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** Filled up with blanks on the left. */
export function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
}

/**
 * A paragraph broken at blanks into lines of at most `width` columns; words longer than a line are broken anywhere.
 * @param first what the first line begins with
 * @param rest what the other lines begin with; default: as many blanks
 */
export function wrap(
  text: string,
  width: number,
  first = "",
  rest = " ".repeat(displayWidth(first)),
): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  // A figure stays with its signs: < 0.1 %.
  for (const word of text.replaceAll(/(?<=\d) (?=%)|(?<=[<>]) (?=\d)/g, "\u00a0").split(" ")) {
    for (const piece of pieces(word, width - displayWidth(rest))) {
      if (!empty && displayWidth(line) + 1 + displayWidth(piece) > width) {
        lines.push(line);
        line = rest;
        empty = true;
      }
      line += empty ? piece : ` ${piece}`;
      empty = false;
    }
  }
  lines.push(line);
  return lines.map((each) => each.replaceAll("\u00a0", " "));
}

/** A word in pieces of at most so many columns: one piece, but for the addresses and paths that logs are full of. */
function pieces(word: string, columns: number): string[] {
  if (displayWidth(word) <= columns || columns < 2) return [word];
  const found: string[] = [];
  let piece = "";
  for (const character of word) {
    if (displayWidth(piece) + characterWidth(character) > columns) {
      found.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...found, piece];
}

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** This column is cut, at its end or in its middle, where the table is too wide. At most one column should be. */
  readonly flexible?: "end" | "middle";
}

/** Rows in columns two blanks apart, headed by their titles, at most `width` wide: what cannot be made to fit is cut. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  indent = "",
): { head: string; body: string[] } {
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(row[index] ?? ""))),
  );
  const total = displayWidth(indent) + widths.reduce((sum, each) => sum + each, 0) + 2 * (columns.length - 1);
  const flexible = columns.findIndex((column) => column.flexible !== undefined);
  if (flexible >= 0 && total > width) widths[flexible] = Math.max(4, widths[flexible]! - (total - width));
  const line = (cells: readonly string[]) => {
    const padded = columns.map((column, index) => {
      const columnWidth = widths[index]!;
      const cell = cells[index] ?? "";
      const fitting = column.flexible === "middle" ? cutMiddle(cell, columnWidth) : cut(cell, columnWidth);
      return column.align === "left" ? padEnd(fitting, columnWidth) : padStart(fitting, columnWidth);
    });
    return cut((indent + padded.join("  ")).trimEnd(), width);
  };
  return { head: line(columns.map((column) => column.title)), body: rows.map(line) };
}

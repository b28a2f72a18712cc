/** Characters of a text that the page shows: whoever sends paths and user agents writes them as long as he likes. */
const LONGEST = 240;

/** A text with the middle of what is too long left out, and how much that was. */
export function short(text: string): string {
  if (text.length <= LONGEST) return text;
  const characters = Array.from(text);
  const left = characters.length - LONGEST;
  if (left <= 0) return text;
  const [head, tail] = [characters.slice(0, LONGEST - 60), characters.slice(-60)];
  return `${head.join("")} [… ${left.toLocaleString("en-US")} characters …] ${tail.join("")}`;
}

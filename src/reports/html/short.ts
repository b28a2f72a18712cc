/**
 * Characters of a text that the page shows: whoever sends paths and user agents writes them as long as he likes. Sentences of the report
 * about two measurements have some 300.
 */
const LONGEST = 400;
/** Fewer than these are not left out: to say so takes as much room. */
const LEAST_LEFT_OUT = 30;

/** A text with the middle of what is too long left out, and how much that was. */
export function short(text: string): string {
  if (text.length < LONGEST + LEAST_LEFT_OUT) return text;
  const characters = Array.from(text);
  const left = characters.length - LONGEST;
  if (left < LEAST_LEFT_OUT) return text;
  const [head, tail] = [characters.slice(0, LONGEST - 60), characters.slice(-60)];
  return `${head.join("")} [… ${left.toLocaleString("en-US")} characters …] ${tail.join("")}`;
}

/** A beginning of fewer letters tells nothing. */
const LEAST_BEGINNING = 3;

/**
 * The candidate that was probably meant, or null when none is near: at most two slips (letters missing, added, wrong or
 * swapped), and fewer for short words; else the only one that begins with the word, or goes on with it behind a `/`, where that has
 * three letters or more. Letter case, `-` and `_` do not count. O(length² · candidates); for option
 * names, not for log content.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = normal(word);
  let best: string | null = null;
  let bestDistance = Math.min(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, normal(candidate));
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best ?? begunBy(wanted, candidates);
}

/** The one candidate of which a word is the beginning. */
function begunBy(wanted: string, candidates: Iterable<string>): string | null {
  if (wanted.length < LEAST_BEGINNING) return null;
  const begun = [...candidates].filter((candidate) => `/${normal(candidate)}`.includes(`/${wanted}`));
  return begun.length === 1 ? begun[0]! : null;
}

/** `; did you mean "windows"?`, or "" when nothing is near: the end of an error's sentence. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = nearest(word, candidates);
  return candidate === null ? "" : `; did you mean "${candidate}"?`;
}

function normal(word: string): string {
  return word.slice(0, 64).toLowerCase().replaceAll(/[-_]/g, "");
}

/** Optimal string alignment: Levenshtein's distance with swapped neighbours as one slip. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const slip = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + slip);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

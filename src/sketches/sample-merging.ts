import { fixQuietMass, quietMass } from "./quiet-mass.ts";
import { isBelow } from "./sample-layout.ts";
import type { SampleStore } from "./sample-store.ts";
import { type SortedRows, type Union, type UnionRule, uniteRows } from "./sorted-union.ts";
import { unionWords, uniteRowsBy } from "./union-by-kernel.ts";

/** Samples are united in order, rather than row by row, from so many rows on, and where one has not many times those of the other. */
const LEAST_UNITED = 64;
const MOST_UNEQUAL = 2;

/** Takes in what another sample of the same shape has seen, row by row; the other one is left as it is. O(size of both). */
export function mergeSamples(mine: SampleStore, theirs: SampleStore): void {
  const { sampled, shape } = mine;
  mine.isSettled = false;
  mine.isOrdered = mine.size === 0 && theirs.isOrdered;
  const isLiteral = !mine.exact || !theirs.exact;
  if (isLiteral) fixQuietMass(sampled.rows, mine.size, shape, mine.loudFrom);
  if (isBelow(theirs.thetaHi, theirs.thetaLo, mine.thetaHi, mine.thetaLo)) {
    mine.lowerTheta(theirs.thetaHi, theirs.thetaLo);
  }
  mine.loudFrom = Math.max(mine.loudFrom, theirs.loudFrom);
  mine.tell();
  sampled.reserve(Math.min(mine.size + theirs.size, 2 * mine.budget));
  const loops = theirs.arena === mine.arena ? mine.arena.rows : null;
  if (loops !== null) sampled.enterAll();
  const { rows } = theirs.sampled;
  for (let row = 0; row < theirs.size; row += 1) {
    if (loops !== null) row = loops.mergeRows(mine.address, theirs.address, row, isLiteral ? 1 : 0);
    if (row === theirs.size) break;
    const offset = row * shape.stride;
    mine.take(rows, offset, isLiteral ? quietMass(rows, offset, shape, theirs.loudFrom) : 0);
  }
  mine.takeAllLoud(theirs);
  if (mine.size > 2 * mine.budget) mine.cut();
  mine.purgeLoud(mine.loudPart.budget);
}

/**
 * As {@link mergeSamples}, and then at most `budget` rows stay. Where both have been settled, and hold about as much, they are united in
 * order: each row is written once, and none is looked up.
 */
export function absorbSample(mine: SampleStore, theirs: SampleStore): void {
  const isLong = theirs.size >= LEAST_UNITED && MOST_UNEQUAL * theirs.size >= mine.size;
  if (
    isLong &&
    mine.size > 0 &&
    mine.isOrdered &&
    theirs.isOrdered &&
    mine.size <= mine.budget &&
    theirs.layout === mine.layout
  ) {
    unite(mine, theirs);
    return;
  }
  mergeSamples(mine, theirs);
  if (mine.size > mine.budget) mine.cut();
}

function unite(mine: SampleStore, theirs: SampleStore): void {
  const isOwn = isBelow(mine.thetaHi, mine.thetaLo, theirs.thetaHi, theirs.thetaLo);
  const rule: UnionRule = {
    shape: mine.shape,
    limit: mine.budget,
    thetaHi: isOwn ? mine.thetaHi : theirs.thetaHi,
    thetaLo: isOwn ? mine.thetaLo : theirs.thetaLo,
    isLiteral: !mine.exact || !theirs.exact,
  };
  const rows = mine.sampled.room(Math.min(mine.size + theirs.size, mine.budget));
  const isHere = mine.arena.rows === null || theirs.arena !== mine.arena;
  const { count, cut } = isHere ? uniteHere(mine, theirs, rule, rows) : uniteBy(mine, theirs, rule, rows);
  mine.isSettled = false;
  mine.sampled.replace(rows, count);
  mine.loudFrom = Math.max(mine.loudFrom, theirs.loudFrom);
  [mine.thetaHi, mine.thetaLo] = cut ?? [rule.thetaHi, rule.thetaLo];
  if (!mine.exact) mine.openLoud();
  mine.tell();
  mine.takeAllLoud(theirs);
  mine.purgeLoud(mine.loudPart.budget);
}

function uniteHere(mine: SampleStore, theirs: SampleStore, rule: UnionRule, out: Uint32Array): Union {
  return uniteRows(sortedRows(mine), sortedRows(theirs), rule, out, (row, quiet) =>
    mine.takeLoud(row, 0, quiet),
  );
}

function uniteBy(mine: SampleStore, theirs: SampleStore, rule: UnionRule, out: Uint32Array): Union {
  mine.union ??= mine.arena.words(unionWords(mine.shape.stride));
  const loudFrom = Math.max(mine.loudFrom, theirs.loudFrom);
  return uniteRowsBy(
    mine.arena.rows!,
    mine.union,
    { sample: mine.address, rows: mine.sampled.rows },
    { sample: theirs.address, rows: theirs.sampled.rows },
    rule,
    loudFrom,
    out,
    (row, at, quiet) => mine.takeLoud(row, at, quiet),
  );
}

function sortedRows({ sampled, size, loudFrom }: SampleStore): SortedRows {
  return { rows: sampled.rows, count: size, loudFrom };
}

import {
  BASE6,
  BLOCKS4,
  BLOCKS6,
  CODE_OF_PLACE,
  ENTRIES4,
  HEADS6,
  LAST_BLOCK6,
  PLACE_OF_CODE,
  PLACES24,
  PLACES6,
  SHIFT6,
  STARTS6,
} from "../layout";

const LETTERS: u32 = 26;

/** `PlaceTable.lookup` */
export function placeOf(family: i32, hi: u32, lo: u32): i32 {
  if (family === 4) return lookup4(lo);
  return family === 6 ? lookup6(hi, lo) : 0;
}

/** IPv4 look-ups after which it pays to write down the place of every /24: 32 MB, and one cache miss instead of three. */
const MANY_LOOKUPS: u32 = 1 << 19;
/** Of several places: no place has this number. */
const SPLIT: u32 = 0xffff;

let lookups: u32 = 0;
let isFlat = false;

/** Writes down the place of every /24 that has but one. */
export function flatten(): void {
  const blocks = <usize>load<u32>(BLOCKS4);
  const entries = <usize>load<u32>(ENTRIES4);
  const places24 = <usize>load<u32>(PLACES24);
  for (let block: u32 = 0; block < 65536; block += 1) {
    const first = load<u32>(blocks + (<usize>block << 2));
    const end = load<u32>(blocks + (<usize>block << 2), 4);
    const cells = places24 + (<usize>block << 9);
    for (let i = first; i < end; i += 1) {
      const entry = load<u32>(entries + (<usize>i << 2));
      const from = entry >>> 16;
      const to = i + 1 < end ? load<u32>(entries + (<usize>(i + 1) << 2)) >>> 16 : 65536;
      if ((from & 255) != 0) store<u16>(cells + (<usize>(from >>> 8) << 1), <u16>SPLIT);
      if ((to & 255) != 0) store<u16>(cells + (<usize>(to >>> 8) << 1), <u16>SPLIT);
      for (let cell = (from + 255) >>> 8; cell < to >>> 8; cell += 1) {
        store<u16>(cells + (<usize>cell << 1), <u16>(entry & 0xffff));
      }
    }
  }
  isFlat = true;
}

function lookup4(address: u32): i32 {
  if (isFlat) {
    const place = <u32>load<u16>(<usize>load<u32>(PLACES24) + (<usize>(address >>> 8) << 1));
    if (place != SPLIT) return place;
  } else {
    lookups += 1;
    if (lookups == MANY_LOOKUPS) flatten();
  }
  const blocks = <usize>load<u32>(BLOCKS4) + ((<usize>(address >>> 16)) << 2);
  const entries = <usize>load<u32>(ENTRIES4);
  const within = address & 0xffff;
  let low = load<u32>(blocks);
  let high = load<u32>(blocks, 4) - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (load<u32>(entries + ((<usize>middle) << 2)) >>> 16 <= within) low = middle;
    else high = middle - 1;
  }
  return load<u32>(entries + ((<usize>low) << 2)) & 0xffff;
}

function lookup6(hi: u32, lo: u32): i32 {
  const heads = <usize>load<u32>(HEADS6);
  const places = <usize>load<u32>(PLACES6);
  const block = min<i64>(
    <i64>(hi >>> load<u32>(SHIFT6)) - <i64>load<u32>(BASE6),
    <i64>load<u32>(LAST_BLOCK6),
  );
  let head: u32 = 0;
  if (block >= 0) {
    const blocks = <usize>load<u32>(BLOCKS6) + ((<usize>block) << 2);
    head = load<u32>(blocks);
    let last = load<u32>(blocks, 4);
    while (head < last) {
      const middle = (head + last + 1) >>> 1;
      if (load<u32>(heads + ((<usize>middle) << 3)) <= hi) head = middle;
      else last = middle - 1;
    }
  }
  const at = heads + ((<usize>head) << 3);
  let high = load<u32>(at, 12) - 1;
  if (load<u32>(at) !== hi) return load<u16>(places + ((<usize>high) << 1));
  const starts = <usize>load<u32>(STARTS6);
  let low = load<u32>(at, 4);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (load<u32>(starts + ((<usize>middle) << 2)) <= lo) low = middle;
    else high = middle - 1;
  }
  return load<u16>(places + ((<usize>low) << 1));
}

/** `CountryPlaces.prefer` */
export function preferCountry(place: i32, start: usize, end: usize): i32 {
  if (end - start !== 2) return place;
  const first = <u32>(load<u8>(start) & 0xdf) - 65;
  const second = <u32>(load<u8>(start, 1) & 0xdf) - 65;
  if (first >= LETTERS || second >= LETTERS) return place;
  const code = first * LETTERS + second;
  if (<u32>load<u16>(<usize>load<u32>(CODE_OF_PLACE) + ((<usize>place) << 1)) === code) return place;
  const given = load<u16>(<usize>load<u32>(PLACE_OF_CODE) + ((<usize>code) << 1));
  return given === 0 ? place : given;
}

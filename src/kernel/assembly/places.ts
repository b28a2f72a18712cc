import {
  BASE6,
  BATCH_LINES,
  BLOCKS6,
  CHUNKS4,
  CODE_OF_PLACE,
  HEADS6,
  LAST_BLOCK6,
  PLACE_OF_CODE,
  PLACES6,
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_FAMILY,
  RECORD_PLACE,
  RECORD_SIZE,
  SHIFT6,
  STARTS6,
  VALUES4,
} from "../layout";

const LETTERS: u32 = 26;
/** Value of a /24 that has several places. */
const SEVERAL: u32 = 0xffff;
/** Below this a chunk has one place, which it names. */
const APART: u32 = 0x10000;

/** Records of a batch whose chunks are told apart, and room for one more. */
const LIST: usize = memory.data(4 * (BATCH_LINES + 1));

/** The place of an IPv4 address in such a network. */
// @ts-ignore: decorator
@external("env", "searchPlace")
declare function searchPlace(address: u32): i32;

/** `PlaceTable.lookup` */
export function placeOf(family: i32, hi: u32, lo: u32): i32 {
  if (family === 4) return lookup4(lo);
  return family === 6 ? lookup6(hi, lo) : 0;
}

/** `indexPlaces4` */
function lookup4(address: u32): i32 {
  const chunk = load<u32>(<usize>load<u32>(CHUNKS4) + (<usize>(address >>> 14) << 2));
  const value = chunk < APART ? chunk : valueApart(chunk, address);
  return value === SEVERAL ? searchPlace(address) : value;
}

/** The place of an address in a chunk whose networks are told apart. */
// @ts-ignore: decorator
@inline
function valueApart(chunk: u32, address: u32): u32 {
  const bits = <usize>load<u32>(VALUES4) + (<usize>(chunk - APART) << 1);
  const changes = popcnt<u64>(load<u64>(bits) << (63 - ((address >>> 8) & 63)));
  return load<u16>(bits + (<usize>changes << 1), 6);
}

/**
 * Writes down where the records from `start` to `end` come from, as far as their addresses tell. Whatever is looked up does not depend on
 * what was looked up before, nor is there a branch to be guessed: so the look-ups of a batch wait for memory together.
 */
export function findPlaces(start: usize, end: usize): void {
  const chunks = <usize>load<u32>(CHUNKS4);
  let apart = LIST;
  for (let at = start; at < end; at += <usize>RECORD_SIZE) {
    const lo = load<u32>(at, RECORD_ADDRESS_LO);
    if (load<i32>(at, RECORD_FAMILY) !== 4) {
      store<i32>(at, placeOf(load<i32>(at, RECORD_FAMILY), load<u32>(at, RECORD_ADDRESS_HI), lo), RECORD_PLACE);
      continue;
    }
    const chunk = load<u32>(chunks + (<usize>(lo >>> 14) << 2));
    store<u32>(at, chunk, RECORD_PLACE);
    store<u32>(apart, <u32>at);
    apart += <usize>(chunk >= APART) << 2;
  }
  for (let item = LIST; item < apart; item += 4) {
    const at = <usize>load<u32>(item);
    const lo = load<u32>(at, RECORD_ADDRESS_LO);
    const value = valueApart(load<u32>(at, RECORD_PLACE), lo);
    store<i32>(at, value === SEVERAL ? searchPlace(lo) : value, RECORD_PLACE);
  }
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

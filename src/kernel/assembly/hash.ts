import {
  HASH_KEY_HI,
  HASH_KEY_LO,
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_FAMILY,
  RECORD_SIZE,
  RECORD_SOURCE_HI,
  RECORD_SOURCE_LO,
} from "../layout";

/** The two halves of the last hash. The same hashes as those of `Hasher`, whose file tells what they are. */
export let hashHi: u32 = 0;
export let hashLo: u32 = 0;

/** Hashes two words and a domain. */
export function hashWords(a: u32, b: u32, domain: u32): void {
  let h = mix(load<u32>(HASH_KEY_HI) ^ domain, a, 0xcc9e2d51, 0x1b873593);
  let g = mix(load<u32>(HASH_KEY_LO) ^ domain, b, 0x239b961b, 0xab0e9789);
  h = h + g;
  g = g + h;
  h = mix(h, b, 0xcc9e2d51, 0x1b873593);
  g = mix(g, a, 0x239b961b, 0xab0e9789);
  finish(h, g);
}

/** Hashes the bytes `[start, end)`. */
export function hashBytes(start: usize, end: usize, domain: u32): void {
  let h: u32 = load<u32>(HASH_KEY_HI) ^ domain;
  let g: u32 = load<u32>(HASH_KEY_LO) ^ <u32>(end - start);
  let at = start;
  while (at + 8 <= end) {
    h = mix(h, load<u32>(at), 0xcc9e2d51, 0x1b873593);
    g = mix(g, load<u32>(at, 4), 0x239b961b, 0xab0e9789);
    at += 8;
  }
  if (at + 4 <= end) {
    h = mix(h, load<u32>(at), 0xcc9e2d51, 0x1b873593);
    at += 4;
  }
  let tail: u32 = 0;
  for (let shift: u32 = 0; at < end; at += 1, shift += 8) tail |= <u32>load<u8>(at) << shift;
  finish(h, mix(g, tail, 0x239b961b, 0xab0e9789));
}

// @ts-ignore: decorator
@inline
function finish(a: u32, b: u32): void {
  let h = a + b;
  let g = b + h;
  h = avalanche(h);
  g = avalanche(g);
  h = h + g;
  g = g + h;
  hashHi = h;
  hashLo = g;
}

// @ts-ignore: decorator
@inline
function mix(state: u32, word: u32, c1: u32, c2: u32): u32 {
  const h = rotl<u32>(state ^ (rotl<u32>(word * c1, 15) * c2), 13);
  return h * 5 + 0xe6546b64;
}

// @ts-ignore: decorator
@inline
function avalanche(value: u32): u32 {
  let h = value ^ (value >>> 16);
  h *= 0x85ebca6b;
  h ^= h >>> 13;
  h *= 0xc2b2ae35;
  return h ^ (h >>> 16);
}

/** {@link hashWords} of the addresses of the records from `start` to `end`. @param domain of sources of no family */
export function hashSources(start: usize, end: usize, domain: u32): void {
  const four = end - (end - start) % (4 * <usize>RECORD_SIZE);
  hashFours(start, four, domain);
  for (let at = four; at < end; at += <usize>RECORD_SIZE) {
    hashWords(load<u32>(at, RECORD_ADDRESS_HI), load<u32>(at, RECORD_ADDRESS_LO), domain + load<u32>(at, RECORD_FAMILY));
    store<u32>(at, hashHi, RECORD_SOURCE_HI);
    store<u32>(at, hashLo, RECORD_SOURCE_LO);
  }
}

/** The same, four at a time. */
function hashFours(start: usize, end: usize, domain: u32): void {
  const keyHi = i32x4.splat(load<u32>(HASH_KEY_HI));
  const keyLo = i32x4.splat(load<u32>(HASH_KEY_LO));
  for (let at = start; at < end; at += 4 * <usize>RECORD_SIZE) {
    const a = ofFour(at + RECORD_ADDRESS_HI);
    const b = ofFour(at + RECORD_ADDRESS_LO);
    const family = i32x4.add(ofFour(at + RECORD_FAMILY), i32x4.splat(domain));
    let h = mixFour(v128.xor(keyHi, family), a, 0xcc9e2d51, 0x1b873593);
    let g = mixFour(v128.xor(keyLo, family), b, 0x239b961b, 0xab0e9789);
    h = i32x4.add(h, g);
    g = i32x4.add(g, h);
    h = mixFour(h, b, 0xcc9e2d51, 0x1b873593);
    g = mixFour(g, a, 0x239b961b, 0xab0e9789);
    h = i32x4.add(h, g);
    g = i32x4.add(g, h);
    h = avalancheFour(h);
    g = avalancheFour(g);
    h = i32x4.add(h, g);
    g = i32x4.add(g, h);
    v128.store32_lane(at, h, 0, RECORD_SOURCE_HI);
    v128.store32_lane(at, h, 1, RECORD_SOURCE_HI + RECORD_SIZE);
    v128.store32_lane(at, h, 2, RECORD_SOURCE_HI + 2 * RECORD_SIZE);
    v128.store32_lane(at, h, 3, RECORD_SOURCE_HI + 3 * RECORD_SIZE);
    v128.store32_lane(at, g, 0, RECORD_SOURCE_LO);
    v128.store32_lane(at, g, 1, RECORD_SOURCE_LO + RECORD_SIZE);
    v128.store32_lane(at, g, 2, RECORD_SOURCE_LO + 2 * RECORD_SIZE);
    v128.store32_lane(at, g, 3, RECORD_SOURCE_LO + 3 * RECORD_SIZE);
  }
}

/** The words at the same place of four records. */
// @ts-ignore: decorator
@inline
function ofFour(at: usize): v128 {
  let words = v128.load32_zero(at);
  words = v128.load32_lane(at, words, 1, RECORD_SIZE);
  words = v128.load32_lane(at, words, 2, 2 * RECORD_SIZE);
  return v128.load32_lane(at, words, 3, 3 * RECORD_SIZE);
}

// @ts-ignore: decorator
@inline
function rotateFour(words: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(words, bits), i32x4.shr_u(words, 32 - bits));
}

// @ts-ignore: decorator
@inline
function mixFour(state: v128, words: v128, c1: u32, c2: u32): v128 {
  const mixed = i32x4.mul(rotateFour(i32x4.mul(words, i32x4.splat(c1)), 15), i32x4.splat(c2));
  const h = rotateFour(v128.xor(state, mixed), 13);
  return i32x4.add(i32x4.add(i32x4.shl(h, 2), h), i32x4.splat(0xe6546b64));
}

// @ts-ignore: decorator
@inline
function avalancheFour(words: v128): v128 {
  let h = v128.xor(words, i32x4.shr_u(words, 16));
  h = i32x4.mul(h, i32x4.splat(0x85ebca6b));
  h = v128.xor(h, i32x4.shr_u(h, 13));
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

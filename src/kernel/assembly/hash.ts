import { HASH_KEY_HI, HASH_KEY_LO } from "../layout";

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

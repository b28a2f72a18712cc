/** Position of the next `byte` in `[at, end)`, or `end`. Reads up to 15 bytes beyond `end`, which must be in memory. */
export function find(at: usize, end: usize, byte: u8): usize {
  const wanted = i8x16.splat(<i8>byte);
  while (at < end) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (found !== 0) return min(at + <usize>ctz(found), end);
    at += 16;
  }
  return end;
}

/** A decimal digit, or more than 9. */
// @ts-ignore: decorator
@inline
export function digitAt(at: usize): u32 {
  return <u32>load<u8>(at) - 48;
}

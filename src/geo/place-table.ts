import { TidegaugeError } from "../errors.ts";

/** Half-open range of IPv4 addresses, each 0..2^32. */
export interface AddressRange {
  readonly start: number;
  readonly end: number;
}

/** Half-open range of IPv6 /64 networks, by the two halves of their upper 64 bits. */
export interface NetworkRange {
  readonly startHi: number;
  readonly startLo: number;
  readonly endHi: number;
  readonly endLo: number;
}

/**
 * All that a {@link PlaceTable} consists of. Structured clone passes it to another thread; where the arrays lie on shared
 * buffers, without a copy.
 */
export interface PlaceData {
  readonly description: string;
  /** Country code per place, ISO 3166 alpha-2; "" for place 0. */
  readonly countries: readonly string[];
  /** Region code per place, ISO 3166-2; "" where only the country is known. */
  readonly regions: readonly string[];
  /** First address of each IPv4 range, ascending from 0; a range ends where the next begins. */
  readonly starts4: Uint32Array;
  /** Place of each IPv4 range. */
  readonly places4: Uint16Array;
  /** First /64 of each IPv6 range as two words, ascending from 0. */
  readonly starts6: Uint32Array;
  /** Place of each IPv6 range. */
  readonly places6: Uint16Array;
}

/** Blocks of the IPv6 index at most. */
const INDEX6_BLOCKS = 1 << 17;

/**
 * From address to place. A place is a pair of country and region, told as a small number; 0 is unknown.
 *
 * The ranges are two sorted typed arrays per family, without gaps: what lies between known ranges is a range of place 0.
 * An index by the first bits of the address leaves a binary search over some twenty ranges, within a cache line or two.
 * Cost of a look-up: about 25 ns for IPv4, 50 ns for IPv6 (bench/geo/place-table.bench.ts); nothing is allocated.
 */
export class PlaceTable {
  /** What the table was made from, for reports: `geoip-lite 1.4.10, GeoLite2 2023-11-15`; "" for the empty table. */
  readonly description: string;
  readonly #data: PlaceData;
  readonly #starts4: Uint32Array;
  readonly #places4: Uint16Array;
  readonly #starts6: Uint32Array;
  readonly #places6: Uint16Array;
  /** Range that holds the first address of each /16, and one more. */
  readonly #index4: Uint32Array;
  /** The same for blocks of `2^shift6` values of the upper word, from `base6` on. */
  readonly #index6: Uint32Array;
  readonly #base6: number;
  readonly #shift6: number;

  /** A table that knows no address. */
  static readonly empty: PlaceTable = new PlaceTable({
    description: "",
    countries: [""],
    regions: [""],
    starts4: Uint32Array.of(0),
    places4: Uint16Array.of(0),
    starts6: Uint32Array.of(0, 0),
    places6: Uint16Array.of(0),
  });

  /**
   * Takes the data as they are, without a copy; O(ranges) to check and index them.
   * @throws TidegaugeError `TG_DECODE` where ranges are out of order or name places that are not there
   */
  constructor(data: PlaceData) {
    checkPlaceData(data);
    this.#data = data;
    this.description = data.description;
    this.#starts4 = data.starts4;
    this.#places4 = data.places4;
    this.#starts6 = data.starts6;
    this.#places6 = data.places6;
    this.#index4 = indexBlocks(data.starts4, 1, 0, 16, 1 << 16);
    const count6 = data.places6.length;
    const first = count6 > 1 ? data.starts6[2]! : 0;
    const last = data.starts6[2 * (count6 - 1)]!;
    let shift = 12;
    while ((last >>> shift) - (first >>> shift) >= INDEX6_BLOCKS) shift += 1;
    this.#shift6 = shift;
    this.#base6 = first >>> shift;
    this.#index6 = indexBlocks(data.starts6, 2, this.#base6, shift, (last >>> shift) - this.#base6 + 1);
  }

  /** Places are 0 to `placeCount - 1`; fewer than 65,536. */
  get placeCount(): number {
    return this.#data.countries.length;
  }

  /** Number of ranges, both families. */
  get rangeCount(): number {
    return this.#places4.length + this.#places6.length;
  }

  /** The data, to build the same table in another thread. */
  get data(): PlaceData {
    return this.#data;
  }

  /**
   * The place of an address; 0 where it is unknown.
   * @param family 4, 6; anything else is unknown
   * @param hi IPv6: upper 32 bits; IPv4: not looked at
   * @param lo IPv6: the next 32 bits; IPv4: the address
   */
  lookup(family: number, hi: number, lo: number): number {
    if (family === 4) return this.#lookup4(lo);
    return family === 6 ? this.#lookup6(hi, lo) : 0;
  }

  /** ISO 3166 alpha-2 code of a place's country, "" where unknown. */
  country(place: number): string {
    return this.#data.countries[place] ?? "";
  }

  /** ISO 3166-2 code of a place's region, as `FR-IDF`; "" where unknown. */
  region(place: number): string {
    return this.#data.regions[place] ?? "";
  }

  /** IPv4 ranges of a country (`FR`) or region (`FR-IDF`), ascending, neighbours joined. O(ranges): not for the hot path. */
  rangesOf(code: string): AddressRange[] {
    const starts = this.#starts4;
    const wanted = this.#placesOf(code);
    const ranges: { start: number; end: number }[] = [];
    for (let i = 0; i < starts.length; i += 1) {
      if (wanted[this.#places4[i]!] === 0) continue;
      const start = starts[i]!;
      const end = i + 1 < starts.length ? starts[i + 1]! : 0x100000000;
      const last = ranges.at(-1);
      if (last !== undefined && last.end === start) last.end = end;
      else ranges.push({ start, end });
    }
    return ranges;
  }

  /** IPv6 ranges of a country or region, as {@link rangesOf}. */
  ranges6Of(code: string): NetworkRange[] {
    const starts = this.#starts6;
    const wanted = this.#placesOf(code);
    const ranges: { startHi: number; startLo: number; endHi: number; endLo: number }[] = [];
    for (let i = 0; i < starts.length; i += 2) {
      if (wanted[this.#places6[i / 2]!] === 0) continue;
      const startHi = starts[i]!;
      const startLo = starts[i + 1]!;
      const endHi = i + 2 < starts.length ? starts[i + 2]! : 0x100000000;
      const endLo = i + 2 < starts.length ? starts[i + 3]! : 0;
      const last = ranges.at(-1);
      if (last !== undefined && last.endHi === startHi && last.endLo === startLo) {
        last.endHi = endHi;
        last.endLo = endLo;
      } else {
        ranges.push({ startHi, startLo, endHi, endLo });
      }
    }
    return ranges;
  }

  #lookup4(address: number): number {
    const starts = this.#starts4;
    const block = address >>> 16;
    let low = this.#index4[block]!;
    let high = this.#index4[block + 1]!;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= address) low = middle;
      else high = middle - 1;
    }
    return this.#places4[low]!;
  }

  #lookup6(hi: number, lo: number): number {
    const index = this.#index6;
    const block = (hi >>> this.#shift6) - this.#base6;
    if (block < 0) return this.#places6[0]!;
    const starts = this.#starts6;
    let low = index[block < index.length ? block : index.length - 1]!;
    let high = index[block + 1 < index.length ? block + 1 : index.length - 1]!;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const startHi = starts[2 * middle]!;
      if (startHi < hi || (startHi === hi && starts[2 * middle + 1]! <= lo)) low = middle;
      else high = middle - 1;
    }
    return this.#places6[low]!;
  }

  #placesOf(code: string): Uint8Array {
    const { countries, regions } = this.#data;
    return Uint8Array.from(countries, (country, place) =>
      code !== "" && (country === code || regions[place] === code) ? 1 : 0,
    );
  }
}

/**
 * For each of `blocks` blocks of `2^shift` leading words from `base` on: the range that holds its first address; and
 * at the end the last range that begins in them.
 */
function indexBlocks(
  starts: Uint32Array,
  words: number,
  base: number,
  shift: number,
  blocks: number,
): Uint32Array {
  const index = new Uint32Array(blocks + 1);
  const count = starts.length / words;
  let range = 0;
  for (let block = 0; block < blocks; block += 1) {
    const first = (base + block) * 2 ** shift;
    while (range + 1 < count && isAtMost(starts, words, range + 1, first)) range += 1;
    index[block] = range;
  }
  index[blocks] = count - 1;
  return index;
}

/** Whether a range begins at or below the first address with this leading word. */
function isAtMost(starts: Uint32Array, words: number, range: number, word: number): boolean {
  const start = starts[range * words]!;
  return start < word || (start === word && (words === 1 || starts[range * words + 1] === 0));
}

function checkPlaceData(data: PlaceData): void {
  const { countries, regions, starts4, places4, starts6, places6 } = data;
  const places = countries.length;
  if (places < 1 || places > 0xffff || regions.length !== places || countries[0] !== "") {
    throw damaged(`countries and regions must be equally many, from 1 to 65535, got ${places}`);
  }
  if (starts4.length < 1 || places4.length !== starts4.length || starts4[0] !== 0) {
    throw damaged("IPv4 ranges must begin at 0 and have a place each");
  }
  if (starts6.length < 2 || 2 * places6.length !== starts6.length || starts6[0] !== 0 || starts6[1] !== 0) {
    throw damaged("IPv6 ranges must begin at 0 and have a place each");
  }
  for (let i = 1; i < starts4.length; i += 1) {
    if (starts4[i]! <= starts4[i - 1]!) throw damaged(`IPv4 range ${i} is out of order`);
  }
  for (let i = 2; i < starts6.length; i += 2) {
    const hi = starts6[i]!;
    const before = starts6[i - 2]!;
    if (hi < before || (hi === before && starts6[i + 1]! <= starts6[i - 1]!)) {
      throw damaged(`IPv6 range ${i / 2} is out of order`);
    }
  }
  for (const column of [places4, places6]) {
    for (let i = 0; i < column.length; i += 1) {
      if (column[i]! >= places) throw damaged(`range ${i} names place ${column[i]} of ${places}`);
    }
  }
}

function damaged(rule: string): TidegaugeError {
  return new TidegaugeError("TG_DECODE", `Cannot make a place table: ${rule}`);
}

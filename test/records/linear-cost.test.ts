import { describe, expect, it } from "vitest";
import { FORMATS, formatOf } from "../../src/records/formats.ts";
import { RequestRecord } from "../../src/records/record.ts";
import { PIECES } from "../hostile-pieces.ts";

/** Bytes of the shorter line; the longer one has twice as many. */
const BYTES = 1000;
/** Bytes looked at for each byte that the line is longer: envelopes, alternatives and reasons each look at it once or twice. */
const MOST_LOOKS = 60;

/** Bytes that count how many of them are looked at; searches count as far as they go. */
function counted(bytes: Uint8Array): { readonly view: Uint8Array; readonly looks: () => number } {
  let looks = 0;
  const view = new Proxy(bytes, {
    get(target, key) {
      if (typeof key === "string" && key.charCodeAt(0) >= 48 && key.charCodeAt(0) <= 57) {
        looks += 1;
        return target[Number(key)];
      }
      if (key === "indexOf") {
        return (wanted: number, from = 0): number => {
          const at = target.indexOf(wanted, from);
          looks += (at < 0 ? target.length : at) - from;
          return at;
        };
      }
      if (key === "subarray" || key === "slice") {
        return (start = 0, end = target.length): Uint8Array => {
          looks += end - start;
          return target.subarray(start, end);
        };
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { view, looks: () => looks };
}

function looksAt(format: string, text: string): number {
  const bytes = new TextEncoder().encode(text);
  const { view, looks } = counted(bytes);
  formatOf(format).open({ logTz: "UTC" }).read(view, 0, bytes.length, new RequestRecord());
  return looks();
}

describe("a hostile line costs as much as it is long", () => {
  it.each(FORMATS.map(({ name, samples }) => [name, samples.at(-1)!]))("%s", (name, sample) => {
    for (const piece of PIECES) {
      // Alone, within a line, and behind one.
      for (const [before, after] of [
        ["", ""],
        [sample.slice(0, sample.length >> 1), sample.slice(sample.length >> 1)],
        [sample, ""],
      ] as const) {
        const times = Math.ceil(BYTES / piece.length);
        const single = looksAt(name, before + piece.repeat(times) + after);
        const double = looksAt(name, before + piece.repeat(2 * times) + after);
        const added = times * piece.length;
        expect({ piece, before, looks: Math.min(0, MOST_LOOKS - (double - single) / added) }).toEqual({
          piece,
          before,
          looks: 0,
        });
      }
    }
  });
});

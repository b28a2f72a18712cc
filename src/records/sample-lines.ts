import { LineSplitter, MAX_LINE_BYTES } from "../bytes/lines.ts";

/** How many lines, spread over the sample, are tried. */
export const LINES = 200;
const GOLDEN_RATIO = 0.6180339887498949;

/** Lines of the beginning of a log. */
export interface SampleLines {
  readonly whole: readonly Uint8Array[];
  /** What follows the last newline: a last line, or the piece of one. It counts where it is read, and not otherwise. */
  readonly tail: readonly Uint8Array[];
}

/** Lines spread evenly over the sample, and all directives (`#Fields`) among them, in order. */
export function sampleLines(sample: Uint8Array): SampleLines {
  const all: Uint8Array[] = [];
  const splitter = new LineSplitter({
    // As long as any format has them; who does not, passes over them.
    maxLineBytes: Math.max(sample.length, MAX_LINE_BYTES),
    line: (bytes, start, end) => {
      if (end > start) all.push(new Uint8Array(bytes.subarray(start, end)));
    },
    overlong: () => {},
  });
  const lastNewline = sample.lastIndexOf(10);
  splitter.push(sample.subarray(0, lastNewline + 1));
  splitter.end();
  const tail = sample.subarray(lastNewline + 1);
  const plain = all.filter((line) => line[0] !== 0x23);
  const step = Math.max(1, plain.length / LINES);
  const chosen = new Set<Uint8Array>();
  // One line of each stretch, at a place that moves: an even stride would see but one phase of a log that repeats.
  for (let k = 0; k * step < plain.length; k += 1) {
    const line = plain[Math.floor((k + ((k * GOLDEN_RATIO) % 1)) * step)];
    if (line !== undefined) chosen.add(line);
  }
  let directives = 0;
  const whole = all.filter((line) => {
    if (line[0] !== 0x23) return chosen.has(line);
    directives += 1;
    return directives <= LINES;
  });
  // Without any whole line the piece is all there is.
  if (whole.length === 0) return { whole: tail.length > 0 ? [tail] : [], tail: [] };
  return { whole, tail: tail.length > 0 ? [tail] : [] };
}

import type { LineReader } from "./line-reader.ts";

/** A log format that can be named, detected and shown. */
export interface Format {
  /** The name that `--format` takes. */
  readonly name: string;
  /** What it is, in a few words. */
  readonly title: string;
  /** Lines that it reads; tested, and shown by `tidegauge formats`. Several lines may belong together (`#Fields`). */
  readonly samples: readonly string[];
  /** True where it reads what other formats name more exactly: those go first when a format is detected. */
  readonly isGeneric?: boolean;
  /**
   * A reader for one input: readers may keep state from line to line.
   * @param options `logTz`: zone of timestamps that name none, IANA name
   */
  open(options: { readonly logTz: string }): LineReader;
}

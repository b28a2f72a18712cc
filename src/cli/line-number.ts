import { LineSplitter, MAX_LINE_BYTES } from "../bytes/lines.ts";
import { textOf } from "../bytes/text.ts";
import { findInputs } from "../node/input-files.ts";
import { InputStream } from "../node/input-stream.ts";
import type { Format } from "../records/format.ts";
import type { LineReader } from "../records/line-reader.ts";
import { RequestRecord } from "../records/record.ts";
import { usage } from "./arguments.ts";

/** A line of a file, and a reader that has read all lines before it. */
export interface FoundLine {
  readonly text: string;
  readonly reader: LineReader;
}

/**
 * The line of a number. All lines before it are read, since some formats say at the head of a log what its columns are.
 * @param number from 1
 * @throws TidegaugeError `TG_OPTION` where the file has fewer lines, or the line is too long to be read
 */
export async function lineOfNumber(
  path: string,
  number: number,
  format: Format,
  logTz: string,
): Promise<FoundLine> {
  const [file] = await findInputs([path]);
  const stream = new InputStream(file!);
  const reader = format.open({ logTz });
  const record = new RequestRecord();
  let line = 0;
  let text: string | null = null;
  let isOverlong = false;
  const maxLineBytes = reader.maxLineBytes ?? MAX_LINE_BYTES;
  const splitter = new LineSplitter({
    maxLineBytes,
    line: (bytes, start, end) => {
      line += 1;
      if (line === number) text = textOf(bytes, start, end);
      else if (line < number && start < end) reader.read(bytes, start, end, record);
    },
    overlong: () => {
      line += 1;
      if (line === number) isOverlong = true;
    },
  });
  try {
    while (line < number) {
      const chunk = await stream.next();
      if (chunk === null) {
        splitter.end();
        break;
      }
      splitter.push(chunk);
    }
  } finally {
    stream.close();
  }
  if (isOverlong)
    throw usage(
      `line ${number} of ${path} is longer than ${maxLineBytes >>> 10} KiB: it is rejected as overlong`,
    );
  if (text === null)
    throw usage(`--line-number: ${path} has ${line} lines, there is none of number ${number}`);
  return { text, reader };
}

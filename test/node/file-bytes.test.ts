import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FileBytes } from "../../src/node/file-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegauge-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file and its chunks as text, each read into the same room of so many bytes. */
async function chunksOf(text: string, roomBytes: number): Promise<string[]> {
  const path = join(folder, "some.log");
  writeFileSync(path, text);
  const file = new FileBytes(path);
  const room = new Uint8Array(roomBytes);
  const chunks: string[] = [];
  for (;;) {
    const chunk = await file.read(room);
    if (chunk === null) break;
    expect(chunk.buffer).toBe(room.buffer);
    chunks.push(Buffer.from(chunk).toString());
  }
  file.close();
  return chunks;
}

describe("a file on disk", () => {
  it("is read in whole lines, but for lines that are longer than the room and the end of the last", async () => {
    expect(await chunksOf("one\ntwo\nthree\n", 8)).toEqual(["one\ntwo\n", "three\n"]);
    expect(await chunksOf("one\ntwo\nthree", 9)).toEqual(["one\ntwo\n", "three"]);
    expect(await chunksOf("a line of some length\nand\nmore", 8)).toEqual([
      "a line o",
      "f some l",
      "ength\n",
      "and\n",
      "more",
    ]);
    expect(await chunksOf("", 8)).toEqual([]);
  });

  it("ends where it is closed", async () => {
    const path = join(folder, "other.log");
    writeFileSync(path, "one\ntwo\n");
    const file = new FileBytes(path);
    expect(await file.read(new Uint8Array(4))).toHaveLength(4);
    file.close();
    expect(await file.read(new Uint8Array(4))).toBeNull();
  });

  it("is read in chunks that are good until the second one after each", async () => {
    const path = join(folder, "large.log");
    writeFileSync(path, Buffer.alloc(700_000, "x"));
    const seen: Uint8Array[] = [];
    const file = new FileBytes(path);
    for await (const chunk of file.chunks()) seen.push(chunk);
    file.close();
    expect(seen.map(({ length }) => length)).toEqual([262_144, 262_144, 175_712]);
    expect(new Set(seen.map(({ buffer }) => buffer)).size).toBe(3);
  });
});

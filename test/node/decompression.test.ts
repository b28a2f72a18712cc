import { PassThrough } from "node:stream";
import * as zlib from "node:zlib";
import { brotliCompressSync, deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compressionOf, decompressed, type Ending, openZstd } from "../../src/node/decompression.ts";

const text = Buffer.from(Array.from({ length: 50_000 }, (_, line) => `line ${line} of a log\n`).join(""));

function ending(): Ending {
  return { truncated: false, damage: null };
}

async function* pieces(bytes: Uint8Array, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(compressed: Uint8Array, size: number, end = ending(), name = "x.gz"): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const compression = compressionOf(name, compressed);
  for await (const chunk of decompressed(name, compression, pieces(compressed, size), end))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe("decompression", () => {
  for (const size of [1, 777, 1 << 20]) {
    it(`gives the same bytes for gzip in pieces of ${size}`, async () => {
      const compressed = gzipSync(size === 1 ? text.subarray(0, 20_000) : text);
      const end = ending();
      expect((await read(compressed, size, end)).equals(size === 1 ? text.subarray(0, 20_000) : text)).toBe(
        true,
      );
      expect(end).toEqual(ending());
    });
  }

  it("reads several gzip members as one stream", async () => {
    const members = Buffer.concat([gzipSync(text), gzipSync("between\n"), gzipSync(text)]);
    expect((await read(members, 5000)).equals(Buffer.concat([text, Buffer.from("between\n"), text]))).toBe(
      true,
    );
  });

  it("hands on what a truncated gzip holds and says that it stops early", async () => {
    const compressed = gzipSync(text);
    const end = ending();
    const got = await read(compressed.subarray(0, compressed.length - 2000), 3000, end);
    expect(end.truncated).toBe(true);
    expect(got.length).toBeGreaterThan(text.length / 2);
    expect(got.equals(text.subarray(0, got.length))).toBe(true);
  });

  it("hands on what comes before damage and says what is wrong", async () => {
    const compressed = gzipSync(text);
    compressed.fill(0xff, compressed.length - 3000, compressed.length - 2900);
    const end = ending();
    const got = await read(compressed, 3000, end);
    expect(end.damage).not.toBeNull();
    expect(got.length).toBeGreaterThan(0);
  });

  it("ends where gzip data end, whatever is padded after them", async () => {
    const padded = Buffer.concat([gzipSync(text), Buffer.alloc(100_000)]);
    expect((await read(padded, 4096)).equals(text)).toBe(true);
  });

  it("says that rubbish after the end is damage", async () => {
    const rubbish = Buffer.concat([gzipSync(text), gzipSync(text), Buffer.from("rubbish ".repeat(10_000))]);
    const end = ending();
    const got = await read(rubbish, 4096, end);
    expect(end.damage).not.toBeNull();
    expect(got.length).toBeGreaterThan(text.length);
  });

  it("does not hold a bomb in memory", async () => {
    const member = gzipSync(Buffer.alloc(50 << 20), { level: 9 });
    const before = process.memoryUsage().arrayBuffers;
    let length = 0;
    let peak = 0;
    const bomb = pieces(Buffer.concat(Array.from({ length: 8 }, () => member)), 1 << 20);
    for await (const chunk of decompressed("bomb.gz", "gzip", bomb, ending())) {
      length += chunk.length;
      peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    }
    expect(length).toBe(400 << 20);
    expect(peak - before).toBeLessThan(150 << 20);
  });

  it("recognises brotli by its name, because it has no mark", async () => {
    const compressed = brotliCompressSync(text);
    expect(compressionOf("access.log", compressed)).toBe("none");
    expect((await read(compressed, 1000, ending(), "access.log.br")).equals(text)).toBe(true);
  });

  it("takes a log for a log, and raw deflate for anything but gzip", () => {
    expect(compressionOf("access.log.gz", Buffer.from("192.0.2.1 - -"))).toBe("none");
    expect(compressionOf("x", deflateRawSync(text))).toBe("none");
    expect(compressionOf("x", new Uint8Array(0))).toBe("none");
  });

  it("names the tool for what it does not read", async () => {
    const bzip2 = Buffer.from("BZh91AY&SY");
    await expect(read(bzip2, 100, ending(), "a.bz2")).rejects.toThrow("bzcat a.bz2 | tidegauge analyze -");
  });

  it("opens zstd with what the runtime has for it, and says which Node has it where it has nothing", () => {
    const engine = new PassThrough();
    let chunkSize = 0;
    const runtime = {
      createZstdDecompress: (options: { chunkSize: number }) => {
        chunkSize = options.chunkSize;
        return engine;
      },
    };
    expect(openZstd("a.zst", runtime, "24.0.0")).toBe(engine);
    expect(chunkSize).toBeGreaterThan(0);
    expect(() => openZstd("a.zst", {}, "20.19.0")).toThrow(
      "Cannot read a.zst: compressed with zstd, which Node 20.19.0 cannot read (Node 22.15, 23.8 and later can); pipe it in: zstdcat a.zst | tidegauge analyze -",
    );
  });

  it.runIf(!("createZstdDecompress" in zlib))(
    "says which Node reads zstd where this one does not",
    async () => {
      const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0]);
      await expect(read(zstd, 100, ending(), "a.zst")).rejects.toThrow(/22\.15.*zstdcat a\.zst/);
    },
  );
});

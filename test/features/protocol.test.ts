import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { attributeIndex } from "../../src/features/units.ts";

const BEGIN_MS = Date.UTC(2024, 4, 6, 8);

/** The bin of the attribute `protocol` by the last number of an address, of a log in which sources end their request lines so. */
function protocols(endings: readonly (readonly string[])[], line = combined): Map<number, number> {
  const lines: string[] = [];
  for (let second = 0; second < 60; second += 1) {
    for (const [source, ends] of endings.entries()) {
      lines.push(line(source + 1, second, ends[second % ends.length]!));
    }
  }
  const found = new Map<number, number>();
  const analyzer = new Analyzer({
    probe: ({ scale }, units) => {
      if (scale !== 1) return;
      for (let unit = 0; unit < units.count; unit += 1) {
        found.set(units.addressLo[unit]! & 0xff, units.bin(unit, attributeIndex("protocol")));
      }
    },
  });
  analyzer.push(Buffer.from(`${lines.join("\n")}\n`));
  for (const _ of analyzer.drain());
  analyzer.finish();
  return found;
}

function stamp(second: number): Date {
  return new Date(BEGIN_MS + 1000 * second);
}

function combined(source: number, second: number, ending: string): string {
  const clock = `06/May/2024:${stamp(second).toISOString().slice(11, 19)} +0000`;
  return `192.0.2.${source} - - [${clock}] "GET /page/${second}?q=1${ending}" 200 512 "-" "Mozilla/5.0"`;
}

describe("the protocol of a source", () => {
  it("is told by what stands behind the target of the request line", () => {
    const found = protocols([
      [" HTTP/2.0"],
      [" HTTP/1.1"],
      [" HTTP/1.0"],
      [" HTTP/2.0", " HTTP/1.1"],
      [" HTTP/3"],
    ]);
    expect([1, 2, 3, 4, 5].map((source) => found.get(source))).toEqual([0, 1, 1, 2, 0]);
  });

  it("is unknown where none stands there, or none that anybody knows", () => {
    const found = protocols([[""], [" HTTP/9.9"], [" FTP/1.1"], [" HTTP/2.0"]]);
    const unknown = [1, 2, 3].map((source) => found.get(source));
    expect(unknown).toEqual([-1, -1, -1]);
    expect(found.get(4)).toBe(0);
  });

  it("is unknown where targets are columns of their own, whatever lines before them held", () => {
    const found = protocols([["/a"], ["/a%20HTTP/1.1"]], (source, second, path) =>
      JSON.stringify({
        time: stamp(second).toISOString(),
        remote_addr: `192.0.2.${source}`,
        method: "GET",
        uri: path,
        status: 200,
        bytes: 1,
      }),
    );
    expect([...found.values()]).toEqual([-1, -1]);
  });
});

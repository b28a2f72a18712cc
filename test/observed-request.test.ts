import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ObservedRequest, RequestWriter, readIPv4Text } from "../src/observed-request.ts";
import { readIPv4 } from "../src/records/addresses.ts";
import { Method, RequestRecord } from "../src/records/record.ts";

const PLAIN: ObservedRequest = { time: 0, address: "192.0.2.7", method: "GET", path: "/", status: 200 };
const decoder = new TextDecoder();

/** What a record says of a request, as text again. */
function readBack(record: RequestRecord) {
  const text = (start: number, end: number) => decoder.decode(record.buffer.subarray(start, end));
  return {
    path: text(record.pathStart, record.queryStart),
    query: text(record.queryStart, record.pathEnd),
    referrer: text(record.referrerStart, record.referrerEnd),
    userAgent: text(record.userAgentStart, record.userAgentEnd),
    forwarded: text(record.forwardedStart, record.forwardedEnd),
  };
}

describe("an observed request", () => {
  it("reads back as it was, whatever was observed before it", () => {
    const text = fc.oneof(
      fc.constantFrom("", "-", "/", "/a?b?c", "/é?ü", "?", "😀/?", "/login"),
      fc.string({ unit: "grapheme", maxLength: 40 }),
    );
    const requests = fc.array(
      fc.record({
        path: text,
        referrer: fc.option(text),
        userAgent: fc.option(text),
        forwardedFor: fc.option(text),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(requests, (list) => {
        const writer = new RequestWriter();
        const record = new RequestRecord();
        const shown = (value: string | null) => (value === null || value === "-" ? "" : value);
        for (const { path, referrer, userAgent, forwardedFor } of list) {
          writer.write(
            {
              ...PLAIN,
              path,
              ...(referrer !== null && { referrer }),
              ...(userAgent !== null && { userAgent }),
              ...(forwardedFor !== null && { forwardedFor }),
            },
            record,
          );
          const at = shown(path).indexOf("?");
          expect(readBack(record)).toEqual({
            path: at < 0 ? shown(path) : path.slice(0, at),
            query: at < 0 ? "" : path.slice(at),
            referrer: shown(referrer),
            userAgent: shown(userAgent),
            forwarded: shown(forwardedFor),
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is cut where a text is endless, and every text keeps its place", () => {
    const writer = new RequestWriter();
    const record = new RequestRecord();
    const endless = "€".repeat(100_000);
    writer.write(
      { ...PLAIN, path: endless, referrer: endless, userAgent: endless, forwardedFor: endless },
      record,
    );
    const texts = readBack(record);
    for (const name of ["path", "referrer", "userAgent", "forwarded"] as const) {
      expect(texts[name]).toBe("€".repeat(8192));
    }
  });

  it("tells numbers that are absent from those that are there, also after a request that had them", () => {
    const writer = new RequestWriter();
    const record = new RequestRecord();
    const time = new Date("2021-04-06T06:00:00.250Z");
    expect(writer.write({ ...PLAIN, time, method: "POST", bytes: 7, durationMs: 0.5 }, record)).toBe(true);
    expect(record).toMatchObject({ timeMs: time.getTime(), method: Method.post, bytes: 7, durationMs: 0.5 });
    expect(writer.write({ ...PLAIN, method: "PROPFIND" }, record)).toBe(true);
    expect(record).toMatchObject({ timeMs: 0, method: Method.other, bytes: -1, durationMs: -1, status: 200 });
    writer.write({ ...PLAIN, method: "" }, record);
    expect(record.method).toBe(Method.none);
  });

  it.each([
    ["192.0.2.7", 4, 0, 0xc0000207],
    ["::ffff:192.0.2.7", 4, 0, 0xc0000207],
    ["192.0.2.7:51482", 4, 0, 0xc0000207],
    ["2001:db8:1:2::9", 6, 0x20010db8, 0x00010002],
    ["[2001:db8:1:2::9]:443", 6, 0x20010db8, 0x00010002],
  ])("from %s has its address", (address, family, addressHi, addressLo) => {
    const record = new RequestRecord();
    expect(new RequestWriter().write({ ...PLAIN, address }, record)).toBe(true);
    expect(record).toMatchObject({ family, addressHi, addressLo });
  });

  it.each(["", "-", "::ffff:", "::ffff:192.0.2", "192.0.2.256", "a b", "😀"])(
    "from %j is refused",
    (address) => {
      expect(new RequestWriter().write({ ...PLAIN, address }, new RequestRecord())).toBe(false);
    },
  );
});

describe("an IPv4 address as text", () => {
  it("is read as its bytes are", () => {
    const texts = fc.oneof(
      fc.ipV4(),
      fc.ipV4().map((text) => `${text}.`),
      fc.stringMatching(/^[0-9.:]{0,17}$/),
      fc.string({ maxLength: 17 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(readIPv4Text(text, 0)).toBe(readIPv4(bytes, 0, bytes.length));
        expect(readIPv4Text(`::ffff:${text}`, 7)).toBe(readIPv4Text(text, 0));
      }),
      { numRuns: 500 },
    );
  });
});

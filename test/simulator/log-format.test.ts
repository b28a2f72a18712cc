import { describe, expect, test } from "vitest";
import { Exchange } from "../../src/simulator/exchange.ts";
import { Zone } from "../../src/simulator/local-time.ts";
import { LineWriter, LOG_FORMATS } from "../../src/simulator/log-format.ts";
import { ipv4 } from "../../src/simulator/networks.ts";
import { ascii } from "../../src/simulator/text.ts";

const TIME = Date.parse("2021-04-06T06:00:01.250Z");

function written(format: string, change: (exchange: Exchange) => void = () => {}): string {
  const exchange = new Exchange();
  exchange.address = ipv4(0xc0000207);
  exchange.target = ascii("/login?next=%2F");
  exchange.targetLength = exchange.target.length;
  exchange.userAgent = ascii("Mozilla/5.0 (X11)");
  exchange.bytes = 512;
  exchange.durationMs = 1234.5;
  change(exchange);
  const writer = new LineWriter(format, {
    zone: new Zone("Europe/Paris"),
    host: "www.example.com",
    http2: false,
  });
  const buffer = new Uint8Array(8192);
  return new TextDecoder().decode(buffer.subarray(0, writer.write(buffer, 0, exchange, TIME)));
}

describe("log formats", () => {
  test("combined, common and vhost-combined are what servers write", () => {
    const common = '192.0.2.7 - - [06/Apr/2021:08:00:01 +0200] "GET /login?next=%2F HTTP/1.1" 200 512';
    expect(written("common")).toBe(`${common}\n`);
    expect(written("combined")).toBe(`${common} "-" "Mozilla/5.0 (X11)"\n`);
    expect(written("vhost-combined")).toBe(`www.example.com:443 ${common} "-" "Mozilla/5.0 (X11)"\n`);
  });

  test("an absent user agent is a dash, a referrer is quoted", () => {
    const line = written("combined", (exchange) => {
      exchange.userAgent = null;
      exchange.referrer = ascii("https://www.example.com/");
    });
    expect(line).toMatch(/ "https:\/\/www\.example\.com\/" "-"\n$/);
  });

  test("IPv6 addresses are written as RFC 5952 has them", () => {
    const of = (hi: number, lo: number, hostHi: number, hostLo: number) =>
      written("$remote_addr", (exchange) => {
        exchange.address = { family: 6, hi, lo, hostHi, hostLo };
      }).trim();
    expect(of(0x20010db8, 0, 0, 1)).toBe("2001:db8::1");
    expect(of(0x20010db8, 0x00000001, 0x00010001, 0x00010001)).toBe("2001:db8:0:1:1:1:1:1");
    expect(of(0x20010db8, 0x00010000, 0, 0x0000abcd)).toBe("2001:db8:1::abcd");
    expect(of(0, 0, 0, 0)).toBe("::");
    expect(of(0x20010db8, 0x12345678, 0x9abcdef0, 0)).toBe(
      "2001:db8:1234:5678:9abc:def0:0:0".replace(":0:0", "::"),
    );
  });

  test("JSON formats are JSON, and times and durations are numbers where they belong", () => {
    expect(JSON.parse(written("nginx-json"))).toMatchObject({
      time: "2021-04-06T08:00:01+02:00",
      remote_addr: "192.0.2.7",
      uri: "/login?next=%2F",
      status: 200,
      request_time: 1.234,
    });
    expect(JSON.parse(written("caddy"))).toMatchObject({
      ts: TIME / 1000,
      status: 200,
      request: { method: "GET" },
    });
  });

  test("W3C splits the query off, writes UTC, and has its header", () => {
    expect(written("w3c")).toBe(
      "2021-04-06 06:00:01 192.0.2.10 GET /login next=%2F 443 - 192.0.2.7 Mozilla/5.0+(X11) - 200 0 0 1234\r\n",
    );
    const writer = new LineWriter("w3c", { zone: new Zone("UTC"), host: "x", http2: false });
    expect(new TextDecoder().decode(writer.header)).toContain("#Fields: date time s-ip");
  });

  test("an unknown variable and an unknown name are refused with what would be right", () => {
    expect(() => written("$remote_addr $nonsense")).toThrow(/variable must be one of .*got "nonsense"/);
    expect(() => written("combind")).toThrow(/format must be one of common, combined/);
  });

  test("every named format writes one line", () => {
    for (const name of Object.keys(LOG_FORMATS)) expect(written(name).match(/\n/g), name).toHaveLength(1);
  });
});

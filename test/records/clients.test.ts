import { describe, expect, it } from "vitest";
import { CidrTable, sourceText } from "../../src/records/addresses.ts";
import { ClientIdentity } from "../../src/records/clients.ts";
import { formatOf } from "../../src/records/formats.ts";
import { Outcome } from "../../src/records/line-reader.ts";
import { RequestRecord } from "../../src/records/record.ts";

const reader = formatOf("nginx-main").open({ logTz: "UTC" });
const identity = new ClientIdentity(new CidrTable(["198.51.100.0/24", "2001:db8:ff::/48"], "trustedProxies"));

function clientOf(peer: string, forwarded: string, by = identity): string {
  const text = `${peer} - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 1 "-" "-" "${forwarded}"`;
  const bytes = new TextEncoder().encode(text);
  const record = new RequestRecord();
  expect(reader.read(bytes, 0, bytes.length, record)).toBe(Outcome.record);
  by.resolve(record);
  return sourceText(record.family, record.addressHi, record.addressLo);
}

describe("ClientIdentity", () => {
  it("takes the right-most address that is no trusted proxy", () => {
    expect(clientOf("198.51.100.9", "192.0.2.1")).toBe("192.0.2.1");
    expect(clientOf("198.51.100.9", "192.0.2.1, 198.51.100.7, 198.51.100.8")).toBe("192.0.2.1");
    expect(clientOf("198.51.100.9", "[2001:db8::7]:443")).toBe("2001:db8::/64");
  });

  it("never lets what a visitor wrote on the left win", () => {
    expect(clientOf("198.51.100.9", "203.0.113.66, 127.0.0.1, 192.0.2.1")).toBe("192.0.2.1");
    expect(clientOf("198.51.100.9", "198.51.100.1, 192.0.2.1, 198.51.100.8")).toBe("192.0.2.1");
  });

  it("believes nobody but trusted peers", () => {
    expect(clientOf("192.0.2.200", "203.0.113.66")).toBe("192.0.2.200");
    expect(clientOf("198.51.100.9", "203.0.113.66", new ClientIdentity(null))).toBe("198.51.100.9");
  });

  it("stops at an entry that is no address", () => {
    expect(clientOf("198.51.100.9", "192.0.2.1, unknown")).toBe("198.51.100.9");
    expect(clientOf("198.51.100.9", "192.0.2.1, _hidden, 198.51.100.8")).toBe("198.51.100.8");
    expect(clientOf("198.51.100.9", "-")).toBe("198.51.100.9");
  });

  it("ends at the left-most proxy where all are trusted", () => {
    expect(clientOf("198.51.100.9", "198.51.100.7, 198.51.100.8")).toBe("198.51.100.7");
  });

  it("reads Forwarded (RFC 7239) as well", () => {
    expect(clientOf("198.51.100.9", "for=192.0.2.1;proto=https;by=198.51.100.8")).toBe("192.0.2.1");
    expect(clientOf("198.51.100.9", 'proto=http;For=\\"[2001:db8::7]:4711\\", for=198.51.100.7')).toBe(
      "2001:db8::/64",
    );
  });
});

import { describe, expect, it } from "vitest";
import { otherKind } from "../../src/node/content-kind.ts";

function kind(head: string | readonly number[], name = "x") {
  return (
    otherKind(name, typeof head === "string" ? Buffer.from(head, "latin1") : Uint8Array.from(head))?.kind ??
    null
  );
}

const ACCESS = '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5 "-" "curl/7.74.0"\n';
const HANDSHAKE = '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "\\x16\\x03\\x01" 400 226 "-" "-"\n';

describe("what is plainly no access log", () => {
  it("is told by its first bytes", () => {
    expect(kind([0xff, 0xd8, 0xff, 0xe0])).toBe("a JPEG image");
    expect(kind("%PDF-1.7\n%\xe2\xe3\xcf\xd3")).toBe("a PDF document");
    expect(kind("PK\x03\x04")).toBe("a ZIP archive");
    expect(kind("\x7fELF\x02\x01\x01")).toBe("a program");
    expect(kind(`${"logs/access.log".padEnd(257, "\0")}ustar`)).toBe("a tar archive");
  });

  it("is told by lines of error logs, with advice where to look", () => {
    const line = '2021/04/06 08:00:00 [error] 123#123: *1 open() "/x" failed\n';
    expect(kind(line.repeat(30))).toBe("an nginx error log");
    expect(kind("[Tue Apr 06 08:00:00.123456 2021] [core:error] [pid 1] AH00037\n".repeat(3))).toBe(
      "an Apache error log",
    );
    expect(otherKind("error.log", Buffer.from(line))?.remedy).toContain("access log beside it");
    expect(kind("<!DOCTYPE html><html>\n<body>\n")).toBe("an HTML page");
  });

  it("is told by its control characters", () => {
    let state = 1;
    const noise = Array.from({ length: 5000 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 24;
    });
    expect(kind(noise)).toBe("binary data");
  });

  it("is never a log, however odd its lines", () => {
    expect(kind(ACCESS.repeat(100))).toBeNull();
    expect(kind(HANDSHAKE.repeat(100))).toBeNull();
    expect(kind(`\0\0\0\0${"\0".repeat(5000)}${ACCESS}`)).toBeNull();
    expect(kind(`${"2021/04/06 08:00:00 [error] 1#1: x\n".repeat(30)}${ACCESS}`)).toBeNull();
    expect(kind(`${ACCESS}[Tue Apr 06 08:00:00 2021] [error] once\n${ACCESS.repeat(20)}`)).toBeNull();
    expect(kind("#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n")).toBeNull();
    expect(kind('{"ts":1617688800.1,"request":{"method":"GET"}}\n'.repeat(10))).toBeNull();
    expect(kind("")).toBeNull();
    expect(kind(ACCESS.replace("GET /", "GET /\u00e9\u00fc").repeat(50))).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { formatOf } from "../../src/records/formats.ts";
import { readLine, readRequest } from "./read-lines.ts";

const combined = formatOf("combined");
const HEAD = "192.0.2.1 - - [06/Apr/2021:08:00:00 +0200]";
const line = (request: string, rest = '200 5316 "-" "curl/7.74.0"'): string => `${HEAD} "${request}" ${rest}`;
const MOMENT = Date.UTC(2021, 3, 6, 6);

describe("the request of a combined line", () => {
  it("is method, target and protocol", () => {
    expect(readRequest(combined, line("POST /login?a=1?b HTTP/1.1"))).toMatchObject({
      method: "POST",
      path: "/login?a=1?b",
      protocol: "HTTP/1.1",
      status: 200,
      bytes: 5316,
      referrer: "",
      userAgent: "curl/7.74.0",
      timeMs: MOMENT,
    });
    for (const method of [
      "GET",
      "HEAD",
      "PUT",
      "DELETE",
      "OPTIONS",
      "PATCH",
      "CONNECT",
      "TRACE",
      "PROPFIND",
      "M-SEARCH",
    ]) {
      expect(readRequest(combined, line(`${method} / HTTP/2.0`))).toMatchObject({
        method,
        path: "/",
        protocol: "HTTP/2.0",
      });
    }
  });

  it("may be empty, or a hyphen", () => {
    for (const request of ["", "-", " "]) {
      expect(readRequest(combined, line(request))).toMatchObject({ method: "", path: "", protocol: "" });
    }
  });

  it("may lack the protocol, hold blanks, quotes or a full URL", () => {
    expect(readRequest(combined, line("GET /"))).toMatchObject({ method: "GET", path: "/", protocol: "" });
    expect(readRequest(combined, line("GET /a b c HTTP/1.1"))).toMatchObject({
      path: "/a b c",
      protocol: "HTTP/1.1",
    });
    expect(readRequest(combined, line('GET /\\"x\\" HTTP/1.1'))).toMatchObject({ path: '/\\"x\\"' });
    expect(readRequest(combined, line('GET /a"b HTTP/1.1'))).toMatchObject({ path: '/a"b' });
    expect(readRequest(combined, line("GET /a\\ HTTP/1.1"))).toMatchObject({ path: "/a\\" });
    expect(readRequest(combined, line("GET http://www.example.org/x HTTP/1.1"))).toMatchObject({
      path: "http://www.example.org/x",
    });
    expect(readRequest(combined, line("CONNECT example.org:443 HTTP/1.1"))).toMatchObject({
      path: "example.org:443",
    });
  });

  it("may be noise: then it is a target without method", () => {
    for (const noise of ["\\x16\\x03\\x01\\x02\\x00", "\u0016\u0003\u0001", "{json}", "/etc/passwd"]) {
      expect(readRequest(combined, line(noise, '400 0 "-" "-"'))).toMatchObject({
        method: "",
        path: noise,
        status: 400,
      });
    }
  });
});

describe("the other fields of a combined line", () => {
  it("may be absent, as a hyphen or as empty quotes", () => {
    expect(readRequest(combined, line("GET / HTTP/1.1", '000 - "" ""'))).toMatchObject({
      status: 0,
      bytes: -1,
      referrer: "",
      userAgent: "",
    });
    expect(readRequest(combined, line("GET / HTTP/1.1", '- - "-" "-"'))).toMatchObject({
      status: -1,
      bytes: -1,
    });
    expect(readRequest(combined, line("GET / HTTP/1.1", "404 0 - -"))).toMatchObject({
      status: 404,
      userAgent: "",
    });
  });

  it("may be followed by others, and end in a carriage return", () => {
    expect(readRequest(combined, `${line("GET / HTTP/1.1")} "-" 0.001 more\r\n`)).toMatchObject({
      userAgent: "curl/7.74.0",
    });
  });

  it("may hold a user of quotes, or of several words", () => {
    const rest = '[06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 1 "-" "-"';
    expect(readRequest(combined, `192.0.2.1 - "" ${rest}`).user).toBe("");
    expect(readRequest(combined, `192.0.2.1 - John Doe ${rest}`).user).toBe("John Doe");
    expect(readRequest(combined, `192.0.2.1 - alice ${rest}`).user).toBe("alice");
  });

  it("may name the client by host name, list, brackets, zone or port", () => {
    const rest = '- - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 1 "-" "-"';
    expect(readRequest(combined, `pc7.example.org ${rest}`)).toMatchObject({
      family: 0,
      client: "pc7.example.org",
    });
    expect(readRequest(combined, `[2001:db8::7]:443 ${rest}`)).toMatchObject({
      family: 6,
      hi: 0x20010db8,
      lo: 0,
    });
    expect(readRequest(combined, `fe80::1%eth0 ${rest}`).family).toBe(6);
    expect(readRequest(combined, `unix: ${rest}`)).toMatchObject({ family: 0 });
    expect(readRequest(combined, `198.51.100.1, 192.0.2.1 ${rest}`)).toMatchObject({
      client: "192.0.2.1",
      forwarded: "198.51.100.1, 192.0.2.1",
    });
    expect(readRequest(combined, `192.0.2.1, ${rest}`)).toMatchObject({ client: "192.0.2.1" });
  });
});

describe("a line that is no combined line", () => {
  const reasonOf = (text: string): unknown => {
    const read = readLine(combined, text);
    return "rejected" in read ? read.rejected : read;
  };

  it("is rejected with the first thing that did not fit", () => {
    expect(reasonOf("1.1.x.1/ - - [06/Apr/2021:08:00:00 +0200] x")).toBe("bad-address");
    expect(reasonOf('192.0.2.1 - - [-] "GET / HTTP/1.1" 200 1 "-" "-"')).toBe("no-timestamp");
    expect(reasonOf('192.0.2.1 - - [31/Feb/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 1 "-" "-"')).toBe(
      "bad-timestamp",
    );
    expect(reasonOf('192.0.2.1 - - [06/avr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 1 "-" "-"')).toBe(
      "localised-month",
    );
    expect(reasonOf(line("GET / HTTP/1.1", 'OK 1 "-" "-"'))).toBe("bad-status");
    expect(reasonOf(line("GET / HTTP/1.1", '200 many "-" "-"'))).toBe("bad-number");
    expect(reasonOf(line("GET / HTTP/1.1", '200 1 "-" "Mozilla/5.0 (cut'))).toBe("unclosed-quote");
    expect(reasonOf(`${HEAD} "GET /cut`)).toBe("unclosed-quote");
    expect(reasonOf(line("GET / HTTP/1.1", "200"))).toBe("truncated");
    expect(reasonOf("192.0.2.1 - ")).toBe("truncated");
    expect(reasonOf("2021/04/06 08:00:00 [error] 17#17: *1 open() failed, client: 192.0.2.1")).toBe(
      "error-log",
    );
    expect(reasonOf("\u0000\u0001\u0002\u0000\u0003 PNG")).toBe("binary");
  });

  it("is blank where it holds nothing or a comment", () => {
    expect(readLine(combined, "\n")).toEqual({ blank: true });
    expect(readLine(combined, "# rotated")).toEqual({ blank: true });
  });

  it("is no syslog line with a month for a client", () => {
    // Read plainly, "Apr" is a host name, "6" an ident, and the rest up to the bracket a user.
    const read = readRequest(combined, `Apr 16 08:00:00 web1 nginx: ${line("GET / HTTP/1.1")}`);
    expect(read.client).toBe("192.0.2.1");
  });
});

import { describe, expect, it } from "vitest";
import { formatOf } from "../../../src/records/formats.ts";
import { readLine, readLines, readRequest } from "../read-lines.ts";

const combined = formatOf("combined");
const LINE = '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0"';

describe("requests of hyphens", () => {
  const line = (request: string) =>
    readRequest(combined, `192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "${request}" 400 0 "-" "-"`);

  it.each(["-", "- -", "- - -", " - - - "])("hold nothing: %s", (request) => {
    expect(line(request)).toMatchObject({ method: "", path: "", protocol: "" });
  });

  it("may hold a target or a protocol alone", () => {
    expect(line("- /login HTTP/1.1")).toMatchObject({ method: "", path: "/login", protocol: "HTTP/1.1" });
    expect(line("- - HTTP/1.1")).toMatchObject({ method: "", path: "", protocol: "HTTP/1.1" });
  });

  it("are TCP connections to Envoy, and no requests", () => {
    const envoy = formatOf("envoy-text");
    const tail = '0 5316 11 - "-" "-" "-" "-" "198.51.100.7:8080"';
    const client = "outbound|80||x - 198.51.100.8:80 192.0.2.1:51482 - -";
    const istio = `[2021-04-06T06:00:00.123Z] "- - -" 0 UF,URX - - "-" ${tail} ${client}`;
    expect(readLine(envoy, istio)).toEqual({ rejected: "not-a-request" });
    expect(readRequest(envoy, istio.replace("- - -", "- - HTTP/1.1"))).toMatchObject({
      path: "",
      client: "192.0.2.1:51482",
    });
  });
});

describe("a mark before a number that was not waited for", () => {
  it("is no part of HAProxy's count of bytes either", () => {
    const line =
      '192.0.2.1:51482 [06/Apr/2021:08:00:00.123] web web/a 0/0/1/10/+11 200 +5316 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"';
    expect(readRequest(formatOf("haproxy"), line)).toMatchObject({ bytes: 5316, durationMs: 11 });
  });
});

describe("what S3 does by itself", () => {
  const head = `${"0123456789abcdef".repeat(4)} bucket [06/Apr/2021:06:00:00 +0000] 192.0.2.1 - 3E57427F3EXAMPLE`;

  it("has a hyphen where the request would be", () => {
    const line = `${head} BATCH.DELETE.OBJECT a.png - 204 - - 5316 - - - - -`;
    expect(readRequest(formatOf("aws-s3"), line)).toMatchObject({ path: "", status: 204 });
  });

  it("is not taken for a line whose end is another", () => {
    const line = `${head} REST.GET.OBJECT a.png "GET /a.png HTTP/1.1" 200 - - 5316 42 41 unquoted`;
    expect(readLine(formatOf("aws-s3"), line)).toHaveProperty("rejected");
  });
});

describe("lines beside those of an access log", () => {
  it.each([
    'I0406 08:00:00.000000       7 main.go:101] "successfully validated configuration, accepting"',
    "[2021-04-06 08:00:00 +0200] [17] [INFO] Booting worker with pid: 17",
    "2021-04-06T06:00:00.123456789Z stderr F 2021/04/06 08:00:00 [error] 17#17: *1 open() failed",
    "Apr  6 08:00:00 web1 nginx[17]: 2021/04/06 08:00:00 [error] 17#17: *1 open() failed, client: 192.0.2.1",
    '{"log":"2021/04/06 08:00:00 [error] 17#17: *1 open() failed, client: 192.0.2.1\\n","stream":"stderr"}',
  ])("are those of an error log: %s", (line) => {
    expect(readLine(combined, line)).toEqual({ rejected: "error-log" });
    expect(readLine(combined, `${LINE}\n${line}`)).toEqual({ rejected: "error-log" });
  });

  it("are journalctl's notes, and no lines", () => {
    expect(readLine(combined, "-- Boot 0123456789abcdef0123456789abcdef --")).toEqual({ blank: true });
  });
});

describe("blanks before a line", () => {
  it("are no part of it", () => {
    const lines = readLines(combined, new TextEncoder().encode(`  ${LINE}\n\t${LINE}\n${LINE}\n`));
    expect(lines[0]).toMatchObject({ client: "192.0.2.1", status: 200 });
    expect(lines[1]).toEqual(lines[0]);
    expect(lines[2]).toEqual(lines[0]);
  });
});

describe("an Nginx Proxy Manager log", () => {
  it("has hyphens where a request could not be read, also behind lines without an upstream", () => {
    const format = formatOf("nginx-proxy-manager");
    const head = "[06/Apr/2021:08:00:00 +0200]";
    const tail = '[Client 192.0.2.1] [Length 150] [Gzip -] [Sent-to -] "-" "-"';
    const bare = `${head} 404 - GET http localhost "/" ${tail}`;
    const malformed = `${head} - - 400 - - http localhost "-" ${tail}`;
    expect(readRequest(format, `${bare}\n${malformed}`)).toMatchObject({
      method: "",
      path: "",
      status: 400,
      host: "localhost",
    });
  });
});

describe("objects within objects", () => {
  const json = formatOf("json");

  it("are Splunk's events, with their own host and the collector's time", () => {
    const event = {
      remote_addr: "192.0.2.1",
      request: "GET /login HTTP/1.1",
      status: 200,
      host: "www.example.org",
    };
    const line = JSON.stringify({ time: 1_617_688_800.25, host: "collector", event });
    expect(readRequest(json, line)).toMatchObject({
      timeMs: Date.UTC(2021, 3, 6, 6) + 250,
      path: "/login",
      host: "www.example.org",
    });
  });

  it("may be written as strings (Azure)", () => {
    const format = formatOf("azure-front-door");
    const properties = {
      CIp: "192.0.2.1",
      CsMethod: "GET",
      CsUriStem: '/a "b"',
      CsUriQuery: "q=1",
      ScStatus: 200,
    };
    const line = (text: unknown) =>
      JSON.stringify({ time: "2021-04-06T06:00:00Z", properties: text, end: 1 });
    expect(readRequest(format, line(JSON.stringify(properties)))).toEqual(
      readRequest(format, line(properties)),
    );
    expect(readLine(format, line('{"CIp'))).toHaveProperty("rejected");
    expect(readLine(format, line("text"))).toEqual({ rejected: "not-a-request" });
    const batch = `{"records":[${line(JSON.stringify(properties))},${line(properties)}]}`;
    expect(readLines(format, new TextEncoder().encode(batch))).toHaveLength(1);
  });
});

describe("text under a key of JSON objects", () => {
  const json = formatOf("json");
  const message = (short_message: string, others: object = {}) =>
    JSON.stringify({ short_message, timestamp: 1_617_688_800, _remote_addr: "192.0.2.1", ...others });

  it("is a request line where it looks like one (GELF)", () => {
    expect(readRequest(json, message("GET /a?b HTTP/1.1"))).toMatchObject({ method: "GET", path: "/a?b" });
    expect(readLine(json, message("Signed in as GET"))).toEqual({ rejected: "not-a-request" });
    const others = { _request_method: "POST", _request_uri: "/login" };
    expect(readRequest(json, message("Signed in", others))).toMatchObject({ method: "POST", path: "/login" });
  });

  it("may be a hyphen with the quotes of the line that it was taken from (Logstash)", () => {
    const line = { timestamp: 1_617_688_800, clientip: "192.0.2.1", request: "/a", verb: "GET" };
    const read = readRequest(json, JSON.stringify({ ...line, agent: '"-"', referrer: '"-"' }));
    expect(read).toMatchObject({ userAgent: "", referrer: "" });
  });
});

describe("a time before an object", () => {
  it("may have its zone behind a blank (Fluentd)", () => {
    const object = '{"remote":"192.0.2.1","method":"GET","path":"/login","code":"200"}';
    const read = (head: string) => readRequest(formatOf("json"), `${head} nginx.access: ${object}`).timeMs;
    expect(read("2021-04-06 08:00:00 +0200")).toBe(Date.UTC(2021, 3, 6, 6));
    expect(read("2021-04-06 08:00:00.123456789 +0200")).toBeCloseTo(Date.UTC(2021, 3, 6, 6) + 123.457, 2);
    expect(read("2021-04-06 08:00:00")).toBe(Date.UTC(2021, 3, 6, 8));
  });
});

describe("a list that has an object a line", () => {
  const json = formatOf("json");
  const object = '{"time":"2021-04-06T06:00:00Z","remote_addr":"192.0.2.1","request":"GET / HTTP/1.1"}';
  const read = (text: string) => readLines(json, new TextEncoder().encode(text));

  it("is read as objects alone are, wherever its brackets and commas stand", () => {
    const [plain] = read(object);
    expect(read(`[\n${object},\n${object}\n]\n`)).toEqual([{ blank: true }, plain, plain, { blank: true }]);
    expect(read(`[${object}\n,${object}\n,${object}]\n`)).toEqual([plain, plain, plain]);
  });

  it("is not read in part where all of it is one line", () => {
    expect(read(`[${object},${object}]`)).toEqual([{ rejected: "bad-json" }]);
  });
});

describe("a byte order mark", () => {
  it("is no part of the first line", () => {
    expect(readRequest(combined, `\ufeff${LINE}`)).toEqual(
      expect.objectContaining({ client: "192.0.2.1", path: "/login" }),
    );
    const fields = "#Fields: date time c-ip cs-method cs-uri-stem sc-status";
    const w3c = `\ufeff${fields}\r\n2021-04-06 06:00:00 192.0.2.1 GET /login 200\r\n`;
    const lines = readLines(formatOf("w3c"), new TextEncoder().encode(w3c));
    expect(lines[0]).toEqual({ blank: true });
    expect(lines[1]).toMatchObject({ path: "/login", status: 200 });
  });
});

describe("NUL bytes", () => {
  it("before a line are what is left of those that were there before the log was emptied", () => {
    expect(readRequest(combined, `${"\0".repeat(5000)}${LINE}`)).toMatchObject({
      path: "/login",
      status: 200,
    });
    expect(readLine(combined, "\0".repeat(5000))).toEqual({ rejected: "binary" });
  });
});

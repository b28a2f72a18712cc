import { describe, expect, it } from "vitest";
import { formatOf } from "../../../src/records/formats.ts";
import { detectBothWays } from "../both-ways.ts";
import { type Line, readLine, readLines, readRequest } from "../read-lines.ts";

const HEAD = '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316';
const LINE = `${HEAD} "-" "curl/7.74.0"`;
const MOMENT = Date.UTC(2021, 3, 6, 6);

const bytes = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join("\n")}\n`);
const detected = (...lines: string[]): string | undefined =>
  detectBothWays(bytes(lines), { logTz: "UTC" }).format?.name;

describe("JSON lines of many programs", () => {
  const line = (time: string, rest = ""): string =>
    `{"time":"${time}","ip":"192.0.2.1","method":"GET","url":"/login","status":200${rest}}`;

  it.each([
    "Tue, 06 Apr 2021 06:00:00 GMT",
    "Tue, 06 Apr 2021 08:00:00 +0200",
    "Tue Apr  6 06:00:00 2021",
    "20210406T060000Z",
    "20210406T080000+0200",
  ])("have times such as %s", (time) => {
    expect(readRequest(formatOf("json"), line(time)).timeMs).toBe(MOMENT);
  });

  it("may hold a whole request line where others have a target", () => {
    const uri =
      '{"time":"2021-04-06T06:00:00Z","remote_addr":"192.0.2.1","uri":"GET /bucket/a?x=1 HTTP/1.1","http_status":"200"}';
    expect(readRequest(formatOf("json"), uri)).toMatchObject({
      method: "GET",
      path: "/bucket/a?x=1",
      protocol: "HTTP/1.1",
    });
  });

  it.each(["jsonPayload", "log", "record", "data", "nginx", "aws", "message"])(
    "may stand in an object of a collector, under %s",
    (key) => {
      const object =
        '{"time":"2021-04-06T06:00:00Z","ip":"192.0.2.1","method":"GET","url":"/login","status":200}';
      const want = readRequest(formatOf("json"), object);
      for (const line of [
        `{"stream":"stdout","${key}":${object},"tag":"x"}`,
        `{"${key}":${object}}`,
        `{"${key}":{"nginx":${object}}}`,
      ]) {
        expect(readRequest(formatOf("json"), line)).toMatchObject({
          ...{ timeMs: want.timeMs, client: want.client, method: "GET", path: "/login", status: 200 },
        });
      }
    },
  );

  it("are what stands beside such an object, where both say something", () => {
    const format = formatOf("json");
    const data = '"data":{"status":"ok","ip":"198.51.100.7","time":"2020-01-01T00:00:00Z","path":"/other"}';
    for (const log of [
      `{${data},"time":"2021-04-06T06:00:00Z","ip":"192.0.2.1","method":"GET","url":"/login","status":200}`,
      `{"time":"2021-04-06T06:00:00Z","ip":"192.0.2.1","method":"GET","url":"/login","status":200,${data}}`,
    ]) {
      const three = readLines(format, bytes([log, log, log])) as { path: string }[];
      for (const line of three) {
        expect(line).toMatchObject({ timeMs: MOMENT, client: "192.0.2.1", path: "/login", status: 200 });
      }
    }
  });

  it("have durations in milliseconds where Rails writes them, in seconds elsewhere", () => {
    const read = (rest: string) =>
      readRequest(formatOf("json"), line("2021-04-06T06:00:00Z", rest)).durationMs;
    expect(read(',"duration":54.5,"controller":"PagesController","action":"show"')).toBe(54.5);
    expect(read(',"view":12.5,"duration":54.5')).toBe(54.5);
    expect(read(',"duration":54.5')).toBe(54_500);
    const rails =
      "method=GET path=/a format=html controller=Pages action=show status=200 duration=54.50 view=1.2 ip=192.0.2.1 time=2021-04-06T06:00:00Z";
    expect(readRequest(formatOf("logfmt"), rails).durationMs).toBe(54.5);
  });

  it.each(["Tue, 06 Apr", "Tue Apr 31 06:00:00 2021", "20210406T250000Z", "20211306T060000Z", "Tue", "now"])(
    "have no time where they say %s",
    (time) => expect(readLine(formatOf("json"), line(time))).toHaveProperty("rejected"),
  );

  it.each([
    ["1m2.5s", 62_500],
    ["1h0m0s", 3_600_000],
    ["2m", 120_000],
    ["340µs", 0.34],
  ])("have durations such as %s", (duration, ms) => {
    const read = readRequest(formatOf("json"), line("2021-04-06T06:00:00Z", `,"duration":"${duration}"`));
    expect(read.durationMs).toBeCloseTo(ms, 6);
  });

  it("may be what Zeek, Kong, Vercel and MinIO write", () => {
    const zeek =
      '{"ts":1617688800.0,"uid":"C","id.orig_h":"192.0.2.1","id.orig_p":51482,"method":"GET","host":"www.example.org","uri":"/login","user_agent":"curl","response_body_len":5316,"status_code":200}';
    expect(readRequest(formatOf("json"), zeek)).toMatchObject({
      timeMs: MOMENT,
      lo: 0xc0000201,
      bytes: 5316,
    });
    const kong =
      '{"request":{"method":"GET","uri":"/login","headers":{"host":"www.example.org"}},"response":{"status":200},"client_ip":"192.0.2.1","started_at":1617688800000}';
    expect(readRequest(formatOf("json"), kong)).toMatchObject({ host: "www.example.org", status: 200 });
    const vercel =
      '{"timestamp":1617688800000,"proxy":{"method":"GET","host":"www.example.org","path":"/login","statusCode":200,"clientIp":"192.0.2.1"}}';
    expect(readRequest(formatOf("json"), vercel)).toMatchObject({ status: 200, path: "/login" });
    const minio =
      '{"time":"2021-04-06T06:00:00Z","api":{"name":"GetObject","statusCode":200,"tx":5316,"timeToResponse":"12000000ns"},"remotehost":"192.0.2.1","requestPath":"/login"}';
    expect(readRequest(formatOf("json"), minio)).toMatchObject({ status: 200, durationMs: 12 });
  });
});

describe("lines as servers of many kinds write them", () => {
  // What is expected of each: its values, the others may be anything.
  const cases: readonly (readonly [what: string, format: string, line: string, expected: object])[] = [
    ["time as ISO 8601", "combined", LINE.replace(/\[.*\]/, "[2021-04-06T08:00:00+02:00]"), {}],
    ["time without zone", "common", HEAD.replace(/\[.*\]/, "[2021-04-06 06:00:00]"), {}],
    ["GMT by name", "combined", LINE.replace(/\[.*\]/, "[06/Apr/2021:06:00:00 GMT]"), {}],
    ["a server without name (nginx)", "vhost-combined", `_ ${LINE}`, { host: "_" }],
    [
      "two digits of the year (IIS native)",
      "iis-native",
      "192.0.2.1, -, 04/06/21, 6:00:00, W3SVC1, WEB1, 198.51.100.7, 15, 312, 5316, 200, 0, GET, /login, -,",
      { durationMs: 15, bytes: 5316 },
    ],
    [
      "microseconds (uWSGI)",
      "uwsgi",
      "[pid: 17|app: 0|req: 1/1] 192.0.2.1 () {40 vars in 600 bytes} [Tue Apr  6 06:00:00 2021] GET /login => generated 5316 bytes in 1200 micros (HTTP/1.1 200) 3 headers in 100 bytes",
      { durationMs: 1.2 },
    ],
    ["no ident", "combined", LINE.replace("- - [", "- ["), {}],
    ["neither ident nor user", "combined", LINE.replace("- - [", "["), {}],
    ["parts set off by tabs", "combined", LINE.replace(/ (?![+/HC])/g, "\t").replace("GET\t", "GET "), {}],
    ["padded user (Jetty)", "combined", LINE.replace("- - [", "-  -  ["), { user: "" }],
    ["user absent in quotes (Fastly)", "common", HEAD.replace("- - [", '"-" "-" ['), { user: "" }],
    ["quotes around the line (OpenLiteSpeed)", "combined", `"${LINE}"`, { userAgent: "curl/7.74.0" }],
    [
      "duration in seconds after the bytes",
      "combined",
      `${HEAD} 0.012 "-" "curl/7.74.0"`,
      { durationMs: 12 },
    ],
    ["duration in µs after the bytes", "combined", `${HEAD} 12000 "-" "curl/7.74.0"`, { durationMs: 12 }],
    [
      "a list of proxies in quotes",
      "combined",
      LINE.replace("192.0.2.1", '"203.0.113.5, 192.0.2.1"'),
      { forwarded: "203.0.113.5, 192.0.2.1" },
    ],
    [
      "a request in colour (Werkzeug)",
      "common",
      HEAD.replace("GET /login HTTP/1.1", "\x1b[33mGET /login HTTP/1.1\x1b[0m"),
      {},
    ],
    [
      "IPv6 with port and no brackets",
      "haproxy",
      '2001:db8::7:51482 [06/Apr/2021:06:00:00.000] a~ b/c 0/0/1/10/11 200 5316 - - ---- 1/1/1/1/0 0/0 "GET /login HTTP/1.1"',
      { family: 6, hi: 0x20010db8 },
    ],
    [
      "the host with a port",
      "vhost-combined",
      `www.example.org:443 ${LINE}`,
      { host: "www.example.org:443" },
    ],
    ["the host in quotes", "vhost-combined", `"www.example.org" ${LINE}`, { host: "www.example.org" }],
    ["an IPv6 host", "vhost-combined", `[2001:db8::1]:443 ${LINE}`, { host: "[2001:db8::1]:443" }],
    [
      "the host before the referrer (IONOS)",
      "vhost-combined",
      `${HEAD} www.example.org "-" "curl/7.74.0" "-"`,
      { host: "www.example.org", userAgent: "curl/7.74.0" },
    ],
    [
      "X-Forwarded-For before the client",
      "forwarded-combined",
      `203.0.113.5, 198.51.100.8 ${LINE}`,
      { forwarded: "203.0.113.5, 198.51.100.8" },
    ],
    ["no X-Forwarded-For before the client", "forwarded-combined", `- ${LINE}`, { forwarded: "" }],
    [
      "ingress-nginx before 0.22",
      "ingress-nginx",
      `${LINE.replace("- - [", "- [192.0.2.1] - - [")} 312 0.012 [default-a-80] 198.51.100.7:80 5 0.011 200 0123`,
      { durationMs: 12 },
    ],
    [
      "a classic load balancer before 2014",
      "aws-elb",
      '2021-04-06T06:00:00.000000Z a 192.0.2.1:1 198.51.100.7:80 0.1 0.012 0.1 200 200 0 5316 "GET http://www.example.org:80/login HTTP/1.1"',
      { host: "www.example.org:80" },
    ],
    [
      "what S3 deletes of its own accord",
      "aws-s3",
      "79a5 bucket [06/Apr/2021:06:00:00 +0000] 192.0.2.1 - 3E57 BATCH.DELETE.OBJECT key - 204 - - 1 - - - - -",
      { path: "", method: "", status: 204 },
    ],
    [
      "the gateway's original target",
      "azure-front-door",
      '{"timeStamp":"2021-04-06T06:00:00Z","properties":{"clientIP":"192.0.2.1","httpMethod":"GET","requestUri":"/rewritten","requestQuery":"SERVER-ROUTED=198.51.100.7","httpStatus":200,"timeTaken":0.012,"originalRequestUriWithArgs":"/login?a=b"}}',
      { path: "/login?a=b", durationMs: 12 },
    ],
    [
      "a request key that is a path",
      "json",
      '{"time":"06/Apr/2021:08:00:00 +0200","remoteIP":"192.0.2.1","method":"GET","request":"/login","query":"?a=b","status":"200"}',
      { path: "/login?a=b" },
    ],
    [
      "Vercel's proxy object",
      "json",
      '{"timestamp":1617688800000,"proxy":{"timestamp":1617688800000,"method":"GET","path":"/login","clientIp":"192.0.2.1","userAgent":["curl"]},"statusCode":200}',
      { userAgent: "curl" },
    ],
    [
      "Akamai DataStream",
      "json",
      '{"reqTimeSec":"1617688800.000","cliIP":"192.0.2.1","statusCode":"200","reqHost":"www.example.org","reqMethod":"GET","reqPath":"/login","rspContentLen":"5316","UA":"curl","queryStr":"a=b"}',
      { path: "/login?a=b", host: "www.example.org" },
    ],
  ];

  it.each(cases)("%s", (_, name, line, expected) => {
    const request = readRequest(formatOf(name), line);
    const usual = { timeMs: MOMENT, family: 4, lo: 0xc0000201, method: "GET", path: "/login", status: 200 };
    if ("family" in expected) expect(request).toMatchObject({ ...usual, lo: 0, ...expected });
    else expect(request).toMatchObject({ ...usual, ...expected });
  });

  it("take the ways of IIS before 7", () => {
    const lines = readLines(
      formatOf("w3c"),
      bytes([
        "#Fields:  date-local time-local s-ip cs-method cs-uri-stem c-ip cs(User-Agent) sc-status TimeTakenMS",
        '2021-04-06 06:00:00.000 198.51.100.7 GET /login 192.0.2.1 "An agent (of two words)" 200 12',
      ]),
    );
    expect(lines.at(-1)).toMatchObject({
      timeMs: MOMENT,
      userAgent: "An agent (of two words)",
      durationMs: 12,
    });
    const native = (date: string): Line =>
      readLine(
        formatOf("iis-native"),
        `192.0.2.1, -, ${date}, 6:00:00, W3SVC1, WEB1, 198.51.100.7, 15, 1, 5316, 200, 0, GET, /login, -,`,
      );
    expect(native("4/6/2021")).toMatchObject({ timeMs: MOMENT, path: "/login", durationMs: 15 });
    // There is no thirteenth month, so the day comes first here.
    expect(native("13/4/2021")).toMatchObject({ timeMs: Date.UTC(2021, 3, 13, 6) });
    expect(native("13/13/2021")).toHaveProperty("rejected");
  });

  it("take a host that is doubtful for one where a true one has stood", () => {
    const doubtful = ["198.51.100.7", "-"].map((host) => `${host} ${LINE}`);
    for (const line of doubtful)
      expect(readLine(formatOf("vhost-combined"), line)).toHaveProperty("rejected");
    const lines = readLines(formatOf("vhost-combined"), bytes([`www.example.org ${LINE}`, ...doubtful]));
    expect(lines.map((line) => "timeMs" in line && line.host)).toEqual([
      "www.example.org",
      "198.51.100.7",
      "",
    ]);
  });

  it("say so where the client is what they do not name", () => {
    const envoy = (client: string): string =>
      `[2021-04-06T06:00:00.123Z] "GET /login HTTP/2" 200 - 0 5316 11 10 "${client}" "curl" "id" "www.example.org" "198.51.100.7:80"`;
    expect(readLine(formatOf("envoy-text"), envoy("192.0.2.1"))).toHaveProperty("status", 200);
    expect(readLine(formatOf("envoy-text"), envoy("-"))).toEqual({ rejected: "no-client" });
  });

  it("refuse months of other languages, also those that begin like English ones", () => {
    for (const month of ["avr.", "sept.", "mars", "déc.", "Okt"]) {
      expect(readLine(formatOf("common"), HEAD.replace("Apr", month))).toEqual({
        rejected: "localised-month",
      });
    }
  });

  it("read a request that a load balancer could not read", () => {
    const line =
      'http 2021-04-06T06:00:00.000000Z app/a/0 192.0.2.1:2817 - -1 -1 -1 400 - 0 0 "- http://www.example.org:80- -" "-" - -';
    expect(readLine(formatOf("aws-alb"), line)).toMatchObject({
      method: "",
      path: "",
      host: "www.example.org:80",
      status: 400,
    });
  });

  it("tell connections from requests in an HAProxy log", () => {
    const connections = [
      "192.0.2.1:51482 [06/Apr/2021:08:00:00.123] portal portal/web1 0/0/5007 212 -- 0/0/0/0/3 0/0",
      "192.0.2.1:51482 [06/Apr/2021:08:00:00.123] portal/1: SSL handshake failure",
      "Connect from 192.0.2.1:33312 to 198.51.100.3:31312 (www/HTTP)",
      "Server portal/web1 is UP, reason: Layer4 check passed",
    ];
    for (const line of connections) {
      expect(readLine(formatOf("haproxy"), line)).toEqual({ rejected: "not-a-request" });
    }
    const request =
      '192.0.2.1:51482 [06/Apr/2021:08:00:00.123] portal portal/web1 0/0/1/10/11 200 5316 - - ---- 1/1/1/1/0 0/0 "GET / HTTP/1.1"';
    expect(detected(...connections, request, ...connections)).toBe("haproxy");
  });
});

describe("formats that are alike", () => {
  it("are told apart by what only one of them has", () => {
    expect(detected(`${LINE} 350 6000`)).toBe("combined");
    expect(detected(`${LINE} 350 0.012 [default-a-80] [] 198.51.100.7:80 5 0.011 200 0123`)).toBe(
      "ingress-nginx",
    );
    expect(detected(`${LINE} TCP_MISS:HIER_DIRECT`)).toBe("combined");
    expect(detected(`${LINE} request_id: "0123"`)).toBe("combined");
    expect(detected(`www.example.org ${HEAD}`)).toBe("vhost-common");
    expect(detected(`203.0.113.5 ${LINE}`)).toBe("forwarded-combined");
    expect(detected(`www.example.org ${LINE}`)).toBe("vhost-combined");
  });

  it("are not told by what stands where X-Forwarded-For would", () => {
    const cookie = `${LINE} "SESSION=0123; theme=dark"`;
    expect(detected(cookie, cookie, cookie)).toBe("combined");
    expect(detected(cookie, `${LINE} "203.0.113.5"`, cookie)).toBe("nginx-main");
  });

  it("leave a combined log combined, though a few of its lines are cut off before the agent", () => {
    const lines = Array.from({ length: 20 }, (_, at) => (at % 8 === 0 ? HEAD : LINE));
    expect(detected(...lines)).toBe("combined");
  });
});

describe("what a logger puts before a line", () => {
  const combined = formatOf("combined");

  it("is no virtual host, and no forwarded address", () => {
    expect(detected(...Array.from({ length: 5 }, () => `www.example.org ${LINE}`))).toBe("vhost-combined");
    expect(detected(...Array.from({ length: 5 }, () => `198.51.100.9, ${LINE}`))).toBe("combined");
    expect(readLine(combined, `www.example.org:443 ${LINE}`)).toHaveProperty("rejected");
  });

  it.each([
    [
      "Apache's error log",
      `[Tue Apr 06 08:00:00 2021] [error] [client 198.51.100.7] File does not exist: /var/www/x: ${LINE}`,
    ],
    ["nginx's error log", `2021/04/06 08:00:00 [error] 12#12: *5 open() "/x: ${LINE}" failed`],
    ["an application, with a path", `app: not found: /x: ${LINE}`],
    ["an application, with quotes", `app: "x: ${LINE}`],
  ])("is not looked for behind what a visitor may have chosen: %s", (_, line) => {
    expect(readLine(combined, line)).toHaveProperty("rejected");
  });
});

describe("lines without a client", () => {
  it.each([
    ["combined", LINE.replace("192.0.2.1", "-")],
    [
      "haproxy",
      '-:51482 [06/Apr/2021:06:00:00.123] portal~ portal/web1 0/0/1/10/11 200 5316 - - ---- 12/10/3/1/0 0/0 "GET / HTTP/1.1"',
    ],
    [
      "envoy-text",
      '[2021-04-06T06:00:00.123Z] "GET /login HTTP/2" 200 - 0 5316 11 10 "-" "curl" "-" "www.example.org" "-"',
    ],
  ])("are rejected for that: %s", (format, line) => {
    expect(readLine(formatOf(format), line)).toEqual({ rejected: "no-client" });
  });
});

describe("numbers for months", () => {
  it("are cPanel's, which has the month before the day", () => {
    const line = LINE.replace("06/Apr/2021:08:00:00 +0200", "04/06/2021:06:00:00 -0000");
    expect(readRequest(formatOf("combined"), line).timeMs).toBe(MOMENT);
    expect(readLine(formatOf("combined"), line.replace("04/06", "13/06"))).toEqual({
      rejected: "bad-timestamp",
    });
  });
});

describe("lines of blanks", () => {
  it("are blank in every format", () => {
    expect(readLine(formatOf("w3c"), " \t ")).toEqual({ blank: true });
    expect(readLine(formatOf("combined"), "   ")).toEqual({ blank: true });
  });
});

describe("format strings", () => {
  it("may hold a whole URL", () => {
    const format = formatOf(
      '$remote_addr [$time_local] "$request_method $scheme://$host$request_uri $server_protocol" $status',
    );
    const line =
      '192.0.2.1 [06/Apr/2021:08:00:00 +0200] "GET https://www.example.org/login?a=b HTTP/2.0" 200';
    expect(readRequest(format, line)).toMatchObject({
      method: "GET",
      host: "www.example.org",
      path: "/login?a=b",
      status: 200,
    });
  });

  it("may hold a fraction after an ISO time, and directives that are rarely seen", () => {
    const format = formatOf('%h %{%F %T}t.%{usec_frac}t "%r" %>s %^FB "%{User-Agent}i"');
    const line = '192.0.2.1 2021-04-06 06:00:00.250000 "GET /login HTTP/1.1" 200 12 "curl"';
    expect(readRequest(format, line)).toMatchObject({ timeMs: MOMENT + 250, userAgent: "curl" });
  });
});

describe("timestamps of a shape that is not the usual one", () => {
  it("are read alike whether their date was there in the line before or not", () => {
    const format = formatOf('%h [%{%d/%b/%Y:%H:%M:%S}t.%{usec_frac}t %{%z}t] "%r" %>s');
    const times = [
      ["06/Apr/2021:08:00:00.250000 +0200", 250],
      ["06/Apr/2021:08:00:01.500000 +0200", 1500],
      ["06/Apr/2021:06:00:02.000001 +0000", 2000.001],
      ["06/Apr/2021:24:00:00.000000 +0000", null],
      ["07/Apr/2021:06:00:03.000000 +0000", 86_403_000],
      ["06/Apr/2021:06:00:04.000000 +0000", 4000],
    ] as const;
    const log = times.map(([time]) => `192.0.2.1 [${time}] "GET / HTTP/1.1" 200`);
    const found = readLines(format, bytes(log)).map((line) =>
      "timeMs" in line ? Math.round((line.timeMs - MOMENT) * 1000) / 1000 : null,
    );
    expect(found).toEqual(times.map(([, ms]) => ms));
  });
});

describe("envelopes", () => {
  it.each([
    ["docker logs -t", `2021-04-06T06:00:00.123456789Z ${LINE}`],
    ["docker compose in colour", `\x1b[36mweb-1  |\x1b[0m ${LINE}`],
    ["Google Cloud's textPayload", JSON.stringify({ insertId: "1", textPayload: LINE })],
    ["Loki", JSON.stringify({ line: LINE, timestamp: "2021-04-06T06:00:00Z" })],
    ["syslog with a fraction", `Apr  6 08:00:00.123456 web1 nginx[12]: ${LINE}`],
    ["syslog with the year", `Apr  6 2021 08:00:00 web1 nginx[12]: ${LINE}`],
    ["syslog with a date of digits", `2021-04-06 08:00:00 web1 nginx[12]: ${LINE}`],
    ["journalctl -o short-full", `Tue 2021-04-06 08:00:00 CEST web1 nginx[12]: ${LINE}`],
    ["gunicorn's logger", `[2021-04-06 08:00:00 +0200] [17] [INFO] ${LINE}`],
    ["the name of a logger", `gunicorn.access: ${LINE}`],
    ["names without a blank after them", `INFO:werkzeug:${LINE}`],
    ["Python's logging", `2021-04-06 08:00:00,123 - werkzeug - INFO - ${LINE}`],
    [
      "supervisord in front of a logger",
      `registry stdout | 2021-04-06 08:00:00,123 [33] [INFO] [access] ${LINE}`,
    ],
  ])("%s is taken off", (_, line) => {
    expect(readRequest(formatOf("combined"), line)).toEqual(readRequest(formatOf("combined"), LINE));
  });
});

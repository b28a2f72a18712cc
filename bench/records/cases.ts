import { Buffer } from "node:buffer";

/** Lines that readers are measured with, generated, with documentation addresses: the same bytes every time. */

/** A format and how its lines are made. */
export interface Case {
  readonly name: string;
  /** What `--format` would be given. */
  readonly spec: string;
  /** What stands before the first line. */
  readonly head?: string;
  readonly line: (values: LineValues) => string;
}

const START_MS = Date.UTC(2021, 3, 6, 6);
const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/89.0.4389.114 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:87.0) Gecko/20100101 Firefox/87.0",
];
const MONTH = "Apr";
const PATHS = ["/cas/pages", "/i/page.css", "/i/page.js", "/i/logo.png"];

/** What lines say. */
export interface LineValues {
  readonly ip: string;
  readonly clf: string;
  readonly clock: string;
  readonly iso: string;
  readonly epoch: string;
  readonly path: string;
  readonly status: string;
  readonly bytes: string;
  readonly referrer: string;
  readonly agent: string;
  readonly duration: string;
}

/** A xorshift generator: the bench must not depend on the order of the rounds. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** As many lines of a case, 2,000 to a second. */
export function linesOf({ head, line }: Case, count: number): Uint8Array {
  const random = generator(7);
  const pick = (n: number): number => Math.floor(random() * n);
  const parts: string[] = head === undefined ? [] : [head];
  for (let i = 0; i < count; i += 1) {
    const time = new Date(START_MS + Math.floor(i / 2000) * 1000);
    const two = (n: number): string => String(n).padStart(2, "0");
    const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
    parts.push(
      line({
        ip: `203.0.${pick(256)}.${pick(256)}`,
        clf: `${two(time.getUTCDate())}/${MONTH}/${time.getUTCFullYear()}:${clock} +0000`,
        clock,
        iso: `${time.toISOString().slice(0, 19)}+00:00`,
        epoch: String(time.getTime() / 1000),
        // Pages with what belongs to them: logs that name neither referrer nor user agent are to be judged as the others are.
        path: `${PATHS[i % 4]}?service=https%3A%2F%2Fent.example.org%2F${pick(10000)}`,
        status: random() < 0.9 ? "200" : "302",
        bytes: String(pick(50000)),
        referrer: "https://ent.example.org/accueil",
        agent: AGENTS[pick(3)] ?? "",
        duration: `0.${two(pick(99))}1`,
      }),
    );
  }
  return Buffer.from(`${parts.join("\n")}\n`);
}

const nginxMain =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
const apacheTimed = '%v %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i" %D';
const isoTabs =
  "$time_iso8601\t$remote_addr\t$request_method\t$request_uri\t$status\t$bytes_sent\t$request_time\t$http_user_agent";

const head = (v: LineValues): string =>
  `${v.ip} - - [${v.clf}] "GET ${v.path} HTTP/1.1" ${v.status} ${v.bytes}`;
const combined = (v: LineValues): string => `${head(v)} "${v.referrer}" "${v.agent}"`;

/** The built-in combined format comes first: the others are compared with it. */
export const CASES: readonly Case[] = [
  { name: "combined", spec: "combined", line: combined },
  {
    name: "combined, IPv6",
    spec: "combined",
    line: (v) =>
      combined(v).replace(/^203\.0\.(\d+)\./, (_, part) => `2001:db8:${Number(part).toString(16)}::`),
  },
  { name: "common", spec: "common", line: head },
  { name: "vhost-combined", spec: "vhost-combined", line: (v) => `www.example.org:443 ${combined(v)}` },
  { name: "vhost last", spec: "vhost-combined", line: (v) => `${combined(v)} "www.example.org"` },
  { name: "forwarded first", spec: "forwarded-combined", line: (v) => `198.51.100.9 ${combined(v)}` },
  { name: "nginx main + XFF", spec: nginxMain, line: (v) => `${combined(v)} "-"` },
  { name: "nginx-main", spec: "nginx-main", line: (v) => `${combined(v)} "198.51.100.9"` },
  {
    name: "nginx timed, upstreams",
    spec: `${nginxMain} rt=$request_time uct="$upstream_connect_time" urt="$upstream_response_time"`,
    line: (v) => `${combined(v)} "-" rt=${v.duration} uct="0.001" urt="0.010, 0.020"`,
  },
  {
    name: "ingress-nginx",
    spec: "ingress-nginx",
    line: (v) =>
      `${combined(v)} 312 ${v.duration} [default-portal-80] [] 198.51.100.7:8080 ${v.bytes} 0.011 ${v.status} 0123456789abcdef0123456789abcdef`,
  },
  {
    name: "nginx tabs, ISO time",
    spec: isoTabs,
    line: (v) => [v.iso, v.ip, "GET", v.path, v.status, v.bytes, v.duration, v.agent].join("\t"),
  },
  {
    name: "nginx with epoch first",
    spec: '$msec $remote_addr $host "$request" $status $body_bytes_sent $request_time "$http_user_agent"',
    line: (v) =>
      `${v.epoch}.123 ${v.ip} www.example.org "GET ${v.path} HTTP/1.1" ${v.status} ${v.bytes} ${v.duration} "${v.agent}"`,
  },
  {
    name: "Apache timed",
    spec: apacheTimed,
    line: (v) => `www.example.org ${combined(v)} 1234`,
  },
  {
    name: "Apache with a time of parts",
    spec: '%h %l %u [%{%d/%b/%Y:%H:%M:%S}t.%{usec_frac}t %{%z}t] "%r" %>s %b "%{Referer}i" "%{User-Agent}i"',
    line: (v) => combined({ ...v, clf: `${v.clf.slice(0, 20)}.123456 +0000` }),
  },
  { name: "lighttpd", spec: "lighttpd", line: (v) => combined(v).replace(" - -", " www.example.org -") },
  {
    name: "varnishncsa",
    spec: "varnishncsa",
    line: (v) => combined({ ...v, path: `http://www.example.org${v.path}` }),
  },
  {
    name: "traefik-clf",
    spec: "traefik-clf",
    line: (v) => `${combined(v)} 17 "portal@docker" "http://198.51.100.7:80" 12ms`,
  },
  {
    name: "nginx-proxy-manager",
    spec: "nginx-proxy-manager",
    line: (v) =>
      `[${v.clf}] - 200 ${v.status} - GET https www.example.org "${v.path}" [Client ${v.ip}] [Length ${v.bytes}] [Gzip 3.14] [Sent-to 198.51.100.7] "${v.agent}" "-"`,
  },
  {
    name: "HAProxy",
    spec: "haproxy",
    line: (v) =>
      `${v.ip}:51482 [${v.clf.slice(0, 20)}.123] portal~ portal/web1 0/0/1/10/11 ${v.status} ${v.bytes} - - ---- 12/10/3/1/0 0/0 {www.example.org|${v.agent}} {} "GET ${v.path} HTTP/1.1"`,
  },
  {
    name: "Envoy text",
    spec: "envoy-text",
    line: (v) =>
      `[${v.iso.slice(0, 19)}.123Z] "GET ${v.path} HTTP/2" ${v.status} - 0 ${v.bytes} 11 10 "${v.ip}" "${v.agent}" "3f2b8f0e-7d6a-4c1b-9e55-0a1b2c3d4e5f" "www.example.org" "198.51.100.7:8080"`,
  },
  {
    name: "W3C with query",
    spec: "iis",
    line: (v) =>
      `2021-04-06 ${v.clock} 198.51.100.7 GET /cas/pages service=https%3A%2F%2Fent.example.org 443 - ${v.ip} ${v.agent.replaceAll(" ", "+")} ${v.referrer} ${v.status} 0 0 15`,
  },
  {
    name: "CloudFront",
    spec: "cloudfront",
    head: "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken",
    line: (v) =>
      `2021-04-06\t${v.clock}\tCDG50-P2\t${v.bytes}\t${v.ip}\tGET\texample.cloudfront.net\t/cas/pages\t${v.status}\t${v.referrer}\t${v.agent.replaceAll(" ", "%20")}\tservice=1\t-\tMiss\texampleid==\twww.example.org\thttps\t62\t${v.duration}`,
  },
  {
    name: "AWS ALB",
    spec: "aws-alb",
    line: (v) =>
      `https 2021-04-06T${v.clock}.123456Z app/example/0123456789abcdef ${v.ip}:51482 198.51.100.7:80 0.000 0.011 0.000 ${v.status} 200 312 ${v.bytes} "GET https://www.example.org:443${v.path} HTTP/2.0" "${v.agent}" ECDHE TLSv1.2 arn:aws:elb "Root=1"`,
  },
  {
    name: "AWS S3",
    spec: "aws-s3",
    line: (v) =>
      `0123456789abcdef example-bucket [${v.clf}] ${v.ip} - 3E57427F3EXAMPLE REST.GET.OBJECT photo.jpg "GET ${v.path} HTTP/1.1" ${v.status} - ${v.bytes} 5316 42 41 "${v.referrer}" "${v.agent}" - EXAMPLEID SigV4 ECDHE AuthHeader example-bucket.s3.amazonaws.com TLSv1.2`,
  },
  {
    name: "Squid",
    spec: "squid",
    line: (v) =>
      `${v.epoch}.123    11 ${v.ip} TCP_MISS/${v.status} ${v.bytes} GET http://www.example.org${v.path} - HIER_DIRECT/198.51.100.7 text/html`,
  },
  {
    name: "LTSV",
    spec: "ltsv",
    line: (v) =>
      `time:[${v.clf}]\thost:${v.ip}\tforwardedfor:-\treq:GET ${v.path} HTTP/1.1\tstatus:${v.status}\tsize:${v.bytes}\treferer:${v.referrer}\tua:${v.agent}\tvhost:www.example.org\treqtime:${v.duration}`,
  },
  {
    name: "logfmt",
    spec: "logfmt",
    line: (v) =>
      `time=${v.iso} level=info method=GET path="${v.path}" host=www.example.org remote_addr=${v.ip} status=${v.status} bytes=${v.bytes} duration=12ms user_agent="${v.agent}"`,
  },
  {
    name: "Caddy JSON",
    spec: "caddy-json",
    line: (v) =>
      `{"level":"info","ts":${v.epoch}.123,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"${v.ip}","remote_port":"51482","client_ip":"${v.ip}","proto":"HTTP/2.0","method":"GET","host":"www.example.org","uri":"${v.path}","headers":{"User-Agent":["${v.agent}"],"Referer":["${v.referrer}"],"Accept":["*/*"]}},"bytes_read":0,"user_id":"","duration":0.000412,"size":${v.bytes},"status":${v.status},"resp_headers":{"Server":["Caddy"]}}`,
  },
  {
    name: "Traefik JSON",
    spec: "traefik-json",
    line: (v) =>
      `{"ClientAddr":"${v.ip}:51482","ClientHost":"${v.ip}","ClientPort":"51482","ClientUsername":"-","DownstreamContentSize":${v.bytes},"DownstreamStatus":${v.status},"Duration":412000,"OriginDuration":400000,"OriginStatus":200,"Overhead":12000,"RequestAddr":"www.example.org","RequestContentSize":0,"RequestCount":17,"RequestHost":"www.example.org","RequestMethod":"GET","RequestPath":"${v.path}","RequestPort":"-","RequestProtocol":"HTTP/2.0","RequestScheme":"https","RetryAttempts":0,"RouterName":"portal@docker","StartLocal":"${v.iso}","StartUTC":"${v.iso.slice(0, 19)}.123456789Z","entryPointName":"websecure","level":"info","msg":"","request_User-Agent":"${v.agent}","time":"${v.iso}"}`,
  },
  {
    name: "nginx JSON",
    spec: "json",
    line: (v) =>
      `{"time_iso8601":"${v.iso}","remote_addr":"${v.ip}","request_method":"GET","request_uri":"${v.path}","status":${v.status},"body_bytes_sent":${v.bytes},"request_time":${v.duration},"http_referer":"${v.referrer}","http_user_agent":"${v.agent}","host":"www.example.org"}`,
  },
  {
    name: "Cloudflare Logpush",
    spec: "cloudflare-json",
    line: (v) =>
      `{"ClientIP":"${v.ip}","ClientRequestHost":"www.example.org","ClientRequestMethod":"GET","ClientRequestURI":"${v.path}","EdgeEndTimestamp":${v.epoch}223456789,"EdgeResponseBytes":${v.bytes},"EdgeResponseStatus":${v.status},"EdgeStartTimestamp":${v.epoch}123456789,"RayID":"0123456789abcdef","ClientASN":64496,"ClientCountry":"fr","ClientRequestUserAgent":"${v.agent}","ClientRequestReferer":"${v.referrer}"}`,
  },
];

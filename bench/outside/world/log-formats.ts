import { createHash } from "node:crypto";
import type { Row } from "./world.ts";

/** What a writer knows of the log besides the row. */
export interface LogContext {
  readonly beginsMs: number;
  /** Minutes of local time before UTC. */
  readonly zone: number;
  readonly host: string;
}

interface Writer {
  /** Lines before all others. */
  readonly head?: readonly string[];
  /** Whether lines tell when the request came, not when it was answered. */
  readonly stampsArrival?: boolean;
  /** Fields that it leaves out. */
  readonly lacks?: readonly ("agent" | "referrer")[];
  /** How it spells a user agent. Default: as it was sent. */
  spell?(agent: string): string;
  line(row: Row, stampMs: number, context: LogContext): string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const PROXY = "10.0.3.17";
const W3C_FIELDS =
  "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";
const CLOUDFRONT_FIELDS =
  "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken";

const WRITERS = {
  /** nginx and Apache as they come. */
  combined: { line: (row, ms, context) => `${row.client.address} - - ${ncsa(row, ms, context)} ${names(row)}` },
  /** Apache, which tells when a request came and writes when it went. */
  apache: { stampsArrival: true, line: (row, ms, context) => `${row.client.address} - - ${ncsa(row, ms, context)} ${names(row)}` },
  common: {
    lacks: ["agent", "referrer"],
    line: (row, ms, context) => `${row.client.address} - - ${ncsa(row, ms, context)}`,
  },
  "apache-vhost": {
    stampsArrival: true,
    line: (row, ms, context) => `${context.host}:443 ${row.client.address} - - ${ncsa(row, ms, context)} ${names(row)}`,
  },
  /** nginx behind a proxy; the visitor is in the last field. */
  "nginx-main": { line: (row, ms, context) => `${row.client.peer ?? PROXY} - - ${ncsa(row, ms, context)} ${names(row)} "${row.client.address}"` },
  "ingress-nginx": {
    line: (row, ms, context) => {
      const seconds = taken(row);
      return `${row.client.address} - - ${ncsa(row, ms, { ...context, zone: 0 })} ${names(row)} 412 ${seconds} [prod-web-80] [] 10.42.1.9:8080 ${row.bytes} ${seconds} ${row.status} ${id(row, ms).slice(0, 32)}`;
    },
  },
  /** A server of sound: lines tell how long somebody listened, when he stops. */
  icecast: { line: (row, ms, context) => `${row.client.address} - - ${ncsa(row, ms, context)} ${names(row)} ${Math.round(row.doneAt - row.at)}` },
  envoy: {
    stampsArrival: true,
    lacks: ["referrer"],
    line: (row, ms, { host }) => {
      const isRefused = row.status >= 502;
      const milliseconds = Math.round(1000 * (row.doneAt - row.at));
      const { address, agent, protocol } = row.client;
      return `[${new Date(ms).toISOString()}] "${row.ask.method} ${row.ask.target} ${protocol === "HTTP/2.0" ? "HTTP/2" : protocol}" ${row.status} ${isRefused ? "UO" : "-"} 0 ${row.bytes} ${milliseconds} ${isRefused ? "-" : milliseconds} "${address}" "${agent || "-"}" "${uuid(row, ms)}" "${host}" "${isRefused ? "-" : "10.0.2.14:8080"}"`;
    },
  },
  ltsv: {
    line: (row, ms, context) => {
      const { address, agent, protocol } = row.client;
      return [`time:[${ncsaTime(ms, context.zone)} ${offsetOf(context.zone)}]`, `host:${address}`, `req:${row.ask.method} ${row.ask.target} ${protocol}`, `status:${row.status}`, `size:${row.bytes}`, `referer:${row.ask.referrer || "-"}`, `ua:${agent || "-"}`, `reqtime:${taken(row)}`, `vhost:${context.host}`].join("\t");
    },
  },
  lighttpd: { line: (row, ms, context) => `${row.client.address} ${context.host} - ${ncsa(row, ms, context)} ${names(row)}` },
  "traefik-clf": {
    line: (row, ms, context) =>
      `${row.client.address} - - ${ncsa(row, ms, { ...context, zone: 0 })} ${names(row)} ${ms % 100_000} "web@docker" "http://172.18.0.4:80" ${Math.round(1000 * (row.doneAt - row.at))}ms`,
  },
  "caddy-json": {
    line: (row, ms, { host }) => {
      const { address, agent, protocol } = row.client;
      const headers: Record<string, string[]> = agent === "" ? {} : { "User-Agent": [agent] };
      if (row.ask.referrer !== "") headers["Referer"] = [row.ask.referrer];
      const request = { remote_ip: address, remote_port: "50112", client_ip: address, proto: protocol, method: row.ask.method, host, uri: row.ask.target, headers };
      return JSON.stringify({ level: "info", ts: ms / 1000, logger: "http.log.access.log0", msg: "handled request", request, bytes_read: 0, user_id: "", duration: row.doneAt - row.at, size: row.bytes, status: row.status, resp_headers: { Server: ["Caddy"] } });
    },
  },
  "traefik-json": {
    lacks: ["referrer"],
    line: (row, ms, { host }) => {
      const { address, agent, protocol } = row.client;
      const nanoseconds = Math.round(1e9 * (row.doneAt - row.at));
      return JSON.stringify({ ClientAddr: `${address}:50112`, ClientHost: address, ClientUsername: "-", DownstreamContentSize: row.bytes, DownstreamStatus: row.status, Duration: nanoseconds, RequestAddr: host, RequestHost: host, RequestMethod: row.ask.method, RequestPath: row.ask.target, RequestProtocol: protocol, StartUTC: new Date(arrivedMs(row, ms)).toISOString(), level: "info", "request_User-Agent": agent, time: new Date(ms).toISOString() });
    },
  },
  "nginx-json": {
    line: (row, ms, { host }) =>
      JSON.stringify({ time_iso8601: new Date(ms).toISOString().replace(/\.\d+Z/, "+00:00"), remote_addr: row.client.address, request_method: row.ask.method, request_uri: row.ask.target, status: row.status, body_bytes_sent: row.bytes, request_time: Number(taken(row)), http_referer: row.ask.referrer, http_user_agent: row.client.agent, host }),
  },
  iis: {
    head: ["#Software: Microsoft Internet Information Services 10.0", "#Version: 1.0", W3C_FIELDS],
    spell: plussed,
    line: (row, ms) => {
      const [path, query] = split(row.ask.target);
      const agent = plussed(row.client.agent) || "-";
      const milliseconds = Math.round(1000 * (row.doneAt - row.at));
      return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} 10.20.0.5 ${row.ask.method} ${path} ${query || "-"} 443 - ${row.client.address} ${agent} ${row.ask.referrer || "-"} ${row.status} 0 0 ${milliseconds}`;
    },
  },
  alb: {
    lacks: ["referrer"],
    line: (row, ms, { host }) => {
      const stamp = new Date(ms).toISOString().replace("Z", "000Z");
      const seconds = taken(row);
      const isRefused = row.status >= 500;
      return `https ${stamp} app/web/50dc6c495c0c9188 ${bracketed(row.client.address)}:50112 10.0.8.21:80 0.001 ${seconds} 0.000 ${row.status} ${isRefused ? "-" : row.status} 412 ${row.bytes} "${row.ask.method} https://${host}:443${row.ask.target} ${row.client.protocol}" "${row.client.agent || "-"}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/73e2d6bc24d8a067 "Root=1-${id(row, ms).slice(0, 32)}" "${host}" "session-reused" 0 ${stamp} "forward" "-" "-" "10.0.8.21:80" "${row.status}" "-" "-"`;
    },
  },
  cloudfront: {
    head: ["#Version: 1.0", CLOUDFRONT_FIELDS],
    spell: percented,
    line: (row, ms, { host }) => {
      const [path, query] = split(row.ask.target);
      const stamp = new Date(ms).toISOString();
      const agent = percented(row.client.agent) || "-";
      return [stamp.slice(0, 10), stamp.slice(11, 19), "FRA56-P1", row.bytes + 400, row.client.address, row.ask.method, "d111111abcdef8.cloudfront.net", path, row.status, row.ask.referrer || "-", agent, query || "-", "-", row.ask.weight < 0.1 ? "Hit" : "Miss", id(row, ms), host, "https", 412, taken(row)].join("\t");
    },
  },
  haproxy: {
    lacks: ["referrer"],
    line: (row, ms, { host }) => {
      const stamp = ncsaTime(ms, 0).slice(0, 20);
      const milliseconds = Math.round(1000 * (row.doneAt - row.at));
      const server = row.status >= 502 ? "web/<NOSRV>" : "web/app2";
      return `${row.client.address}:50112 [${stamp}.${String(ms % 1000).padStart(3, "0")}] front~ ${server} 0/0/1/${milliseconds}/${milliseconds} ${row.status} ${row.bytes} - - ---- 40/38/3/1/0 0/0 {${host}|${row.client.agent.replaceAll("|", "")}} {} "${row.ask.method} ${row.ask.target} ${row.client.protocol}"`;
    },
  },
} as const satisfies Record<string, Writer>; // biome-ignore format: one line a format

/** A format that logs can be written in. */
export type LogFormat = keyof typeof WRITERS;

/** The writer of a format. */
export function writerOf(format: LogFormat): Writer {
  return WRITERS[format];
}

/** The time that a line tells, milliseconds since 1970, in whole seconds where the format has no finer ones. */
export function stampOf(row: Row, format: LogFormat, beginsMs: number): number {
  const ms = Math.floor(beginsMs + 1000 * (writerOf(format).stampsArrival === true ? row.at : row.doneAt));
  return FINE.has(format) ? ms : ms - (ms % 1000);
}

const FINE: ReadonlySet<LogFormat> = new Set(["caddy-json", "traefik-json", "alb", "haproxy", "envoy"]);

function ncsa(row: Row, ms: number, { zone }: LogContext): string {
  return `[${ncsaTime(ms, zone)} ${offsetOf(zone)}] "${row.ask.method} ${row.ask.target} ${row.client.protocol}" ${row.status} ${row.bytes}`;
}

function offsetOf(zone: number): string {
  const sign = zone < 0 ? "-" : "+";
  return `${sign}${two(Math.floor(Math.abs(zone) / 60))}${two(Math.abs(zone) % 60)}`;
}

function ncsaTime(ms: number, zone: number): string {
  const time = new Date(ms + zone * 60_000);
  return `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
}

function names(row: Row): string {
  return `"${row.ask.referrer || "-"}" "${row.client.agent || "-"}"`;
}

function plussed(agent: string): string {
  return agent.replaceAll(" ", "+");
}

function percented(agent: string): string {
  return encodeURIComponent(agent).replaceAll("%2F", "/");
}

function arrivedMs(row: Row, ms: number): number {
  return ms - Math.round(1000 * (row.doneAt - row.at));
}

function split(target: string): [path: string, query: string] {
  const at = target.indexOf("?");
  return at < 0 ? [target, ""] : [target.slice(0, at), target.slice(at + 1)];
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function taken(row: Row): string {
  return (row.doneAt - row.at).toFixed(3);
}

function id(row: Row, ms: number): string {
  return createHash("md5").update(`${row.client.address}${row.ask.target}${ms}`).digest("hex");
}

function uuid(row: Row, ms: number): string {
  const digits = id(row, ms);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join("-");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

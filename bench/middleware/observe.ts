/**
 * What observing a request costs the program that serves: `node --import tsx bench/middleware/observe.ts`. Requests and
 * responses are those of a real server without its network, so that two microseconds are not lost in its noise.
 */
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { type Observer, observe } from "../../src/middleware/index.ts";
import { type MicroResult, printWhenMain, time } from "../micro.ts";

const REQUESTS = 20_000;
const HEADERS = [
  ["Host", "www.example.org"],
  ["User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:87.0) Gecko/20100101 Firefox/87.0"],
  ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
  ["Accept-Language", "fr,en;q=0.5"],
  ["Accept-Encoding", "gzip, deflate, br"],
  ["Referer", "https://www.example.org/portal"],
  ["X-Forwarded-For", "203.0.113.7"],
  ["Connection", "keep-alive"],
].flat();

/** A connection from one of 30,000 documentation and benchmark addresses. */
function socketFrom(client: number): Socket {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: `198.18.${(client >>> 8) % 120}.${client & 255}` });
  return socket;
}

const sockets = Array.from({ length: 2000 }, (_, i) => socketFrom(i * 15));

/** Nanoseconds a request from its arrival to the end of its response, with and without an observer. */
export function benchObserve(): MicroResult[] {
  const gauges: Observer[] = [];
  const round = (gauge: Observer | null) => {
    const listener = gauge === null ? () => {} : gauge.wrap(() => {});
    return () => {
      let sum = 0;
      for (let i = 0; i < REQUESTS; i += 1) {
        const request = new IncomingMessage(sockets[i % sockets.length]!);
        request.method = "GET";
        request.url = `/portal/page/${i % 300}?id=${i}`;
        request.rawHeaders = HEADERS;
        const response = new ServerResponse(request);
        response.statusCode = 200;
        listener(request, response);
        response.emit("close");
        sum += response.statusCode + (request.headers["host"]?.length ?? 0);
      }
      return sum;
    };
  };
  const results = [time("a request and its response, not observed", REQUESTS, round(null))];
  for (const [name, options] of [
    ["observed", {}],
    ["observed, behind a trusted proxy", { trustedProxy: "198.18.0.0/15" }],
    ["observed, paths without ids", { paths: "ids" }],
  ] as const) {
    const gauge = observe({ geo: "none", seed: 1, ...options });
    gauges.push(gauge);
    results.push(time(`the same, ${name}`, REQUESTS, round(gauge)));
  }
  for (const gauge of gauges) gauge.close();
  return results;
}

printWhenMain(import.meta.url, benchObserve);

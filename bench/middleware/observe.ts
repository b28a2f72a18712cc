/**
 * What observing a request costs the program that serves: `npm run build && node --import tsx bench/middleware/observe.ts`.
 * What is measured is what is shipped (`dist`). First requests and responses as a real server makes them, without the
 * network, so that a microsecond is not lost in its noise; then a real server on loopback, its processor time by request with
 * and without an observer, in turns.
 */
import { spawn } from "node:child_process";
import { createServer, IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { Analyzer } from "../../src/index.ts";
import type { Observer, observe } from "../../src/middleware/index.ts";
import { median } from "../commands.ts";
import { type MicroResult, printWhenMain, time } from "../micro.ts";

interface Shipped {
  readonly observe: typeof observe;
  readonly Analyzer: typeof Analyzer;
}

const REQUESTS = 20_000;
const ROUNDS = 9;
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
function benchExchanges({ observe }: Shipped): MicroResult[] {
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

/** `observe()` alone, of 2,000 requests a second of event time from 30,000 sources, and the loop that makes them. */
function benchRequests({ Analyzer }: Shipped): MicroResult[] {
  const made = (i: number) => {
    const source = Math.imul(i, 2_654_435_761) >>> 17;
    return {
      time: 1_617_688_800_000 + i / 2,
      address: `198.18.${source >>> 8}.${source & 255}`,
      method: "GET",
      path: `/portal/page/${(Math.imul(i, 40_503) >>> 4) % 300}?id=${i}`,
      status: 200,
      bytes: 5316,
      referrer: "https://www.example.org/portal",
      userAgent: `Mozilla/5.0 (X11; Linux x86_64; rv:${60 + (source % 60)}.0) Gecko/20100101 Firefox/87.0`,
    };
  };
  const requests = 10 * REQUESTS;
  return [
    time("making a request as an object", requests, () => {
      let sum = 0;
      for (let i = 0; i < requests; i += 1) sum += made(i).path.length;
      return sum;
    }),
    time("making it and observing it, judged every ten seconds", requests, () => {
      const analyzer = new Analyzer();
      for (let i = 0; i < requests; i += 1) analyzer.observe(made(i));
      return analyzer.finish().input.requests;
    }),
  ];
}

/** Sends requests over eight connections to the port named in the arguments, as fast as they are answered. */
const CLIENT = `
const { connect } = require("node:net");
const [port, count] = process.argv.slice(1).map(Number);
let left = count, running = 8;
for (let c = 0; c < 8; c += 1) {
  const socket = connect(port, "127.0.0.1");
  const send = () => {
    if (left <= 0) { socket.end(); if (--running === 0) process.exit(0); return; }
    left -= 1;
    socket.write("GET /portal/page/" + (left % 300) + "?id=" + left + " HTTP/1.1\\r\\n${HEADERS.map(
      (text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\\r\\n`),
    ).join("")}\\r\\n");
  };
  socket.on("data", send);
  send();
}`;

/** Processor time of a server by request, ns: of its whole process, its answer being two bytes. */
async function benchServer({ observe }: Shipped): Promise<MicroResult[]> {
  const server = createServer((_request, response) => response.end("ok"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const gauge = observe({ geo: "none", seed: 1, trustedProxy: "127.0.0.1" });
  const taken: [number[], number[]] = [[], []];
  for (let round = -2; round < 2 * ROUNDS; round += 1) {
    const isObserved = round & 1;
    const detach = isObserved === 1 ? gauge.attach(server) : () => {};
    const before = process.cpuUsage();
    await new Promise((resolve) =>
      spawn(process.execPath, ["-e", CLIENT, String(port), String(REQUESTS)], { stdio: "inherit" }).on(
        "exit",
        resolve,
      ),
    );
    const { user, system } = process.cpuUsage(before);
    detach();
    if (round >= 0) taken[isObserved]!.push((1000 * (user + system)) / REQUESTS);
  }
  gauge.close();
  server.close();
  const result = (name: string, values: number[]) => ({
    name,
    nanoseconds: median(values),
    range: [Math.min(...values), Math.max(...values)] as const,
  });
  return [
    result("processor time of a plain http server", taken[0]),
    result("the same, observed, behind a proxy", taken[1]),
  ];
}

/** All of them; the server's come last. */
async function bench(): Promise<MicroResult[]> {
  const dist = (name: string) => import(fileURLToPath(new URL(`../../dist/${name}.js`, import.meta.url)));
  const shipped = { ...(await dist("index")), ...(await dist("middleware")) } as Shipped;
  return [...benchExchanges(shipped), ...benchRequests(shipped), ...(await benchServer(shipped))];
}

await printWhenMain(import.meta.url, bench);

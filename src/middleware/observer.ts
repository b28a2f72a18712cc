import type { IncomingMessage, ServerResponse } from "node:http";
import { Analyzer } from "../analyzer.ts";
import { PlaceTable } from "../geo/place-table.ts";
import { liveSeed } from "../node/live-seed.ts";
import { loadNetworks, loadPlaces, type PlaceSourceName } from "../node/place-data.ts";
import { anonymizeEpisode, anonymizeEvent, anonymizeReport } from "../reports/anonymize.ts";
import type { AnalyzerEvent, Episode, Report, Verdict } from "../reports/report.ts";
import { EventFeed } from "./event-feed.ts";
import type { HttpRequest, HttpResponse } from "./exchange.ts";
import { type ExpressMiddleware, expressMiddleware } from "./express.ts";
import { type FastifyPlugin, fastifyPlugin } from "./fastify.ts";
import { attachTo, type HttpServer, observedListener } from "./http.ts";
import { type KoaMiddleware, koaMiddleware } from "./koa.ts";
import { type ObserveOptions, resolveObserveOptions } from "./observe-options.ts";
import { RequestRecorder } from "./request-recorder.ts";
import { SteadyClock } from "./steady-clock.ts";

/** How often the analyzer is told what time it is. */
const TICK_MS = 1000;

/**
 * Judges the requests of a server of one's own as they are answered; made by {@link observe}.
 *
 * Guarantees: throws nothing into the program that serves, keeps no process alive, and takes memory within `memory`. Each
 * request counts once, however many of the ways below see it. Cost: below 2 µs a request, most of it after it was answered
 * (bench/middleware); closed windows are judged between requests, which takes milliseconds, some tens of them for the
 * busy minutes of an attack.
 */
export class Observer {
  readonly #analyzer: Analyzer;
  readonly #recorder: RequestRecorder;
  readonly #clock = new SteadyClock();
  readonly #timer: NodeJS.Timeout;
  readonly #feeds = new Set<EventFeed>();
  readonly #detach: (() => void)[] = [];
  readonly #anonymize: boolean;
  readonly #onEvent: ((event: AnalyzerEvent) => void) | null;
  readonly #onError: ((error: unknown) => void) | null;
  #hasWarned = false;
  #verdict: Verdict = "normal";
  #report: Report | null = null;

  /** @throws TidegaugeError `TG_OPTION` for a wrong option, `TG_UNREADABLE` where places that were asked for are missing */
  constructor(options: ObserveOptions = {}) {
    const resolved = resolveObserveOptions(options);
    this.#analyzer = new Analyzer({
      lateness: "0s",
      tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
      seed: liveSeed(resolved.analyzer.baseline),
      ...resolved.analyzer,
      places: resolved.places ?? placesOf(resolved.geo),
      networks: resolved.asn === null ? undefined : loadNetworks(resolved.asn),
    });
    // Events are kept from the first call on.
    this.#analyzer.drain();
    this.#anonymize = options.anonymize === true;
    this.#onEvent = resolved.onEvent;
    this.#onError = resolved.onError;
    this.#recorder = new RequestRecorder({
      analyzer: this.#analyzer,
      clock: this.#clock,
      paths: resolved.paths,
      clientHeader: options.trustedProxy === undefined ? null : resolved.clientHeader,
      onError: (error) => this.#fail(error),
      onHint: (text) => process.emitWarning(text, { type: "TidegaugeWarning" }),
    });
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** What the last closed window was judged to be part of; `normal` at first. */
  get verdict(): Verdict {
    return this.#verdict;
  }

  /**
   * The episode that is open, as far as it is known now; null where there is none. Put together anew each time, rules
   * included, which takes some milliseconds. Who did it is known once the first minute is over.
   */
  get episode(): Episode | null {
    const { episode } = this.#analyzer;
    return episode !== null && this.#anonymize ? anonymizeEpisode(episode) : episode;
  }

  /**
   * Observes all requests of a server of `http`, `https` or `http2`, also where a framework listens to it.
   * @returns detaches it again
   */
  attach(server: HttpServer): () => void {
    const detach = attachTo(server, this.#recorder);
    this.#detach.push(detach);
    return detach;
  }

  /** The same request listener, observed: `createServer(gauge.wrap(listener))`. */
  wrap<
    Request extends HttpRequest = IncomingMessage,
    Response extends HttpResponse = ServerResponse,
    Result = unknown,
  >(
    listener: (request: Request, response: Response) => Result,
  ): (request: Request, response: Response) => Result {
    return observedListener(listener, this.#recorder);
  }

  /**
   * A middleware for Express (or Connect), to be the first.
   * @example
   * import express from "express";
   *
   * const gauge = observe({ trustedProxy: "10.0.0.0/8", paths: "routes" });
   * const app = express();
   * app.use(gauge.express());
   */
  express(): ExpressMiddleware {
    return expressMiddleware(this.#recorder);
  }

  /**
   * A plugin for Fastify, to be the first. Observes all of its server.
   * @example
   * import fastify from "fastify";
   *
   * const gauge = observe({ home: ["FR"], login: "/session" });
   * const app = fastify();
   * await app.register(gauge.fastify());
   */
  fastify(): FastifyPlugin {
    return fastifyPlugin(this.#recorder, (detach) => this.#detach.push(detach));
  }

  /**
   * A middleware for Koa, to be the first.
   * @example
   * import Koa from "koa";
   *
   * const gauge = observe({ onEvent: (event) => console.log(event.type) });
   * const app = new Koa();
   * app.use(gauge.koa());
   */
  koa(): KoaMiddleware {
    return koaMiddleware(this.#recorder);
  }

  /**
   * Windows, episodes and at last the report, from now on, until {@link close}: `for await (const event of gauge.events())`.
   * A reader that does not keep up misses the oldest, and `dropped` of what is returned counts them.
   */
  events(): EventFeed {
    const feed = new EventFeed((done) => this.#feeds.delete(done));
    if (this.#report === null) this.#feeds.add(feed);
    else feed.end();
    return feed;
  }

  /**
   * What has been learned of normal traffic so far, at most some 2 MB: keep it over a restart and hand it to the next
   * {@link observe} as `baseline`.
   */
  baseline(): Uint8Array {
    return this.#analyzer.baseline();
  }

  /** Ends the observation and gives the report. Requests that are under way are not in it. Later calls give the same. */
  close(): Report {
    if (this.#report !== null) return this.#report;
    clearInterval(this.#timer);
    this.#recorder.stop();
    for (const detach of this.#detach) detach();
    const report = this.#analyzer.finish();
    this.#report = this.#anonymize ? anonymizeReport(report) : report;
    this.#deliver();
    this.#emit({ type: "report", ...this.#report });
    for (const feed of this.#feeds) feed.end();
    return this.#report;
  }

  #tick(): void {
    try {
      this.#clock.adjust();
      this.#analyzer.advanceTo(this.#clock.now());
      this.#deliver();
    } catch (error) {
      this.#fail(error);
    }
  }

  #deliver(): void {
    for (const event of this.#analyzer.drain()) {
      if (event.type === "window") this.#verdict = event.verdict;
      this.#emit(this.#anonymize ? anonymizeEvent(event) : event);
    }
  }

  #emit(event: AnalyzerEvent): void {
    for (const feed of this.#feeds) feed.push(event);
    try {
      this.#onEvent?.(event);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    try {
      if (this.#onError !== null) {
        this.#onError(error);
        return;
      }
    } catch (another) {
      error = another;
    }
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const text = error instanceof Error ? error.message : String(error);
    process.emitWarning(`Observing requests failed once or more: ${text}`, { type: "TidegaugeWarning" });
  }
}

/** Without geoip-lite (it may be left out of an installation) one can do without places, unless they were asked for. */
function placesOf(geo: PlaceSourceName | null): PlaceTable {
  if (geo !== null) return loadPlaces(geo);
  try {
    return loadPlaces("lite");
  } catch {
    return PlaceTable.empty;
  }
}

/**
 * Begins to observe a server of one's own: see {@link Observer} for how it is attached to `http`, Express, Fastify and Koa.
 *
 * Event time is when a response ended, as in the logs of servers. Behind a reverse proxy pass `trustedProxy`, or every
 * visitor has the proxy's address; a peer on a Unix socket counts as `127.0.0.1`. Requests whose client left before it was
 * answered count with status 499. Nothing is observed of upgraded connections (WebSocket) and of what is no HTTP. Of several
 * processes that share a port, each judges its own requests.
 *
 * @param options see {@link ObserveOptions}
 * @throws TidegaugeError `TG_OPTION` for a wrong option, `TG_UNREADABLE` where places that were asked for are missing
 * @example
 * import { createServer } from "node:http";
 *
 * const gauge = observe({ home: ["FR"], onEvent: (event) => console.log(event.type) });
 * const server = createServer((_request, response) => response.end("hello"));
 * gauge.attach(server);
 * server.listen(0, async () => {
 *   await fetch(`http://localhost:${server.address().port}/`);
 *   server.close(() => console.log(gauge.close().verdict)); // normal
 * });
 */
export function observe(options: ObserveOptions = {}): Observer {
  return new Observer(options);
}

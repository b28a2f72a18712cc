import type { Analyzer } from "../analyzer.ts";
import { Exchange, type HttpRequest, type HttpResponse } from "./exchange.ts";
import { expressRoute } from "./express-route.ts";
import type { PathForm } from "./observe-options.ts";
import { routeOrWithoutIds, withoutIds } from "./path-forms.ts";
import { ProxyHint } from "./proxy-hint.ts";
import type { SteadyClock } from "./steady-clock.ts";

/** Finds the pattern by which a framework found the handler, in whatever object of its own it keeps it. */
export type RouteOf = (host: object) => unknown;

/** What a {@link RequestRecorder} is wired to. */
export interface RecorderWiring {
  readonly analyzer: Pick<Analyzer, "observe">;
  readonly clock: SteadyClock;
  readonly paths: PathForm;
  /** The header that names the client; null where no proxy is trusted. */
  readonly clientHeader: string | null;
  readonly onError: (error: unknown) => void;
  /** Is told what the operator should know. */
  readonly onHint: (text: string) => void;
}

/** A response that is already being watched. */
interface Watched {
  [mark: symbol]: Entry | undefined;
}

/** A request under way, and where its route can be found. */
interface Entry {
  readonly exchange: Exchange;
  host: object;
  routeOf: RouteOf;
}

/**
 * Tells the analyzer of each request when its response is over, whatever became of it: finished, cut off, failed. Throws
 * nothing, and does nothing while the request is being answered but to take down when it came, and from whom.
 */
export class RequestRecorder {
  readonly #wiring: RecorderWiring;
  /** Of this recorder alone: another may watch the same server. */
  readonly #mark = Symbol("tidegauge");
  readonly #proxyHint: ProxyHint | null;
  #isStopped = false;

  constructor(wiring: RecorderWiring) {
    this.#wiring = wiring;
    this.#proxyHint = wiring.clientHeader === null ? new ProxyHint() : null;
  }

  /**
   * A request has come. Called again for the same response (by a framework on a server that is watched, too), it only
   * learns where the route is.
   */
  begin(
    request: HttpRequest,
    response: HttpResponse,
    host: object = request,
    routeOf: RouteOf = expressRoute,
  ): void {
    if (this.#isStopped) return;
    try {
      const watched = response as unknown as Watched;
      const known = watched[this.#mark];
      if (known !== undefined) {
        known.host = host;
        known.routeOf = routeOf;
        return;
      }
      const entry = { exchange: new Exchange(request, response, this.#wiring.clock.now()), host, routeOf };
      watched[this.#mark] = entry;
      if (response.destroyed === true) this.#end(entry);
      else response.on("close", () => this.#end(entry));
    } catch (error) {
      this.#wiring.onError(error);
    }
  }

  /** Takes note of nothing more, not even of the end of what is under way. */
  stop(): void {
    this.#isStopped = true;
  }

  #end(entry: Entry): void {
    const { exchange } = entry;
    if (this.#isStopped || !exchange.end()) return;
    try {
      const { analyzer, clock, clientHeader } = this.#wiring;
      const nowMs = clock.now();
      analyzer.observe({
        time: nowMs,
        address: exchange.address,
        method: exchange.request.method ?? "",
        path: this.#pathOf(entry),
        status: exchange.status,
        bytes: exchange.bytes,
        referrer: exchange.header("referer"),
        userAgent: exchange.header("user-agent"),
        forwardedFor: clientHeader === null ? undefined : exchange.header(clientHeader),
        durationMs: exchange.durationMs(nowMs),
      });
      const hint = this.#proxyHint?.look(exchange) ?? null;
      if (hint !== null) this.#wiring.onHint(hint);
    } catch (error) {
      this.#wiring.onError(error);
    }
  }

  #pathOf({ exchange, host, routeOf }: Entry): string {
    const { paths } = this.#wiring;
    if (paths === "as-requested") return exchange.path;
    if (paths === "ids") return withoutIds(exchange.path);
    try {
      return paths === "routes"
        ? routeOrWithoutIds(routeOf(host), exchange.path)
        : String(paths(exchange.path));
    } catch (error) {
      this.#wiring.onError(error);
      return exchange.path;
    }
  }
}

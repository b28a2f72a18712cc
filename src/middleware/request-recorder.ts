import type { Analyzer } from "../analyzer.ts";
import { Exchange, type HttpRequest, type HttpResponse, type RouteOf } from "./exchange.ts";
import { expressRoute } from "./express-route.ts";
import { HeaderReader } from "./header-reader.ts";
import type { PathForm } from "./observe-options.ts";
import { routeOrWithoutIds, withoutIds } from "./path-forms.ts";
import { ProxyHint } from "./proxy-hint.ts";
import type { SteadyClock } from "./steady-clock.ts";

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
  [mark: symbol]: Exchange | undefined;
}

/**
 * Tells the analyzer of each request when its response is over, whatever became of it: finished, cut off, failed. Throws
 * nothing, and does nothing while the request is being answered but to take down when it came, and from whom.
 */
export class RequestRecorder {
  readonly #wiring: RecorderWiring;
  /** Of this recorder alone: another may watch the same server. */
  readonly #mark = Symbol("tidegauge");
  readonly #headers: HeaderReader;
  readonly #proxyHint: ProxyHint | null;
  /** One for all responses, which an emitter calls as their own: a function for each costs more than all else at arrival. */
  readonly #onClose: (this: unknown) => void;
  #isStopped = false;

  constructor(wiring: RecorderWiring) {
    this.#wiring = wiring;
    this.#headers = new HeaderReader(wiring.clientHeader);
    this.#proxyHint = wiring.clientHeader === null ? new ProxyHint() : null;
    const mark = this.#mark;
    const end = (exchange: Exchange) => this.#end(exchange);
    this.#onClose = function (this: unknown) {
      const exchange = (this as Watched)[mark];
      if (exchange !== undefined) end(exchange);
    };
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
      const exchange = new Exchange(request, response, this.#wiring.clock.now(), host, routeOf);
      watched[this.#mark] = exchange;
      if (response.destroyed === true) this.#end(exchange);
      else response.on("close", this.#onClose);
    } catch (error) {
      this.#wiring.onError(error);
    }
  }

  /** Takes note of nothing more, not even of the end of what is under way. */
  stop(): void {
    this.#isStopped = true;
  }

  #end(exchange: Exchange): void {
    if (this.#isStopped || !exchange.end()) return;
    try {
      const { analyzer, clock } = this.#wiring;
      const headers = this.#headers;
      headers.read(exchange.request);
      const nowMs = clock.now();
      analyzer.observe({
        time: nowMs,
        address: exchange.address,
        method: exchange.request.method ?? "",
        path: this.#pathOf(exchange),
        status: exchange.status,
        bytes: exchange.bytes,
        referrer: headers.referrer,
        userAgent: headers.userAgent,
        forwardedFor: headers.client,
        durationMs: exchange.durationMs(nowMs),
      });
      const hint = this.#proxyHint?.look(exchange) ?? null;
      if (hint !== null) this.#wiring.onHint(hint);
    } catch (error) {
      this.#wiring.onError(error);
    }
  }

  #pathOf(exchange: Exchange): string {
    const { paths } = this.#wiring;
    if (paths === "as-requested") return exchange.path;
    if (paths === "ids") return withoutIds(exchange.path);
    try {
      return paths === "routes"
        ? routeOrWithoutIds(exchange.routeOf(exchange.host), exchange.path)
        : String(paths(exchange.path));
    } catch (error) {
      this.#wiring.onError(error);
      return exchange.path;
    }
  }
}

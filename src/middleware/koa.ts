import type { HttpRequest, HttpResponse } from "./exchange.ts";
import type { RequestRecorder } from "./request-recorder.ts";

/** What is read of the context of Koa. */
export interface KoaContext {
  readonly req: HttpRequest;
  readonly res: HttpResponse;
}

/** A middleware as Koa calls it. */
export type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown>;

/** Observes what Koa answers, errors included. Belongs before all other middleware. */
export function koaMiddleware(recorder: RequestRecorder): KoaMiddleware {
  return function tidegauge(context, next) {
    recorder.begin(context.req, context.res, context, routeOf);
    return next();
  };
}

/** Where @koa/router keeps the pattern of the route. */
function routeOf(context: object): unknown {
  return (context as { readonly _matchedRoute?: unknown })._matchedRoute;
}

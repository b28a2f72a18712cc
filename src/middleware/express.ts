import type { HttpRequest, HttpResponse } from "./exchange.ts";
import type { RequestRecorder } from "./request-recorder.ts";

/** A middleware as Express and Connect call it. */
export type ExpressMiddleware = (
  request: HttpRequest,
  response: HttpResponse,
  next: (error?: unknown) => void,
) => void;

/** Observes what Express answers, errors included. Belongs before all other middleware. */
export function expressMiddleware(recorder: RequestRecorder): ExpressMiddleware {
  return function tidegauge(request, response, next) {
    recorder.begin(request, response);
    next();
  };
}

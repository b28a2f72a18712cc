import type { HttpRequest, HttpResponse } from "./exchange.ts";
import type { RequestRecorder } from "./request-recorder.ts";

/** Receives requests, as a server calls it. */
export type RequestListener = (request: HttpRequest, response: HttpResponse) => void;

/** What is used of a server: of `http`, `https` and `http2`, and of whatever frameworks make of them. */
export interface HttpServer {
  prependListener(event: "request", listener: RequestListener): unknown;
  removeListener(event: "request", listener: RequestListener): unknown;
}

/** Observes all requests of a server, before anybody else sees them. @returns detaches it again */
export function attachTo(server: HttpServer, recorder: RequestRecorder): () => void {
  const listener: RequestListener = (request, response) => recorder.begin(request, response);
  server.prependListener("request", listener);
  return () => {
    server.removeListener("request", listener);
  };
}

/** The same listener, observed. */
export function observedListener<Request extends HttpRequest, Response extends HttpResponse, Result>(
  listener: (request: Request, response: Response) => Result,
  recorder: RequestRecorder,
): (request: Request, response: Response) => Result {
  return function (this: unknown, request, response) {
    recorder.begin(request, response);
    return listener.call(this, request, response);
  };
}

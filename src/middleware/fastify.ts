import type { HttpRequest, HttpResponse } from "./exchange.ts";
import { attachTo, type HttpServer } from "./http.ts";
import type { RequestRecorder } from "./request-recorder.ts";

/** What is read of a request of Fastify. */
export interface FastifyRequest {
  readonly raw: HttpRequest;
}

/** What is read of a reply of Fastify. */
export interface FastifyReply {
  readonly raw: HttpResponse;
}

/** What is used of an instance of Fastify. */
export interface FastifyInstance {
  readonly server: HttpServer;
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void,
  ): unknown;
}

/** A plugin as `register` takes it. */
export type FastifyPlugin = (instance: FastifyInstance, options: object, done: () => void) => void;

/**
 * Observes what Fastify answers, errors included: at the server, which sees also what no route is looked up for (a path
 * that cannot be decoded), and by a hook, which knows the route and sees injected requests and further servers.
 */
export function fastifyPlugin(
  recorder: RequestRecorder,
  onAttached: (detach: () => void) => void,
): FastifyPlugin {
  const plugin: FastifyPlugin = (instance, _options, done) => {
    onAttached(attachTo(instance.server, recorder));
    instance.addHook("onRequest", (request, reply, next) => {
      recorder.begin(request.raw, reply.raw, request, routeOf);
      next();
    });
    done();
  };
  // As fastify-plugin does it: the hook is for the instance that registers, not for a child of its own.
  return Object.assign(plugin, {
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "tidegauge",
  });
}

function routeOf(request: object): unknown {
  return (request as { readonly routeOptions?: { readonly url?: unknown } }).routeOptions?.url;
}

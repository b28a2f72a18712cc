/**
 * Live judgement of a Node server of one's own: `observe()` for plain `http`, Express, Fastify and Koa. None of them is a
 * dependency: whoever has one hands it in.
 */
export type { EventFeed } from "./event-feed.ts";
export type { HttpRequest, HttpResponse, HttpSocket } from "./exchange.ts";
export type { ExpressMiddleware } from "./express.ts";
export type { FastifyInstance, FastifyPlugin, FastifyReply, FastifyRequest } from "./fastify.ts";
export type { HttpServer, RequestListener } from "./http.ts";
export type { KoaContext, KoaMiddleware } from "./koa.ts";
export type { ObserveOptions, PathForm } from "./observe-options.ts";
export { type Observer, observe } from "./observer.ts";

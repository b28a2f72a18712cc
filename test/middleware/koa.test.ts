import { createServer, type Server } from "node:http";
import Koa from "koa";
import { afterEach, describe, expect, it } from "vitest";
import { koaMiddleware } from "../../src/middleware/koa.ts";
import type { PathForm } from "../../src/middleware/observe-options.ts";
import { hangUp, listen, recording, send, shut } from "./serving.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await shut(server);
});

/** An application with the middleware first, and handlers that end in every way. */
async function serve(paths: PathForm, onSlow = () => {}) {
  const record = recording({ paths });
  const app = new Koa();
  app.silent = true;
  app.use(koaMiddleware(record.recorder));
  app.use(async (context) => {
    if (context.path.startsWith("/users/")) {
      // As @koa/router leaves it.
      Object.assign(context, { _matchedRoute: "/users/:name" });
      context.body = "user";
    }
    if (context.path === "/fails") throw new Error("thrown");
    if (context.path === "/forbidden") context.throw(403);
    if (context.path === "/slow") {
      onSlow();
      await new Promise(() => {});
    }
  });
  const server = createServer(app.callback());
  servers.push(server);
  return { ...record, port: await listen(server) };
}

describe("Koa", () => {
  it("is observed: answers, errors, unknown paths", async () => {
    const { port, told, errors } = await serve("as-requested");
    expect((await send(port, "/users/alice?full=1")).body).toBe("user");
    await send(port, "/fails");
    await send(port, "/forbidden");
    await send(port, "/missing");
    const requests = await told(4);
    expect(requests.map(({ path, status }) => [path, status])).toEqual([
      ["/users/alice?full=1", 200],
      ["/fails", 500],
      ["/forbidden", 403],
      ["/missing", 404],
    ]);
    expect(errors).toEqual([]);
  });

  it("tells of a client that left", async () => {
    let arrived = () => {};
    const isReady = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { port, told } = await serve("as-requested", () => arrived());
    await hangUp(port, "/slow", 0, isReady);
    expect(await told(1)).toMatchObject([{ path: "/slow", status: 499 }]);
  });

  it("names routes by the pattern that the router matched, and otherwise without ids", async () => {
    const { port, told } = await serve("routes");
    await send(port, "/users/alice?full=1");
    await send(port, "/orders/17");
    expect((await told(2)).map(({ path }) => path)).toEqual(["/users/:name?full=1", "/orders/:id"]);
  });
});

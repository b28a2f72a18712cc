import fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { fastifyPlugin } from "../../src/middleware/fastify.ts";
import type { PathForm } from "../../src/middleware/observe-options.ts";
import { hangUp, recording, send } from "./serving.ts";

const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) {
    app.server.closeAllConnections();
    await app.close();
  }
});

/** An application with the plugin first, and handlers that end in every way. */
async function serve(paths: PathForm, onSlow = () => {}) {
  const record = recording({ paths });
  const detached: (() => void)[] = [];
  const app = fastify();
  apps.push(app);
  await app.register(fastifyPlugin(record.recorder, (detach) => detached.push(detach)));
  app.register(
    async (users) => {
      users.get("/:id", async () => "user");
      users.get("/:id/fails", async () => {
        throw new Error("thrown");
      });
    },
    { prefix: "/api/users" },
  );
  app.get("/slow", () => {
    onSlow();
    return new Promise(() => {});
  });
  app.post("/login", async (_request, reply) => reply.code(401).send({ ok: false }));
  app.get("/app/*", async () => "single page");
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as { port: number };
  return { ...record, app, port, detached };
}

describe("Fastify", () => {
  it("is observed beyond the plugin's own context: answers, errors, unknown paths, paths that cannot be decoded", async () => {
    const { port, told, errors } = await serve("as-requested");
    await send(port, "/api/users/42?full=1");
    await send(port, "/login", { method: "POST" });
    await send(port, "/api/users/42/fails");
    await send(port, "/missing");
    await send(port, "/%");
    const requests = await told(5);
    expect(requests.map(({ path, status }) => [path, status])).toEqual([
      ["/api/users/42?full=1", 200],
      ["/login", 401],
      ["/api/users/42/fails", 500],
      ["/missing", 404],
      ["/%", 400],
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

  it("names routes by their pattern where it stands for the path, and otherwise without ids", async () => {
    const { port, told } = await serve("routes");
    for (const path of ["/api/users/alice?full=1", "/api/users/42/fails", "/app/orders/17", "/missing/17"]) {
      await send(port, path);
    }
    expect((await told(4)).map(({ path }) => path)).toEqual([
      "/api/users/:id?full=1",
      "/api/users/:id/fails",
      "/app/orders/:id",
      "/missing/:id",
    ]);
  });

  it("counts each request once, injected ones too, and is left alone after it was detached", async () => {
    const { app, port, told, requests, detached, recorder } = await serve("as-requested");
    await app.inject("/api/users/injected");
    await told(1);
    await send(port, "/api/users/sent");
    await told(2);
    for (const detach of detached) detach();
    recorder.stop();
    await send(port, "/api/users/later");
    expect(requests.map(({ path }) => path)).toEqual(["/api/users/injected", "/api/users/sent"]);
  });
});

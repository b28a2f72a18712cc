import { createServer, type Server } from "node:http";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { expressMiddleware } from "../../src/middleware/express.ts";
import { attachTo } from "../../src/middleware/http.ts";
import type { PathForm } from "../../src/middleware/observe-options.ts";
import { hangUp, listen, recording, send, shut } from "./serving.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await shut(server);
});

/** An application with the middleware first, and handlers that end in every way. */
async function serve(paths: PathForm, onSlow = () => {}) {
  const record = recording({ paths });
  const app = express();
  app.set("env", "test"); // keeps the stack of errors off the output
  app.use(expressMiddleware(record.recorder));
  app.use(express.json());
  const users = express.Router();
  users.get("/:id", (request, response) => void response.send(`user ${request.params.id}`));
  users.get("/", (_request, response) => void response.send("users"));
  users.get("/:id/fails", () => {
    throw new Error("thrown");
  });
  users.get("/:id/rejects", () => Promise.reject(new Error("rejected")));
  app.use("/api/users", users);
  app.get("/slow", onSlow);
  app.get(["/a/:x", "/b/:x"], (_request, response) => void response.send("either"));
  app.post("/login", (_request, response) => void response.status(401).json({ ok: false }));
  app.get("/app/{*rest}", (_request, response) => void response.send("single page"));
  const server = createServer(app);
  servers.push(server);
  return { ...record, server, port: await listen(server) };
}

describe("Express", () => {
  it("is observed: answers, thrown and rejected errors, unknown paths, bodies that are none", async () => {
    const { port, told, errors } = await serve("as-requested");
    expect((await send(port, "/api/users/42?full=1")).body).toBe("user 42");
    await send(port, "/login", { method: "POST" });
    await send(port, "/api/users/42/fails");
    await send(port, "/api/users/42/rejects");
    await send(port, "/missing");
    await send(port, "/api/users/%");
    const requests = await told(6);
    expect(requests.map(({ path, status }) => [path, status])).toEqual([
      ["/api/users/42?full=1", 200],
      ["/login", 401],
      ["/api/users/42/fails", 500],
      ["/api/users/42/rejects", 500],
      ["/missing", 404],
      ["/api/users/%", 400],
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
    for (const path of [
      "/api/users/42?full=1",
      "/api/users",
      "/api/users/42/fails",
      "/a/12345",
      "/app/orders/17/lines",
      "/missing/17",
      "/login",
    ]) {
      await send(port, path, { method: path === "/login" ? "POST" : "GET" });
    }
    expect((await told(7)).map(({ path }) => path)).toEqual([
      "/api/users/:id?full=1",
      "/api/users",
      // Express has left the router by the time that it answers the error.
      "/api/users/:id/fails",
      "/a/:id",
      "/app/orders/:id/lines",
      "/missing/:id",
      "/login",
    ]);
  });

  it("is observed once where its server is watched too, and the route is known there as well", async () => {
    const { port, told, recorder, server, requests } = await serve("routes");
    attachTo(server, recorder);
    await send(port, "/api/users/alice");
    await told(1);
    await send(port, "/api/users/bob");
    await told(2);
    expect(requests.map(({ path }) => path)).toEqual(["/api/users/:id", "/api/users/:id"]);
  });
});

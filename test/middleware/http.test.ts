import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { attachTo, observedListener } from "../../src/middleware/http.ts";
import { hangUp, listen, recording, send, shut } from "./serving.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await shut(server);
});

async function serve(listener: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  servers.push(server);
  return { server, port: await listen(server) };
}

const answer: RequestListener = (request, response) => {
  request.resume();
  response.statusCode = request.method === "POST" ? 401 : 200;
  response.end("x".repeat(1000));
};

describe("a watched server", () => {
  it("tells of each request once it was answered: who, what, how it ended, how long and how much", async () => {
    const { recorder, told } = recording();
    const { port, server } = await serve((request, response) => {
      setTimeout(() => answer(request, response), 30);
    });
    attachTo(server, recorder);
    const before = Date.now();
    const headers = { "User-Agent": "Mozilla/5.0", Referer: "https://www.example.org/" };
    await send(port, "/login?next=%2F", { method: "POST", headers });
    const [request] = await told(1);
    expect(request).toMatchObject({
      address: "127.0.0.1",
      method: "POST",
      path: "/login?next=%2F",
      status: 401,
      referrer: "https://www.example.org/",
      userAgent: "Mozilla/5.0",
      forwardedFor: undefined,
    });
    expect(Number(request!.time)).toBeGreaterThan(before + 25);
    expect(Number(request!.time)).toBeLessThan(Date.now() + 5);
    expect(request!.durationMs).toBeGreaterThan(25);
    expect(request!.bytes).toBeGreaterThan(1000);
    expect(request!.bytes).toBeLessThan(1500);
  });

  it("counts the bytes of each response apart on a connection that is kept", async () => {
    const { recorder, told } = recording();
    const { port, server } = await serve(answer);
    attachTo(server, recorder);
    const socket = connect(port, "127.0.0.1");
    for (const path of ["/a", "/b", "/c"]) {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: www.example.org\r\n\r\n`);
      await new Promise((resolve) => socket.once("data", resolve));
    }
    socket.destroy();
    const requests = await told(3);
    expect(requests.map(({ path }) => path)).toEqual(["/a", "/b", "/c"]);
    for (const { bytes } of requests) expect(Math.abs(bytes! - requests[0]!.bytes!)).toBeLessThan(20);
  });

  it("tells of a client that left before the answer with status 499", async () => {
    const { recorder, told } = recording();
    let arrived = () => {};
    const isReady = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { port, server } = await serve(() => arrived());
    attachTo(server, recorder);
    await hangUp(port, "/slow", 0, isReady);
    expect(await told(1)).toMatchObject([{ path: "/slow", status: 499, address: "127.0.0.1" }]);
  });

  it("leaves an answer that was cut off its status, with the bytes that were sent", async () => {
    const { recorder, told } = recording();
    const { port, server } = await serve((_request, response) => {
      response.write("x".repeat(100)); // and never ends
    });
    attachTo(server, recorder);
    await hangUp(port, "/stream", 50, Promise.resolve());
    const [request] = await told(1);
    expect(request).toMatchObject({ path: "/stream", status: 200 });
    expect(request!.bytes).toBeGreaterThan(100);
  });

  it("tells of an answer that the program tore down", async () => {
    const { recorder, told } = recording();
    const { port, server } = await serve((_request, response) => void response.destroy());
    attachTo(server, recorder);
    await expect(send(port, "/broken")).rejects.toThrow();
    expect(await told(1)).toMatchObject([{ path: "/broken", status: 499 }]);
  });

  it("is left alone after it was detached, and after the recorder has stopped", async () => {
    const { recorder, requests, told } = recording();
    const { port, server } = await serve(answer);
    const detach = attachTo(server, recorder);
    await send(port, "/seen");
    await told(1);
    detach();
    await send(port, "/unseen");
    attachTo(server, recorder);
    recorder.stop();
    await send(port, "/unseen");
    expect(requests.map(({ path }) => path)).toEqual(["/seen"]);
    expect(server.listenerCount("request")).toBe(2);
  });

  it("reads the client from the header of proxies only where it was told to", async () => {
    const headers = { "X-Forwarded-For": "203.0.113.7, 10.0.0.1", "CF-Connecting-IP": "203.0.113.8" };
    for (const [clientHeader, forwardedFor] of [
      [undefined, undefined],
      ["x-forwarded-for", "203.0.113.7, 10.0.0.1"],
      ["cf-connecting-ip", "203.0.113.8"],
    ] as const) {
      const { recorder, told } = recording(clientHeader === undefined ? {} : { clientHeader });
      const { port, server } = await serve(answer);
      attachTo(server, recorder);
      await send(port, "/", { headers });
      expect((await told(1))[0]!.forwardedFor).toBe(forwardedFor);
    }
  });

  it("says once when a proxy of one's own is not told of, and not what visitors make up", async () => {
    const headers = { "X-Forwarded-For": "203.0.113.7" };
    const { recorder, told, hints } = recording();
    const { port, server } = await serve(answer);
    attachTo(server, recorder);
    await send(port, "/");
    await told(1);
    expect(hints).toEqual([]);
    await send(port, "/", { headers });
    await send(port, "/", { headers });
    await told(3);
    expect(hints).toEqual([expect.stringContaining('trustedProxy: "127.0.0.1"')]);

    const trusting = recording({ clientHeader: "x-forwarded-for" });
    attachTo(server, trusting.recorder);
    await send(port, "/", { headers });
    await trusting.told(1);
    const far = recording();
    const response = { statusCode: 200, headersSent: true, destroyed: true, on: () => {} };
    const socket = { remoteAddress: "203.0.113.9" };
    far.recorder.begin({ url: "/", headers: { "x-forwarded-for": "10.0.0.1" }, socket }, response);
    expect([far.requests.length, far.hints, trusting.hints]).toEqual([1, [], []]);
  });

  it("takes a peer on a Unix socket for one of this machine", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tidegauge-socket-"));
    const path = join(folder, "http.sock");
    const { recorder, told } = recording();
    const server = createServer(answer);
    servers.push(server);
    attachTo(server, recorder);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const socket = connect(path);
    socket.end("GET / HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n\r\n");
    socket.resume();
    expect(await told(1)).toMatchObject([{ address: "127.0.0.1", status: 200 }]);
    rmSync(folder, { recursive: true });
  });

  it("may speak HTTP/2, where the bytes of one response are not known", async () => {
    const { recorder, told } = recording();
    const server = createHttp2Server((_request, response) => {
      response.statusCode = 404;
      response.end("none");
    });
    attachTo(server, recorder);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    session.request({ ":path": "/two?x=1", "user-agent": "Mozilla/5.0" }).resume().end();
    expect(await told(1)).toMatchObject([
      {
        path: "/two?x=1",
        method: "GET",
        status: 404,
        userAgent: "Mozilla/5.0",
        bytes: undefined,
        address: "127.0.0.1",
      },
    ]);
    session.destroy();
    server.close();
  });
});

describe("a wrapped listener", () => {
  it("is called as before, and each request is told once, also where the server is watched too", async () => {
    const { recorder, requests, told } = recording();
    let self: unknown;
    const listener = observedListener(function (
      this: unknown,
      ...[request, response]: Parameters<RequestListener>
    ) {
      self = this;
      answer(request, response);
    }, recorder);
    const { port, server } = await serve(listener);
    attachTo(server, recorder);
    expect(await send(port, "/")).toMatchObject({ status: 200, body: "x".repeat(1000) });
    await told(1);
    await send(port, "/");
    await told(2);
    expect(requests).toHaveLength(2);
    expect(self).toBe(server);
  });

  it("gives what the listener gives, and throws what it throws", () => {
    const { recorder } = recording();
    const request = { headers: {}, socket: {} };
    const response = { statusCode: 200, headersSent: false, on: () => response };
    expect(observedListener(() => 7, recorder)(request, response)).toBe(7);
    expect(() =>
      observedListener(() => {
        throw new Error("mine");
      }, recorder)(request, response),
    ).toThrow("mine");
  });
});

describe("a recorder", () => {
  it("throws nothing at the program that serves, whatever it is handed", () => {
    const { recorder, errors, requests } = recording();
    recorder.begin({} as never, { on: () => {} } as never);
    recorder.begin(
      { headers: {}, socket: {} },
      Object.freeze({ statusCode: 200, headersSent: false, on: () => {} }),
    );
    recorder.begin(null as never, null as never);
    expect(errors).toHaveLength(3);
    expect(requests).toEqual([]);
  });

  it("tells of a response that was over before it was seen", () => {
    const { recorder, requests } = recording();
    const response = { statusCode: 200, headersSent: false, destroyed: true, on: () => {} };
    recorder.begin({ method: "GET", url: "/gone", headers: {}, socket: {} }, response);
    expect(requests).toMatchObject([{ path: "/gone", status: 499 }]);
  });
});

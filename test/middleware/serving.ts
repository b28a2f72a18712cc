import { request as httpRequest, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { PathForm } from "../../src/middleware/observe-options.ts";
import { RequestRecorder } from "../../src/middleware/request-recorder.ts";
import { SteadyClock } from "../../src/middleware/steady-clock.ts";
import type { ObservedRequest } from "../../src/observed-request.ts";

/** What a recorder told, and the recorder. */
export interface Recording {
  readonly recorder: RequestRecorder;
  readonly requests: ObservedRequest[];
  readonly errors: unknown[];
  readonly hints: string[];
  /** Resolves once so many requests were told. */
  told(count: number): Promise<ObservedRequest[]>;
}

/** A recorder that writes down what it tells, instead of judging it. */
export function recording(
  options: { readonly paths?: PathForm; readonly clientHeader?: string } = {},
): Recording {
  const requests: ObservedRequest[] = [];
  const errors: unknown[] = [];
  const hints: string[] = [];
  const recorder = new RequestRecorder({
    analyzer: { observe: (request) => void requests.push(request) },
    clock: new SteadyClock(),
    paths: options.paths ?? "as-requested",
    clientHeader: options.clientHeader ?? null,
    onError: (error) => errors.push(error),
    onHint: (text) => hints.push(text),
  });
  const told = async (count: number): Promise<ObservedRequest[]> => {
    for (let tries = 0; requests.length < count; tries += 1) {
      if (tries === 500) throw new Error(`only ${requests.length} of ${count} requests were told`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return requests;
  };
  return { recorder, requests, errors, hints, told };
}

/** Lets a server listen on a port of the loopback interface that is free. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Ends a server, with all its connections. */
export async function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<unknown>((resolve) => server.close(resolve));
}

/** Sends one request on a connection of its own. */
export function send(
  port: number,
  path: string,
  options: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {} } = options;
    const request = httpRequest(
      { host: "127.0.0.1", port, path, method, headers, agent: false },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          body += text;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end();
  });
}

/** Sends a request and hangs up once `after` bytes of the answer have come; 0: as soon as it is sent. */
export function hangUp(port: number, path: string, after: number, isReady: Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let bytes = 0;
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.write(`GET ${path} HTTP/1.1\r\nHost: www.example.org\r\n\r\n`);
    if (after === 0) void isReady.then(() => socket.destroy());
    socket.on("data", (chunk) => {
      bytes += chunk.length;
      if (after > 0 && bytes >= after) socket.destroy();
    });
  });
}

import { createServer, type IncomingMessage, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HeaderReader } from "../../src/middleware/header-reader.ts";

let came: IncomingMessage | null = null;
const server = createServer((request, response) => {
  came = request;
  response.end();
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

/** A request with these headers, as Node received it. */
function received(headers: readonly (readonly [string, string])[]): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = send({ host: "127.0.0.1", port, headers: headers.flat(), agent: false }, (response) => {
      response.resume().on("end", () => resolve(came!));
    });
    request.on("error", reject).end();
  });
}

describe("the headers that are needed", () => {
  it("are those that Node would tell of, however they are spelled and however many there are", async () => {
    const name = fc.constantFrom(
      "User-Agent",
      "user-agent",
      "REFERER",
      "Referer",
      "X-Forwarded-For",
      "x-forwarded-for",
      "Upgrades",
      "X-Longer-Header",
    );
    const header = fc.tuple(name, fc.stringMatching(/^[a-z0-9.]{0,12}$/));
    await fc.assert(
      fc.asyncProperty(fc.array(header, { maxLength: 6 }), async (headers) => {
        const request = await received([["Host", "example.org"], ...headers]);
        const reader = new HeaderReader("x-forwarded-for");
        reader.read(request);
        const { userAgent, referrer, client } = reader;
        expect([userAgent, referrer, client]).toEqual([
          request.headers["user-agent"],
          request.headers.referer,
          request.headers["x-forwarded-for"],
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it("are read from what was made of them where they are not there as they came", () => {
    const reader = new HeaderReader("x-forwarded-for");
    reader.read({ headers: { "user-agent": "a", referer: "b", "x-forwarded-for": ["c", "d"] }, socket: {} });
    expect(reader).toMatchObject({ userAgent: "a", referrer: "b", client: "c, d" });
    reader.read({ headers: {}, socket: {} });
    expect(reader).toMatchObject({ userAgent: undefined, referrer: undefined, client: undefined });
  });

  it("do not tell of a client where no proxy is trusted", () => {
    const reader = new HeaderReader(null);
    reader.read({ headers: {}, rawHeaders: ["X-Forwarded-For", "203.0.113.7"], socket: {} });
    expect(reader.client).toBeUndefined();
  });
});

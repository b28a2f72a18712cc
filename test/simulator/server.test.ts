import { describe, expect, test } from "vitest";
import { Exchange } from "../../src/simulator/exchange.ts";
import { Random } from "../../src/simulator/random.ts";
import { Server, type ServerOptions } from "../../src/simulator/server.ts";
import { drawSite } from "../../src/simulator/site.ts";

const OPTIONS: ServerOptions = {
  capacityRps: 10,
  refusalStatus: 503,
  timeoutMs: 10_000,
  queueMs: 2_000,
  waitingRoom: false,
};
const page = drawSite(new Random(1, "site")).pages[0]!;

/** Statuses of so many requests a second for so many seconds. */
function statuses(server: Server, rps: number, seconds: number, fromMs = 0): number[] {
  const exchange = new Exchange();
  return Array.from({ length: rps * seconds }, (_, i) => {
    exchange.arrivalMs = fromMs + (i * 1000) / rps;
    server.answer(exchange, page, 200);
    return exchange.status;
  });
}

describe("server", () => {
  test("below its capacity it answers everybody", () => {
    expect(new Set(statuses(new Server(OPTIONS, new Random(1, "s")), 9, 120))).toEqual(new Set([200]));
  });

  test("beyond it, it serves what it can and refuses the rest", () => {
    const all = statuses(new Server(OPTIONS, new Random(1, "s")), 40, 300);
    const served = all.filter((status) => status === 200).length / 300;
    expect(served).toBeGreaterThan(9.5);
    expect(served).toBeLessThan(10.5);
    expect(all.filter((status) => status === 503).length).toBe(all.length - served * 300);
  });

  test("the queue drains when the crowd is gone", () => {
    const server = new Server(OPTIONS, new Random(1, "s"));
    statuses(server, 40, 60);
    expect(server.waitMs(60_000)).toBeGreaterThan(2_000);
    expect(server.waitMs(70_000)).toBe(0);
  });

  test("an outage answers nobody, and only while it lasts", () => {
    const server = new Server(OPTIONS, new Random(1, "s"));
    server.outages.push({ startMs: 10_000, endMs: 20_000, status: 502 });
    expect(statuses(server, 1, 30).map((status) => status === 502)).toEqual(
      Array.from({ length: 30 }, (_, second) => second >= 10 && second < 20),
    );
  });

  test("a firewall's refusals are not for want of capacity", () => {
    const server = new Server(OPTIONS, new Random(1, "s"));
    server.filter = () => 403;
    expect(new Set(statuses(server, 100, 5))).toEqual(new Set([403]));
    expect(server.refusals).toBe(0);
  });
});

import { describe, expect, it } from "vitest";
import { EventFeed, MOST_WAITING } from "../../src/middleware/event-feed.ts";
import type { AnalyzerEvent } from "../../src/reports/report.ts";

function window(seconds: number): AnalyzerEvent {
  return {
    type: "window",
    start: "2021-04-06T06:00:00.000Z",
    seconds,
    requests: 1,
    sources: 1,
    logins: 0,
    overloadResponses: 0,
    verdict: "normal",
    attackProbability: null,
    attackShare: null,
  };
}

const ignore = () => {};

describe("a feed of events", () => {
  it("gives events in order, also those that come while somebody waits, and ends", async () => {
    const feed = new EventFeed(ignore);
    feed.push(window(1));
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const event of feed) seen.push(event);
    })();
    await Promise.resolve();
    feed.push(window(2));
    feed.push(window(3));
    await new Promise((resolve) => setImmediate(resolve));
    feed.push(window(4));
    feed.end();
    await reading;
    expect(seen).toEqual([1, 2, 3, 4].map(window));
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });

  it("gives each event to one of several that wait at once", async () => {
    const feed = new EventFeed(ignore);
    const waiting = [feed.next(), feed.next(), feed.next()];
    feed.push(window(1));
    await new Promise((resolve) => setImmediate(resolve));
    feed.push(window(2));
    await new Promise((resolve) => setImmediate(resolve));
    feed.end();
    const given = await Promise.all(waiting);
    expect(given.filter(({ done }) => !done).map(({ value }) => value)).toEqual([window(1), window(2)]);
  });

  it("drops the oldest of a reader that does not keep up, and counts them", async () => {
    const feed = new EventFeed(ignore);
    for (let i = 1; i <= MOST_WAITING + 5; i += 1) feed.push(window(i));
    expect(feed.dropped).toBe(5);
    expect(await feed.next()).toEqual({ done: false, value: window(6) });
  });

  it("says when its reader breaks off", async () => {
    const left: EventFeed[] = [];
    const feed = new EventFeed((one) => left.push(one));
    feed.push(window(1));
    feed.push(window(2));
    for await (const _ of feed) break;
    expect(left).toEqual([feed]);
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });
});

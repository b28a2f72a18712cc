import { describe, expect, it } from "vitest";
import { type NormalKind, RequestReservoir } from "../../src/baselines/request-reservoir.ts";

const kind = (path: number, requests: number): NormalKind => ({
  place: 1,
  prefix: 2,
  path,
  userAgent: 3,
  meta: 4,
  requests,
});

describe("the reservoir of normal requests", () => {
  it("tells shares by requests once it knows a hundred", () => {
    const reservoir = new RequestReservoir(16);
    reservoir.learn(kind(1, 99));
    expect(reservoir.share(() => true)).toBeNull();
    reservoir.learn(kind(2, 33));
    expect(reservoir.share(({ path }) => path === 1)).toBe(0.75);
  });

  it("holds the latest kinds only", () => {
    const reservoir = new RequestReservoir(4);
    for (let path = 0; path < 10; path += 1) reservoir.learn(kind(path, 100));
    const held = [0, 5, 6, 9].map((wanted) => reservoir.share(({ path }) => path === wanted));
    expect(held).toEqual([0, 0, 0.25, 0.25]);
  });
});

import { describe, expect, it } from "vitest";
import { KnownKeys } from "../../src/baselines/known-keys.ts";

const DAY = 24 * 60;

describe("known keys", () => {
  it("tell how long ago a key was first learned, and 0 for a new one", () => {
    const keys = new KnownKeys(64);
    keys.learn(1, 2, 100);
    keys.learn(1, 2, 150);
    expect(keys.age(1, 2, 160)).toBe(60);
    expect(keys.age(2, 1, 160)).toBe(0);
    expect(keys.size).toBe(1);
  });

  it("never take a clock that runs back for a negative age", () => {
    const keys = new KnownKeys(64);
    keys.learn(1, 2, 100);
    expect(keys.age(1, 2, 90)).toBe(0);
  });

  it("hold every key as long as half of the slots suffice", () => {
    const keys = new KnownKeys(1024);
    for (let key = 0; key < 512; key += 1) keys.learn(key, key * 7, 10);
    expect(keys.size).toBe(512);
    for (let key = 0; key < 512; key += 1) expect(keys.age(key, key * 7, 20)).toBe(10);
  });

  it("are bounded however many keys come, and answer 'cannot know' instead of a wrong 'new'", () => {
    const keys = new KnownKeys(1024);
    const count = 20_000;
    for (let key = 0; key < count; key += 1) {
      keys.learn(key, 5, 10 + Math.floor(key / 1000));
      expect(keys.size).toBeLessThanOrEqual(512);
    }
    let unknown = 0;
    for (let key = 0; key < count; key += 1) {
      const age = keys.age(key, 5, 1000);
      expect(age).not.toBe(0);
      if (age === -1) unknown += 1;
    }
    // What is held can be told: some hundred keys of twenty thousand.
    expect(count - unknown).toBe(keys.size);
    expect(keys.size).toBeGreaterThan(200);
    // Of keys that never came the same share is known to be new.
    let isNew = 0;
    for (let key = 0; key < count; key += 1) if (keys.age(key, 6, 1000) === 0) isNew += 1;
    expect(isNew / count).toBeCloseTo(keys.size / count, 1);
  });

  it("forget first who was not seen for a month, and then still know all others", () => {
    const keys = new KnownKeys(1024);
    for (let key = 0; key < 300; key += 1) keys.learn(key, 1, 100);
    for (let key = 0; key < 400; key += 1) keys.learn(key, 2, 100 + 40 * DAY);
    expect(keys.age(0, 1, 100 + 41 * DAY)).toBe(0);
    for (let key = 0; key < 400; key += 1) expect(keys.age(key, 2, 100 + 41 * DAY)).toBe(DAY);
  });
});

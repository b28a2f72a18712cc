import { expect, it } from "vitest";
import { hourOfWeek } from "../../src/baselines/local-hour.ts";

it("the hour of the week begins on Monday at midnight, local time", () => {
  const tuesday8 = Date.UTC(2021, 3, 6, 8);
  expect(hourOfWeek(tuesday8, 0)).toBe(32);
  expect(hourOfWeek(tuesday8, 120)).toBe(34);
  expect(hourOfWeek(tuesday8, -600)).toBe(22);
  expect(hourOfWeek(Date.UTC(2021, 3, 5), 0)).toBe(0);
  expect(hourOfWeek(Date.UTC(2021, 3, 5), -1)).toBe(167);
  expect(hourOfWeek(Date.UTC(1969, 11, 31, 23), 0)).toBe(2 * 24 + 23);
});

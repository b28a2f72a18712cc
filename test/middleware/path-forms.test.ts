import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routeOrWithoutIds, withoutIds } from "../../src/middleware/path-forms.ts";

describe("a path without ids", () => {
  it.each([
    ["/users/42", "/users/:id"],
    ["/users/42/", "/users/:id/"],
    ["/users/42/orders/7?page=3", "/users/:id/orders/:id?page=3"],
    ["/img/12345.png", "/img/:id.png"],
    ["/file/123e4567-e89b-12d3-a456-426614174000.pdf", "/file/:id.pdf"],
    ["/commit/9fceb02d0ae598e95dc970b74767f19372d61af8", "/commit/:id"],
    ["/mongo/507f1f77bcf86cd799439011", "/mongo/:id"],
    ["/ulid/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/ulid/:id"],
    ["/nanoid/V1StGXR8_Z5jdHi6B-myT", "/nanoid/:id"],
  ])("%s is %s", (path, form) => {
    expect(withoutIds(path)).toBe(form);
  });

  it.each([
    "/",
    "",
    "*",
    "/login",
    "/v2/users",
    "/2-columns",
    "/wp-login.php?id=42",
    "/deadbeef",
    "/css/app.3f2a1b.css",
    "/articles/2021-was-a-strange-year-for-all-of-us",
    `/${"1/".repeat(2000)}`,
  ])("%s stays as it is", (path) => {
    expect(withoutIds(path)).toBe(path);
  });

  it("is the same when it is made twice, and keeps the query and the number of segments", () => {
    const segment = fc.oneof(fc.nat().map(String), fc.uuid(), fc.string({ maxLength: 30 }));
    fc.assert(
      fc.property(fc.array(segment), fc.webQueryParameters(), (segments, query) => {
        const path = `/${segments.map((text) => text.replaceAll(/[?/]/g, "")).join("/")}?${query}`;
        const form = withoutIds(path);
        expect(withoutIds(form)).toBe(form);
        expect(form.slice(form.indexOf("?"))).toBe(path.slice(path.indexOf("?")));
        expect(form.split("?")[0]!.split("/")).toHaveLength(path.split("?")[0]!.split("/").length);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the pattern of a route", () => {
  it("stands for a path of as many segments", () => {
    expect(routeOrWithoutIds("/users/:name", "/users/alice?x=1")).toBe("/users/:name?x=1");
    expect(routeOrWithoutIds("/users/", "/users")).toBe("/users");
    expect(routeOrWithoutIds("/", "/")).toBe("/");
  });

  it.each([[undefined], [""], [/x/], ["*"], ["/*splat"], ["/users/{*rest}"], ["/:id"]])(
    "%s does not stand for /users/42",
    (pattern) => {
      expect(routeOrWithoutIds(pattern, "/users/42")).toBe("/users/:id");
    },
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PathPattern } from "../../src/records/path-pattern.ts";
import { PathClass, PathClassifier } from "../../src/records/paths.ts";

const names = Object.entries(PathClass);
function classOf(
  path: string,
  classifier = new PathClassifier({ login: [], waitingRoom: ["/wait/**"] }),
): string {
  const bytes = new TextEncoder().encode(path);
  const number = classifier.classify(bytes, 0, bytes.length);
  return names.find(([, value]) => value === number)?.[0] ?? "?";
}

describe("PathClassifier", () => {
  it("knows the login pages of the common frameworks", () => {
    const paths = [
      "/wp-login.php",
      "/blog/wp-login.php",
      "/administrator/",
      "/administrator/index.php",
      "/user/login",
      "/login/index.php",
      "/cas/login",
      "/auth/realms/school/protocol/openid-connect/auth",
      "/realms/school/login-actions/authenticate",
      "/saml2/idp/SSOService.php",
      "/adfs/ls/",
      "/oauth2/token",
      "/common/oauth2/v2.0/token",
      "/accounts/login/",
      "/users/sign_in",
      "/j_spring_security_check",
      "/login",
      "/Account/Login",
      "/login.aspx",
      "/index.php/login",
      "/phpmyadmin/",
      "/hub/login",
      "/session",
      "/api/auth/login",
      "/signin",
      "/connexion",
    ];
    for (const path of paths) expect([path, classOf(path)]).toEqual([path, "login"]);
  });

  it("takes files for assets, wherever they lie", () => {
    for (const path of ["/login/style.css", "/a.js", "/x/Logo.PNG", "/f.woff2", "/wp-login.css"])
      expect([path, classOf(path)]).toEqual([path, "asset"]);
  });

  it("takes data for API, and all else for pages", () => {
    for (const path of ["/api/v1/items", "/data.json", "/graphql", "/v2/things"])
      expect([path, classOf(path)]).toEqual([path, "api"]);
    for (const path of ["/", "", "/blog/how-to-login-faster", "/a.html", "/catalogin", "/apish"])
      expect([path, classOf(path)]).toEqual([path, "page"]);
  });

  it("takes the path of a full URL", () => {
    expect(classOf("https://www.example.org/login")).toBe("login");
    expect(classOf("http://www.example.org/a.css")).toBe("asset");
  });

  it("holds to own patterns where there are some", () => {
    const own = new PathClassifier({ login: ["/api/v2/open"], waitingRoom: [] });
    expect(classOf("/api/v2/open", own)).toBe("login");
    expect(classOf("/login", own)).toBe("page");
    expect(classOf("/wait/here")).toBe("waitingRoom");
  });

  it("answers alike when asked again and again", () => {
    const classifier = new PathClassifier({ login: [], waitingRoom: [] });
    const paths = Array.from({ length: 20_000 }, (_, i) =>
      i % 3 === 0 ? `/login/x${i}.css` : i % 3 === 1 ? `/p/${i}` : `/${i}/login`,
    );
    const first = paths.map((path) => classOf(path, classifier));
    expect(paths.map((path) => classOf(path, classifier))).toEqual(first);
    expect(new Set(first)).toEqual(new Set(["asset", "page", "login"]));
  });
});

describe("PathPattern", () => {
  it("matches what a plain regular expression matches", () => {
    const part = fc.constantFrom("a", "b", "/", "*", "**", "/a", "/*", "/**/");
    const path = fc
      .array(fc.constantFrom("a", "b", "/", "ab", "/a"), { maxLength: 8 })
      .map((parts) => `/${parts.join("")}`);
    const property = fc.property(fc.array(part, { maxLength: 6 }), path, (parts, text) => {
      const pattern = `/${parts.join("")}`.replace(/\*{3,}/g, "**");
      const strip = (value: string): string => (value.length > 1 ? value.replace(/(?<!\*)\/$/, "") : value);
      const source = strip(pattern).replace(/\*\*|\*/g, (star) => (star === "**" ? ".*" : "[^/]*"));
      const subject = text.length > 1 ? text.replace(/\/$/, "") : text;
      const isDeepEnd =
        strip(pattern).endsWith("/**") && new RegExp(`^${source.slice(0, -3)}$`).test(subject);
      const bytes = new TextEncoder().encode(text);
      expect([pattern, text, new PathPattern(pattern, "login").matches(bytes, 0, bytes.length)]).toEqual([
        pattern,
        text,
        new RegExp(`^${source}$`).test(subject) || isDeepEnd,
      ]);
    });
    fc.assert(property, { seed: 7, numRuns: 2000 });
  });

  it("refuses what is no pattern", () => {
    expect(() => new PathPattern("login", "login")).toThrow(/"login" must begin with \/ or \*/);
  });
});

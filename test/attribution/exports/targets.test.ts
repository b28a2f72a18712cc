import { describe, expect, it } from "vitest";
import { TARGETS } from "../../../src/attribution/exports/targets.ts";
import { EVERY_KIND, HOSTILE, input, rule } from "./rules.ts";

const NAMES = Object.keys(TARGETS) as (keyof typeof TARGETS)[];
const WITH_COMMENTS = ["nginx", "nft", "ipset", "haproxy"] as const;
const AS_JSON = ["cloudflare", "aws-waf", "crowdsec"] as const;

describe("every target", () => {
  it("gives the same text for the same rules, and text for no rules", () => {
    for (const name of NAMES) {
      expect(TARGETS[name](input(EVERY_KIND))).toEqual(TARGETS[name](input(EVERY_KIND)));
      expect(TARGETS[name](input([])).leftOut).toEqual([]);
    }
  });

  it("writes a rule or says why not, for each rule", () => {
    const mentions: Record<string, (number: number) => RegExp> = {
      nginx: (number) => new RegExp(`map .* \\$tidegauge_rule_${number} \\{`),
      nft: (number) => new RegExp(`set rule_${number}_v4`),
      ipset: (number) => new RegExp(`^# Rule ${number} \\(`, "m"),
      haproxy: (number) => new RegExp(`deny .*if .*tidegauge_${number}_`),
      cloudflare: (number) => new RegExp(`"tidegauge_${number}"`),
      "aws-waf": (number) => new RegExp(`"Name": "tidegauge-${number}"`),
      crowdsec: (number) => new RegExp(`Rule ${number} \\(`),
      csv: (number) => new RegExp(`^${number},`, "m"),
    };
    for (const name of NAMES) {
      const { text, leftOut } = TARGETS[name](input(EVERY_KIND));
      EVERY_KIND.forEach((_, index) => {
        const isWritten = mentions[name]!(index + 1).test(text);
        const isTold = leftOut.some(({ number }) => number === index + 1);
        expect({ name, rule: index + 1, told: isWritten || isTold }).toMatchObject({ told: true });
      });
    }
  });

  it("writes no value that is no prefix, country, network or method", () => {
    const bad = input([
      rule({ prefix: ["203.0.113.0/24; drop", "0.0.0.0/33", "1.2.3.4\n"] }),
      rule({ country: ['"RU"'], path: ["/a"] }),
      rule({ method: ["GET POST"] }),
      rule({ path: ["/was \ufffd no text", "/nul\u0000"] }),
      rule({}),
    ]);
    for (const name of NAMES) {
      expect(TARGETS[name](bad).leftOut.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    }
  });

  it("writes equal rules of several episodes once", () => {
    const [episode] = input([rule({ prefix: ["203.0.113.0/24"] })]).episodes;
    const twice = { ...input([]), episodes: [episode!, { ...episode!, id: "2021-04-07T05:58:10Z" }] };
    expect(TARGETS.ipset(twice).text.match(/^add /gm)).toHaveLength(1);
  });
});

describe("targets with comments", () => {
  it("say what a rule catches and whom it hurts, how long it holds and how to remove it", () => {
    for (const name of WITH_COMMENTS) {
      const { text } = TARGETS[name](input(EVERY_KIND));
      expect(text).toContain(
        "# Rule 1 (episode 2021-04-06T05:58:10Z): catches 87 % of the attack and hits 0.2 % of the visitors, < 0.1 % of normal traffic",
      );
      expect(text).toMatch(/# .*24 h from now at the latest/);
      expect(text).toMatch(/# To remove|# .*To remove:/);
    }
  });

  it("hold no byte that is obeyed, and nothing but ASCII", () => {
    for (const name of WITH_COMMENTS) {
      expect(TARGETS[name](input(EVERY_KIND)).text).toMatch(/^[\n\u0020-\u007e]*$/);
    }
  });

  it("never touch what is allowed", () => {
    const allow = { allow: ["203.0.113.9", "2001:db8:1::9/128"], trustedProxies: ["198.51.100.7"] };
    const text = (name: keyof typeof TARGETS) => TARGETS[name](input(EVERY_KIND, allow)).text;
    expect(text("nginx")).toMatch(/geo \$tidegauge_allowed \{\n {4}default 0;\n {4}203\.0\.113\.9 1;/);
    expect(text("nft")).toContain("ip saddr { 203.0.113.9, 198.51.100.7 } return");
    expect(text("nft")).toContain("ip6 saddr { 2001:db8:1::9/128 } return");
    expect(text("ipset")).toContain("add tidegauge4 198.51.100.7 nomatch");
    expect(text("haproxy")).toContain("if !tidegauge_allowed tidegauge_1_prefix");
    expect(text("cloudflare")).toContain("and not ip.src in {203.0.113.9 2001:db8:1::9/128}");
    expect(JSON.parse(text("aws-waf")).IPSets[0].Addresses).toEqual(["203.0.113.9/32"]);
    expect(TARGETS.crowdsec(input([rule({ country: ["RU"] })], allow)).leftOut).toHaveLength(1);
  });
});

describe("JSON targets", () => {
  it("are JSON, whatever a log holds", () => {
    for (const name of AS_JSON) JSON.parse(TARGETS[name](input(EVERY_KIND)).text);
  });

  it("cloudflare: strings end where they should", () => {
    for (const value of HOSTILE) {
      const { text } = TARGETS.cloudflare(input([rule({ path: [value] })]));
      const { expression } = JSON.parse(text).rules[0];
      const inside = /^\(http\.request\.uri\.path in \{"((?:[^"\\]|\\x[0-9a-f]{2})*)"\}\)$/.exec(expression);
      const bytes = inside![1]!.replace(/\\x(..)/g, (_, hex) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      expect(Buffer.from(bytes, "latin1").toString()).toBe(value);
    }
  });

  it("aws-waf: search strings are the values, at most 200 bytes long", () => {
    const { text, leftOut } = TARGETS["aws-waf"](
      input([rule({ userAgent: [...HOSTILE] }), rule({ path: ["é".repeat(101)] })]),
    );
    const { OrStatement } = JSON.parse(text).Rules[0].Statement;
    const values = OrStatement.Statements.map((each: { ByteMatchStatement: { SearchString: string } }) =>
      Buffer.from(each.ByteMatchStatement.SearchString, "base64").toString(),
    );
    expect(values).toEqual(HOSTILE);
    expect(leftOut.map(({ number }) => number)).toEqual([2]);
  });

  it("crowdsec: a decision for each range, country and network, that expires", () => {
    const decisions = JSON.parse(TARGETS.crowdsec(input(EVERY_KIND)).text);
    expect(
      decisions.map(({ scope, value }: { scope: string; value: string }) => `${scope} ${value}`),
    ).toEqual(["Range 203.0.113.0/24", "Range 2001:db8:1::/48", "Country KP", "AS 64500"]);
    const reason = "tidegauge 2021-04-06T05:58:10Z";
    expect(decisions[0]).toMatchObject({ duration: "24h", type: "ban", reason });
    expect(decisions[0].comment).toMatch(
      /^Rule 1 .*cscli decisions delete --scenario "tidegauge 2021-04-06T05:58:10Z"$/,
    );
  });

  it("crowdsec: countries as ranges where they are wanted, which allowlists then except", () => {
    const countryRanges = { source: "a table", cidrs: () => ["198.51.100.0/25", "2001:db8::/40"] };
    const given = input([rule({ country: ["KP"] })], { countryRanges, allow: ["192.0.2.8"] });
    const { text, leftOut } = TARGETS.crowdsec(given);
    expect(leftOut).toEqual([]);
    expect(JSON.parse(text)).toMatchObject([
      { scope: "Range", value: "198.51.100.0/25" },
      { scope: "Range", value: "2001:db8::/40" },
    ]);
  });
});

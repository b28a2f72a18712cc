import { describe, expect, it } from "vitest";
import { readRuleSet } from "../../src/replay/rule-set.ts";

const read = (json: unknown) => readRuleSet(json, "mine.json").rules;

function refusal(json: unknown): string {
  try {
    read(json);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("rules to be tried", () => {
  it("are an array, an object of rules, one rule, or a report", () => {
    const match = { country: ["RU"], path: ["/login"] };
    const forms = [
      [{ match }],
      { rules: [{ match }] },
      { match },
      { episodes: [{ rules: [{ match }] }, { rules: [] }] },
    ];
    for (const form of forms) expect(read(form)).toEqual([match]);
  });

  it("may hold one value without brackets, and whatever else a rule of a report holds", () => {
    expect(read([{ match: { network: 64500, notCountry: "FR" }, attackCaught: 1, comment: "x" }])).toEqual([
      { network: [64500], notCountry: ["FR"] },
    ]);
  });

  it("are refused with the place, the value and what was meant", () => {
    expect(refusal([{ match: { contry: ["RU"] } }])).toContain('rule 1 speaks of "contry"');
    expect(refusal([{ match: { contry: ["RU"] } }])).toContain('did you mean "country"');
    expect(refusal([{ match: { country: ["ru"] } }])).toContain('values like "RU", got "ru"');
    expect(refusal([{ match: { prefix: ["10.0.0.0/40"] } }])).toContain('"prefix" of rule 1');
    expect(refusal([{ match: { path: ["login"] } }])).toContain('like "/login"');
    expect(refusal([{ match: {} }])).toContain("would block everything");
    expect(refusal([{ match: { country: [] } }])).toContain("1 to 10000 values");
    expect(refusal([{ match: { userAgent: [3.5, {}] } }])).toContain("got {}");
    expect(refusal([{ country: ["RU"] }])).toContain('must be like {"match"');
    for (const nothing of [null, 7, "x", {}, { rules: 3 }])
      expect(refusal(nothing)).toContain("must be an array");
    expect(refusal([])).toContain("holds no rule");
  });
});

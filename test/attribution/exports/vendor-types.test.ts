import {
  CreateIPSetCommand,
  type CreateIPSetCommandInput,
  type Rule as SdkRule,
  UpdateWebACLCommand,
  WAFV2Client,
} from "@aws-sdk/client-wafv2";
import Cloudflare from "cloudflare";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type AwsDocument,
  type AwsIpSet,
  type AwsRule,
  type AwsStatement,
  exportAwsWaf,
} from "../../../src/attribution/exports/aws-waf.ts";
import { type CloudflareRuleset, exportCloudflare } from "../../../src/attribution/exports/cloudflare.ts";
import { EVERY_KIND, HOSTILE, input, rule } from "./rules.ts";

/**
 * What is written, as the vendors' own packages take it: types are compared by tsc (npm run types), and the objects are handed
 * to the packages, which would send them; nothing leaves the machine.
 */

/** Our JSON as the package of AWS wants it: bytes for base64, lists that may be changed, codes for countries. */
type AsSdk<T> = T extends readonly (infer Item)[]
  ? AsSdk<Item>[]
  : T extends object
    ? {
        -readonly [Key in keyof T]: Key extends "SearchString"
          ? Uint8Array
          : Key extends "CountryCodes"
            ? NonNullable<NonNullable<SdkRule["Statement"]>["GeoMatchStatement"]>["CountryCodes"]
            : AsSdk<T[Key]>;
      }
    : T;

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

// The package warns of its own future otherwise.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const EVERYTHING = input([...EVERY_KIND, rule({ prefix: ["203.0.113.9", "2001:db8::/32"] })], {
  allow: ["192.0.2.0/24", "2001:db8:ff::/48"],
});

/** Base64 as bytes, all through. */
function withBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "SearchString" ? Uint8Array.from(Buffer.from(String(item), "base64")) : withBytes(item),
    ]),
  );
}

/** The lists of all and- and or-statements within a statement: AWS wants two in each at least. */
function listsOf(statement: AwsStatement): (readonly AwsStatement[])[] {
  const { OrStatement, AndStatement, NotStatement } = statement;
  const lists = [OrStatement, AndStatement]
    .filter((one) => one !== undefined)
    .map(({ Statements }) => Statements);
  const inner = NotStatement === undefined ? lists.flat() : [NotStatement.Statement, ...lists.flat()];
  return [...lists, ...inner.flatMap(listsOf)];
}

describe("what is written for AWS WAF", () => {
  const document = JSON.parse(exportAwsWaf(EVERYTHING).text) as AwsDocument;

  it("is of the types of the vendor's package", () => {
    expectTypeOf<AsSdk<AwsRule>>().toExtend<SdkRule>();
    expectTypeOf<AsSdk<AwsIpSet> & { Scope: "REGIONAL" }>().toExtend<CreateIPSetCommandInput>();
  });

  it("is sent by the vendor's package as it was written", async () => {
    const sent: { target: string; body: unknown }[] = [];
    const client = new WAFV2Client({
      region: "eu-west-3",
      credentials: { accessKeyId: "none", secretAccessKey: "none" },
      requestHandler: {
        handle: async (request: { headers: Record<string, string>; body: Uint8Array | string }) => {
          sent.push({
            target: request.headers["x-amz-target"] ?? "",
            body: JSON.parse(Buffer.from(request.body).toString()),
          });
          return { response: { statusCode: 200, headers: {}, body: new Uint8Array(Buffer.from("{}")) } };
        },
      } as never,
    });
    for (const set of document.IPSets) {
      await client.send(new CreateIPSetCommand({ ...(set as Mutable<AwsIpSet>), Scope: "REGIONAL" }));
    }
    const Rules = withBytes(document.Rules) as SdkRule[];
    const VisibilityConfig = {
      SampledRequestsEnabled: true,
      CloudWatchMetricsEnabled: true,
      MetricName: "site",
    };
    await client.send(
      new UpdateWebACLCommand({
        Name: "site",
        Scope: "REGIONAL",
        Id: "id",
        LockToken: "token",
        DefaultAction: { Allow: {} },
        VisibilityConfig,
        Rules,
      }),
    );
    const sets = sent.filter(({ target }) => target.endsWith("CreateIPSet"));
    expect(sets.map(({ body }) => body)).toEqual(
      document.IPSets.map((set) => ({ ...set, Scope: "REGIONAL" })),
    );
    expect(sent.at(-1)).toMatchObject({ body: { Rules: document.Rules } });
  });

  it("keeps within the limits of the service", () => {
    const names = [...document.Rules, ...document.IPSets].map(({ Name }) => Name);
    for (const name of names) expect(name).toMatch(/^[\w-]{1,128}$/);
    expect(new Set(names).size).toBe(names.length);
    expect(document.Rules.map(({ Priority }) => Priority)).toEqual(document.Rules.map((_, index) => index));
    for (const { Addresses } of document.IPSets) expect(Addresses.length).toBeLessThanOrEqual(10_000);
    const text = JSON.stringify(document.Rules);
    for (const [, base64] of text.matchAll(/"SearchString":"([^"]*)"/g)) {
      expect(Buffer.from(base64!, "base64").length).toBeLessThanOrEqual(200);
    }
    for (const { Statement } of document.Rules) {
      for (const several of listsOf(Statement)) expect(several.length).toBeGreaterThanOrEqual(2);
    }
    const set = document.IPSets.map(({ Name }) => Name);
    for (const [, name] of text.matchAll(/"ARN":"ARN-OF-([^"]*)"/g)) expect(set).toContain(name);
  });

  it("says the bytes of a value and nothing else", () => {
    const [only] = HOSTILE;
    const { Rules } = JSON.parse(exportAwsWaf(input([rule({ userAgent: [only] })])).text) as AwsDocument;
    const { SearchString } = Rules[0]!.Statement.ByteMatchStatement!;
    expect(Buffer.from(SearchString, "base64").toString()).toBe(only);
  });
});

describe("what is written for Cloudflare", () => {
  const ruleset = JSON.parse(exportCloudflare(EVERYTHING).text) as CloudflareRuleset;

  it("is of the types of the vendor's package", () => {
    expectTypeOf<
      Mutable<CloudflareRuleset> & { zone_id: string }
    >().toExtend<Cloudflare.Rulesets.PhaseUpdateParams>();
  });

  it("is sent by the vendor's package as it was written, to the place that the comment names", async () => {
    const sent: { url: string; method: string | undefined; body: unknown }[] = [];
    const client = new Cloudflare({
      apiToken: "none",
      fetch: async (url, init) => {
        sent.push({ url: String(url), method: init?.method, body: JSON.parse(String(init?.body)) });
        return new Response('{"result":{},"success":true,"errors":[],"messages":[]}', {
          headers: { "content-type": "application/json" },
        });
      },
    });
    await client.rulesets.phases.update("http_request_firewall_custom", {
      zone_id: "ZONE",
      ...(ruleset as Mutable<CloudflareRuleset>),
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: "PUT", body: ruleset });
    const path = /\/zones\/\S+/.exec(ruleset.description)![0];
    expect(new URL(sent[0]!.url).pathname.endsWith(path)).toBe(true);
  });

  it("keeps within the limits of the service", () => {
    const refs = ruleset.rules.map(({ ref }) => ref);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { expression, ref } of ruleset.rules) {
      expect(expression.length).toBeLessThanOrEqual(4096);
      expect(ref).toMatch(/^\w{1,60}$/);
    }
  });
});

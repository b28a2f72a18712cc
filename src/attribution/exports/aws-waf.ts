import type { RuleMatch } from "../rule.ts";
import { headOf, worthOf } from "./comments.ts";
import { byFamily, type Exported, type ExportInput, type NumberedRule, sayable } from "./export.ts";

/** Limits of AWS WAF: bytes of a search string, countries of a statement. */
const LONGEST_SEARCH = 200;
const MOST_COUNTRIES = 50;

/** What a condition looks at. */
type Field =
  | { readonly Method: object }
  | { readonly UriPath: object }
  | { readonly SingleHeader: { readonly Name: string } };

interface Matching {
  readonly FieldToMatch: Field;
  readonly TextTransformations: readonly { readonly Priority: number; readonly Type: "NONE" }[];
}

/** A statement of a rule as the WAFv2 API has it: exactly one of these. */
export interface AwsStatement {
  readonly IPSetReferenceStatement?: { readonly ARN: string };
  readonly GeoMatchStatement?: { readonly CountryCodes: readonly string[] };
  readonly AsnMatchStatement?: { readonly AsnList: readonly number[] };
  /** `SearchString` is base64, as the command line of AWS takes bytes. */
  readonly ByteMatchStatement?: Matching & {
    readonly PositionalConstraint: "EXACTLY";
    readonly SearchString: string;
  };
  readonly SizeConstraintStatement?: Matching & { readonly ComparisonOperator: "GT"; readonly Size: number };
  readonly NotStatement?: { readonly Statement: AwsStatement };
  readonly OrStatement?: { readonly Statements: readonly AwsStatement[] };
  readonly AndStatement?: { readonly Statements: readonly AwsStatement[] };
}

/** A rule of a web ACL. */
export interface AwsRule {
  readonly Name: string;
  readonly Priority: number;
  readonly Statement: AwsStatement;
  readonly Action: { readonly Block: object };
  readonly VisibilityConfig: {
    readonly SampledRequestsEnabled: boolean;
    readonly CloudWatchMetricsEnabled: boolean;
    readonly MetricName: string;
  };
}

/** A set of addresses, to be created before the rules that refer to it. */
export interface AwsIpSet {
  readonly Name: string;
  readonly IPAddressVersion: "IPV4" | "IPV6";
  readonly Addresses: readonly string[];
}

/** What is written for AWS WAF. */
export interface AwsDocument {
  readonly Comment: readonly string[];
  readonly IPSets: readonly AwsIpSet[];
  readonly Rules: readonly AwsRule[];
  readonly RuleComments: readonly string[];
}

/**
 * AWS WAF (v2): IP sets to create first, and rules for a web ACL, as JSON for `aws wafv2`. Search strings are base64, as
 * the command line of AWS takes bytes, so no value can be anything but a value.
 */
export function exportAwsWaf(input: ExportInput): Exported {
  const { rules, leftOut } = sayable(input, (match) => {
    const texts = [...(match.path ?? []), ...(match.userAgent ?? []), ...(match.referrer ?? [])];
    const isLong = texts.some((text) => new TextEncoder().encode(text).length > LONGEST_SEARCH);
    return isLong ? `one of its values is longer than AWS WAF's ${LONGEST_SEARCH} bytes` : null;
  });
  const how = [
    "Create each of IPSets with aws wafv2 create-ip-set, put its ARN where its name stands behind ARN-OF-, and add Rules to the web ACL with aws wafv2 update-web-acl.",
    "To remove: take the rules out of the web ACL, then delete the IP sets.",
  ];
  const allowed = byFamily(input.allow);
  const exceptions = setsOf("tidegauge-allowed", allowed.v4, allowed.v6);
  const sets = [
    ...exceptions,
    ...rules.flatMap(({ number, match }) => {
      const { v4, v6 } = byFamily(match.prefix ?? []);
      return setsOf(`tidegauge-${number}`, v4, v6);
    }),
  ];
  const spared = exceptions.map((set) => ({ NotStatement: { Statement: reference(set) } }));
  const document: AwsDocument = {
    Comment: headOf(input, how, leftOut),
    IPSets: sets,
    Rules: rules.map((rule, index) => ({
      Name: `tidegauge-${rule.number}`,
      Priority: index,
      Statement: every([...statements(rule), ...spared]),
      Action: { Block: {} },
      VisibilityConfig: {
        SampledRequestsEnabled: true,
        CloudWatchMetricsEnabled: true,
        MetricName: `tidegauge-${rule.number}`,
      },
    })),
    RuleComments: rules.map(worthOf),
  };
  return { text: `${JSON.stringify(document, null, 2)}\n`, leftOut };
}

function setsOf(name: string, v4: readonly string[], v6: readonly string[]): AwsIpSet[] {
  const whole = (cidr: string, length: number) => (cidr.includes("/") ? cidr : `${cidr}/${length}`);
  return [
    ...(v4.length > 0
      ? [
          {
            Name: `${name}-v4`,
            IPAddressVersion: "IPV4" as const,
            Addresses: v4.map((cidr) => whole(cidr, 32)),
          },
        ]
      : []),
    ...(v6.length > 0
      ? [
          {
            Name: `${name}-v6`,
            IPAddressVersion: "IPV6" as const,
            Addresses: v6.map((cidr) => whole(cidr, 128)),
          },
        ]
      : []),
  ];
}

function reference({ Name }: AwsIpSet): AwsStatement {
  return { IPSetReferenceStatement: { ARN: `ARN-OF-${Name}` } };
}

function statements({ number, match }: NumberedRule): AwsStatement[] {
  const found: AwsStatement[] = [];
  if (match.prefix) {
    const { v4, v6 } = byFamily(match.prefix);
    found.push(any(setsOf(`tidegauge-${number}`, v4, v6).map(reference)));
  }
  if (match.country) {
    const geo: AwsStatement[] = [];
    for (let at = 0; at < match.country.length; at += MOST_COUNTRIES) {
      geo.push({ GeoMatchStatement: { CountryCodes: match.country.slice(at, at + MOST_COUNTRIES) } });
    }
    found.push(any(geo));
  }
  if (match.network) found.push({ AsnMatchStatement: { AsnList: match.network } });
  if (match.method) found.push(any(match.method.map((value) => exactly({ Method: {} }, value))));
  if (match.path) found.push(any(match.path.map((value) => exactly({ UriPath: {} }, value))));
  if (match.userAgent) found.push(headers("user-agent", match.userAgent));
  if (match.referrer) found.push(headers("referer", match.referrer));
  return found;
}

function headers(name: string, values: NonNullable<RuleMatch["userAgent"]>): AwsStatement {
  const field = { SingleHeader: { Name: name } };
  return any(
    values.map((value) => {
      if (value !== "-") return exactly(field, value);
      const isThere = { ...matching(field), ComparisonOperator: "GT", Size: 0 } as const;
      return { NotStatement: { Statement: { SizeConstraintStatement: isThere } } };
    }),
  );
}

function exactly(field: Field, value: string): AwsStatement {
  const SearchString = base64(value);
  return { ByteMatchStatement: { ...matching(field), PositionalConstraint: "EXACTLY", SearchString } };
}

function matching(field: Field): Matching {
  return { FieldToMatch: field, TextTransformations: [{ Priority: 0, Type: "NONE" }] };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Or- and And-statements want two statements at least. */
function any(choices: readonly AwsStatement[]): AwsStatement {
  return choices.length === 1 ? choices[0]! : { OrStatement: { Statements: choices } };
}

function every(needs: readonly AwsStatement[]): AwsStatement {
  return needs.length === 1 ? needs[0]! : { AndStatement: { Statements: needs } };
}

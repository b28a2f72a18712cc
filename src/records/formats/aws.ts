import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const REST: readonly Piece[] = [
  " ",
  skip("elb"),
  " ",
  { field: Field.client, name: "client:port" },
  " ",
  skip("target:port"),
  " ",
  skip("request_processing_time"),
  " ",
  { field: Field.durationSeconds, name: "target_processing_time" },
  " ",
  skip("response_processing_time"),
  " ",
  { field: Field.status, name: "elb_status_code" },
  " ",
  skip("target_status_code"),
  " ",
  skip("received_bytes"),
  " ",
  { field: Field.bytes, name: "sent_bytes" },
  ' "',
  { field: Field.requestUrl, name: "request" },
  '"',
];
const AGENT: readonly Piece[] = [' "', { field: Field.userAgent, name: "user_agent" }, '"'];
const time: Piece = { field: Field.isoTime, name: "time" };
const albProgram = new FieldProgram("aws-alb", [skip("type"), " ", time, ...withAgent(REST)]);
const elbProgram = new FieldProgram("aws-elb", [time, ...withAgent(REST)]);
/** Until 2014 the line ended with the request. */
const oldElbProgram = new FieldProgram("aws-elb", [time, ...REST]);
const S3_HEAD: readonly Piece[] = [
  skip("bucket owner"),
  " ",
  skip("bucket"),
  " [",
  { field: Field.clfTime, name: "time" },
  "] ",
  { field: Field.client, name: "remote IP" },
  " ",
  { field: Field.user, name: "requester" },
  " ",
  skip("request ID"),
  " ",
  skip("operation"),
  " ",
  skip("key"),
];
const S3_TAIL: readonly Piece[] = [
  { field: Field.status, name: "HTTP status" },
  " ",
  skip("error code"),
  " ",
  { field: Field.bytes, name: "bytes sent" },
  " ",
  skip("object size"),
  " ",
  { field: Field.durationMs, name: "total time" },
  " ",
  skip("turn-around time"),
  ' "',
  { field: Field.referrer, name: "referrer" },
  '" "',
  { field: Field.userAgent, name: "user agent" },
  '"',
];
const s3Program = new FieldProgram("aws-s3", [
  ...S3_HEAD,
  ' "',
  { field: Field.request, name: "request URI" },
  '" ',
  ...S3_TAIL,
]);
/** What S3 does of its own accord (batches, lifecycle) has a hyphen for the request, and none of the quotes behind it. */
const s3BatchProgram = new FieldProgram("aws-s3", [
  ...S3_HEAD,
  " ",
  { field: Field.request, name: "request URI" },
  " ",
  ...S3_TAIL.slice(0, 5),
]);
const wafProgram = new JsonProgram("aws-waf", {
  timestamp: Field.anyTime,
  "httpRequest.clientIp": Field.client,
  "httpRequest.country": Field.country,
  "httpRequest.uri": Field.path,
  "httpRequest.args": Field.query,
  "httpRequest.httpMethod": Field.method,
  "httpRequest.httpVersion": Field.protocol,
  "httpRequest.headers.user-agent": Field.userAgent,
  "httpRequest.headers.host": Field.host,
  "httpRequest.headers.referer": Field.referrer,
  "httpRequest.headers.x-forwarded-for": Field.forwarded,
  responseCodeSent: Field.status,
});

function withAgent(pieces: readonly Piece[]): Piece[] {
  return [...pieces.slice(0, -1), '" "', ...AGENT.slice(1)];
}

/** AWS application load balancer; the request holds a full URL. */
export const awsAlb: Format = {
  name: "aws-alb",
  title: "AWS application load balancer",
  samples: [
    'https 2021-04-06T06:00:00.123456Z app/example/0123456789abcdef 192.0.2.1:51482 198.51.100.7:80 0.000 0.011 0.000 200 200 312 5316 "GET https://www.example.org:443/login HTTP/2.0" "curl/7.74.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-3:123456789012:targetgroup/example/0123456789abcdef "Root=1-00000000-000000000000000000000000" "www.example.org" "session-reused" 0 2021-04-06T06:00:00.112000Z "forward" "-" "-" "198.51.100.7:80" "200" "-" "-"',
  ],
  open: ({ logTz }) => albProgram.open(logTz),
};

/** AWS classic load balancer. */
export const awsElb: Format = {
  name: "aws-elb",
  title: "AWS classic load balancer",
  samples: [
    '2021-04-06T06:00:00.123456Z example 192.0.2.1:51482 198.51.100.7:80 0.000086 0.001048 0.001337 200 200 0 5316 "GET https://www.example.org:443/login HTTP/1.1" "curl/7.74.0" DHE-RSA-AES128-SHA TLSv1.2',
  ],
  open: ({ logTz }) => new AlternativesReader("aws-elb", [elbProgram.open(logTz), oldElbProgram.open(logTz)]),
};

/** AWS S3 server access log. */
export const awsS3: Format = {
  name: "aws-s3",
  title: "AWS S3 server access log",
  samples: [
    '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef example-bucket [06/Apr/2021:06:00:00 +0000] 192.0.2.1 - 3E57427F3EXAMPLE REST.GET.OBJECT photo.jpg "GET /example-bucket/photo.jpg HTTP/1.1" 200 - 5316 5316 42 41 "-" "curl/7.74.0" - EXAMPLEID SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader example-bucket.s3.amazonaws.com TLSv1.2',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("aws-s3", [s3Program.open(logTz), s3BatchProgram.open(logTz)], true),
};

/** AWS WAF; says who was let through, but not how that went. */
export const awsWaf: Format = {
  name: "aws-waf",
  title: "AWS WAF (JSON)",
  samples: [
    '{"timestamp":1617688800123,"formatVersion":1,"action":"ALLOW","httpRequest":{"clientIp":"192.0.2.1","country":"FR","headers":[{"name":"Host","value":"www.example.org"},{"name":"User-Agent","value":"curl/7.74.0"}],"uri":"/login","args":"next=%2F","httpVersion":"HTTP/2.0","httpMethod":"GET","requestId":"1"}}',
  ],
  open: ({ logTz }) => wafProgram.open(logTz),
};

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
  '" "',
  { field: Field.userAgent, name: "user_agent" },
  '"',
];
const time: Piece = { field: Field.isoTime, name: "time" };
const albProgram = new FieldProgram("aws-alb", [skip("type"), " ", time, ...REST]);
const elbProgram = new FieldProgram("aws-elb", [time, ...REST]);
const s3Program = new FieldProgram("aws-s3", [
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
  ' "',
  { field: Field.request, name: "request URI" },
  '" ',
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
  open: ({ logTz }) => elbProgram.open(logTz),
};

/** AWS S3 server access log. */
export const awsS3: Format = {
  name: "aws-s3",
  title: "AWS S3 server access log",
  samples: [
    '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef example-bucket [06/Apr/2021:06:00:00 +0000] 192.0.2.1 - 3E57427F3EXAMPLE REST.GET.OBJECT photo.jpg "GET /example-bucket/photo.jpg HTTP/1.1" 200 - 5316 5316 42 41 "-" "curl/7.74.0" - EXAMPLEID SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader example-bucket.s3.amazonaws.com TLSv1.2',
  ],
  open: ({ logTz }) => s3Program.open(logTz),
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

import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";

const program = new JsonProgram("cloudflare-json", {
  EdgeStartTimestamp: Field.anyTime,
  Datetime: [Field.anyTime, 1],
  EdgeEndTimestamp: [Field.anyTime, 2],
  ClientIP: Field.client,
  ClientRequestMethod: Field.method,
  ClientRequestURI: Field.path,
  ClientRequestPath: [Field.path, 1],
  ClientRequestQuery: Field.query,
  ClientRequestProtocol: Field.protocol,
  ClientRequestHost: Field.host,
  ClientRequestUserAgent: Field.userAgent,
  ClientRequestReferer: Field.referrer,
  ClientCountry: Field.country,
  ClientCountryName: [Field.country, 1],
  ClientASN: Field.asn,
  EdgeResponseStatus: Field.status,
  EdgeResponseBytes: Field.bytes,
  EdgeTimeToFirstByteMs: [Field.durationMs, 1],
  OriginResponseTime: [Field.durationNs, 2],
});

/** Cloudflare Logpush, data set `http_requests` (and firewall events); brings country and AS. */
export const cloudflareJson: Format = {
  name: "cloudflare-json",
  title: "Cloudflare Logpush (JSON)",
  samples: [
    '{"ClientIP":"192.0.2.1","ClientRequestHost":"www.example.org","ClientRequestMethod":"GET","ClientRequestURI":"/login","ClientRequestUserAgent":"curl/7.74.0","ClientRequestReferer":"","ClientCountry":"fr","ClientASN":64500,"EdgeStartTimestamp":1617688800123456789,"EdgeResponseStatus":200,"EdgeResponseBytes":5316,"RayID":"0123456789abcdef"}',
    '{"ClientIP":"2001:db8::7","ClientRequestHost":"www.example.org","ClientRequestMethod":"POST","ClientRequestURI":"/login","EdgeStartTimestamp":"2021-04-06T06:00:00Z","EdgeResponseStatus":302,"EdgeResponseBytes":0}',
  ],
  open: ({ logTz }) => program.open(logTz),
};

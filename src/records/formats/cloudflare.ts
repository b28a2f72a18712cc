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
  // Workers, as `wrangler tail` shows their requests
  eventTimestamp: [Field.anyTime, 3],
  "event.request.headers.cf-connecting-ip": [Field.client, 1],
  "event.request.method": [Field.method, 1],
  "event.request.url": [Field.url, 2],
  "event.request.cf.httpProtocol": [Field.protocol, 1],
  "event.request.headers.user-agent": [Field.userAgent, 1],
  "event.request.headers.referer": [Field.referrer, 1],
  "event.request.cf.country": [Field.country, 2],
  "event.request.cf.asn": [Field.asn, 1],
  "event.response.status": [Field.status, 1],
});

/** Cloudflare Logpush, data set `http_requests` (and firewall events), and the requests of Workers; brings country and AS. */
export const cloudflareJson: Format = {
  name: "cloudflare-json",
  title: "Cloudflare Logpush, Workers (JSON)",
  samples: [
    '{"ClientIP":"192.0.2.1","ClientRequestHost":"www.example.org","ClientRequestMethod":"GET","ClientRequestURI":"/login","ClientRequestUserAgent":"curl/7.74.0","ClientRequestReferer":"","ClientCountry":"fr","ClientASN":64500,"EdgeStartTimestamp":1617688800123456789,"EdgeResponseStatus":200,"EdgeResponseBytes":5316,"RayID":"0123456789abcdef"}',
    '{"ClientIP":"2001:db8::7","ClientRequestHost":"www.example.org","ClientRequestMethod":"POST","ClientRequestURI":"/login","EdgeStartTimestamp":"2021-04-06T06:00:00Z","EdgeResponseStatus":302,"EdgeResponseBytes":0}',
    '{"outcome":"ok","scriptName":"example","eventTimestamp":1617688800123,"event":{"request":{"url":"https://www.example.org/login","method":"GET","headers":{"cf-connecting-ip":"192.0.2.1","user-agent":"curl/7.74.0"},"cf":{"country":"FR","asn":64500,"httpProtocol":"HTTP/2"}},"response":{"status":200}}}',
  ],
  open: ({ logTz }) => program.open(logTz),
};

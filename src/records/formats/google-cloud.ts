import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";

const program = new JsonProgram("gcp-lb-json", {
  timestamp: Field.anyTime,
  receiveTimestamp: [Field.anyTime, 1],
  "httpRequest.remoteIp": Field.client,
  "httpRequest.requestMethod": Field.method,
  "httpRequest.requestUrl": Field.url,
  "httpRequest.protocol": Field.protocol,
  "httpRequest.status": Field.status,
  "httpRequest.responseSize": Field.bytes,
  "httpRequest.latency": Field.durationSeconds,
  "httpRequest.userAgent": Field.userAgent,
  "httpRequest.referer": Field.referrer,
  // App Engine.
  "protoPayload.startTime": Field.anyTime,
  "protoPayload.ip": [Field.client, 1],
  "protoPayload.method": [Field.method, 1],
  "protoPayload.resource": [Field.url, 1],
  "protoPayload.httpVersion": [Field.protocol, 1],
  "protoPayload.status": [Field.status, 1],
  "protoPayload.responseSize": [Field.bytes, 1],
  "protoPayload.latency": [Field.durationSeconds, 1],
  "protoPayload.userAgent": [Field.userAgent, 1],
  "protoPayload.referrer": [Field.referrer, 1],
  "protoPayload.host": Field.host,
});

/** Google Cloud load balancers, Cloud Run and App Engine, as Cloud Logging exports them. */
export const gcpLoadBalancer: Format = {
  name: "gcp-lb-json",
  title: "Google Cloud load balancers, Cloud Run, App Engine (JSON)",
  samples: [
    '{"httpRequest":{"latency":"0.012s","remoteIp":"192.0.2.1","requestMethod":"GET","requestSize":"312","requestUrl":"https://www.example.org/login","responseSize":"5316","status":200,"userAgent":"curl/7.74.0"},"insertId":"1","logName":"projects/example/logs/requests","timestamp":"2021-04-06T06:00:00.123456Z"}',
  ],
  open: ({ logTz }) => program.open(logTz),
};

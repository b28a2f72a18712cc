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
});

/** Google Cloud load balancers and Cloud Run, as Cloud Logging exports them. */
export const gcpLoadBalancer: Format = {
  name: "gcp-lb-json",
  title: "Google Cloud HTTP(S) load balancer (JSON)",
  samples: [
    '{"httpRequest":{"latency":"0.012s","remoteIp":"192.0.2.1","requestMethod":"GET","requestSize":"312","requestUrl":"https://www.example.org/login","responseSize":"5316","status":200,"userAgent":"curl/7.74.0"},"insertId":"1","logName":"projects/example/logs/requests","timestamp":"2021-04-06T06:00:00.123456Z"}',
  ],
  open: ({ logTz }) => program.open(logTz),
};

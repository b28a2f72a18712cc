import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";

const program = new JsonProgram("caddy-json", {
  ts: Field.anyTime,
  "request.client_ip": Field.client,
  "request.remote_ip": [Field.client, 1],
  "request.remote_addr": [Field.client, 2],
  "request.headers.x_forwarded_for": Field.forwarded,
  "request.method": Field.method,
  "request.uri": Field.path,
  "request.proto": Field.protocol,
  "request.host": Field.host,
  "request.headers.user_agent": Field.userAgent,
  "request.headers.referer": Field.referrer,
  user_id: Field.user,
  status: Field.status,
  size: Field.bytes,
  duration: Field.durationSeconds,
});

/** Caddy 2, structured access log. */
export const caddyJson: Format = {
  name: "caddy-json",
  title: "Caddy 2 (JSON)",
  samples: [
    '{"level":"info","ts":1617688800.123,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.1","remote_port":"51482","client_ip":"192.0.2.1","proto":"HTTP/2.0","method":"GET","host":"www.example.org","uri":"/login?next=/","headers":{"User-Agent":["curl/7.74.0"],"Referer":["https://www.example.org/"]}},"user_id":"","duration":0.000412,"size":5316,"status":200,"resp_headers":{"Server":["Caddy"]}}',
  ],
  open: ({ logTz }) => program.open(logTz),
};

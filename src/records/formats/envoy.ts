import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";

const jsonProgram = new JsonProgram("envoy-json", {
  start_time: Field.anyTime,
  downstream_remote_address: Field.client,
  downstream_direct_remote_address: [Field.client, 1],
  x_forwarded_for: Field.forwarded,
  method: Field.method,
  path: Field.path,
  "x-envoy-original-path": [Field.path, 1],
  "x-envoy-origin-path": [Field.path, 1],
  protocol: Field.protocol,
  response_code: Field.status,
  bytes_sent: Field.bytes,
  duration: Field.durationMs,
  user_agent: Field.userAgent,
  referer: Field.referrer,
  ":authority": Field.host,
  authority: Field.host,
  requested_server_name: [Field.host, 1],
});

const skip = (name: string): Piece => ({ field: Field.skip, name });
const HEAD: readonly Piece[] = [
  "[",
  { field: Field.isoTime, name: "START_TIME" },
  '] "',
  // In the request's place hyphens stand alone for a TCP connection.
  { field: Field.requestUrl, name: "request" },
  '" ',
  { field: Field.status, name: "RESPONSE_CODE" },
  " ",
  skip("RESPONSE_FLAGS"),
  " ",
];
const TAIL: readonly Piece[] = [
  skip("BYTES_RECEIVED"),
  " ",
  { field: Field.bytes, name: "BYTES_SENT" },
  " ",
  { field: Field.durationMs, name: "DURATION" },
  " ",
  skip("UPSTREAM_SERVICE_TIME"),
  ' "',
  { field: Field.forwarded, name: "X-FORWARDED-FOR" },
  '" "',
  { field: Field.userAgent, name: "USER-AGENT" },
  '" "',
  skip("X-REQUEST-ID"),
  '" "',
  { field: Field.host, name: "AUTHORITY" },
];
const textProgram = new FieldProgram("envoy-text", [...HEAD, ...TAIL, '"']);
/** Ambassador puts a word before all. */
const ambassadorProgram = new FieldProgram("envoy-text", ["ACCESS [", ...HEAD.slice(1), ...TAIL, '"']);
/**
 * Istio puts up to three fields more after the flags, the last in quotes, and the addresses of both sides after the upstream. Before
 * 1.9 it was that one alone.
 */
const istioProgram = new FieldProgram("envoy-text", [
  ...HEAD.slice(0, -1),
  ' "',
  skip("UPSTREAM_TRANSPORT_FAILURE_REASON"),
  '" ',
  ...TAIL,
  '" "',
  skip("UPSTREAM_HOST"),
  '" ',
  skip("UPSTREAM_CLUSTER"),
  " ",
  skip("UPSTREAM_LOCAL_ADDRESS"),
  " ",
  skip("DOWNSTREAM_LOCAL_ADDRESS"),
  " ",
  { field: Field.client, name: "DOWNSTREAM_REMOTE_ADDRESS" },
]);
/** Envoy and Istio with JSON access logs. */
export const envoyJson: Format = {
  name: "envoy-json",
  title: "Envoy, Istio (JSON)",
  samples: [
    '{":authority":"www.example.org","bytes_received":0,"bytes_sent":5316,"downstream_remote_address":"192.0.2.1:51482","duration":11,"method":"GET","path":"/login","protocol":"HTTP/2","response_code":200,"response_flags":"-","start_time":"2021-04-06T06:00:00.123Z","user-agent":"curl/7.74.0","x-forwarded-for":"192.0.2.1"}',
  ],
  open: ({ logTz }) => jsonProgram.open(logTz),
};

/** Envoy's default text log, and Istio's. The client is known by X-Forwarded-For alone. */
export const envoyText: Format = {
  name: "envoy-text",
  title: "Envoy default, Istio default (text)",
  samples: [
    '[2021-04-06T06:00:00.123Z] "GET /login HTTP/2" 200 - 0 5316 11 10 "192.0.2.1" "curl/7.74.0" "3f2b8f0e-7d6a-4c1b-9e55-0a1b2c3d4e5f" "www.example.org" "198.51.100.7:8080"',
    '[2021-04-06T06:00:00.123Z] "GET /login HTTP/2" 200 - via_upstream - "-" 0 5316 11 10 "192.0.2.1" "curl/7.74.0" "3f2b8f0e-7d6a-4c1b-9e55-0a1b2c3d4e5f" "www.example.org" "198.51.100.7:8080" outbound|80||portal.example.org 198.51.100.9:40000 198.51.100.8:80 192.0.2.1:51482 - default',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("envoy-text", [
      // First: the other would read these lines too, and take one number for another.
      istioProgram.open(logTz),
      textProgram.open(logTz),
      ambassadorProgram.open(logTz),
    ]),
};

import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const status: Piece = { field: Field.status, name: "status" };
const HEAD: readonly Piece[] = ["[", { field: Field.clfTime, name: "time" }, "] "];
const TAIL: readonly Piece[] = [
  " - ",
  { field: Field.method, name: "method" },
  " ",
  skip("scheme"),
  " ",
  { field: Field.host, name: "host" },
  ' "',
  { field: Field.path, name: "request URI" },
  '" [Client ',
  { field: Field.client, name: "client" },
  "] [Length ",
  { field: Field.bytes, name: "length" },
  "] [",
  // The upstream is left out where a request went nowhere.
  skip("gzip ratio and upstream"),
  '] "',
  { field: Field.userAgent, name: "user agent" },
  '" "',
  { field: Field.referrer, name: "referrer" },
  '"',
];
const full = new FieldProgram("nginx-proxy-manager", [
  ...HEAD,
  skip("cache status"),
  " ",
  skip("upstream status"),
  " ",
  status,
  ...TAIL,
]);
const bare = new FieldProgram("nginx-proxy-manager", [...HEAD, status, ...TAIL]);

/** Nginx Proxy Manager, proxy hosts; parts about the upstream may be missing. */
export const nginxProxyManager: Format = {
  name: "nginx-proxy-manager",
  title: "Nginx Proxy Manager",
  samples: [
    '[06/Apr/2021:08:00:00 +0200] - 200 200 - GET https www.example.org "/login" [Client 192.0.2.1] [Length 5316] [Gzip 3.14] [Sent-to 198.51.100.7] "curl/7.74.0" "-"',
  ],
  // The bare one would read full lines without a status or method, and take one for the other.
  open: ({ logTz }) =>
    new AlternativesReader("nginx-proxy-manager", [full.open(logTz), bare.open(logTz)], true),
};

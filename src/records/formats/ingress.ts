import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { nginxPieces } from "../nginx-format.ts";
import { simplify } from "../simplify.ts";

const MAIN =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
const INGRESS =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id';

/** Before 0.22 the ident's place had the client once more. */
const OLD_INGRESS = INGRESS.replace("- $remote_user", "- [$the_real_ip] - $remote_user");

const mainProgram = new FieldProgram("nginx-main", simplify(nginxPieces(MAIN), MAIN));
/** The name of the upstream in brackets tells the format from others that end in two numbers, such as Apache's combinedio. */
const ingressPrograms = [INGRESS, OLD_INGRESS].map(
  (spec) =>
    new FieldProgram("ingress-nginx", [
      ...simplify(nginxPieces(spec), spec),
      " [",
      { field: Field.skip, name: "$proxy_upstream_name" },
      "]",
    ]),
);

/** The `main` format of nginx packages: combined and X-Forwarded-For. */
export const nginxMain: Format = {
  name: "nginx-main",
  title: "nginx main: combined and X-Forwarded-For",
  samples: [
    '198.51.100.9 - - [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0" "192.0.2.1, 198.51.100.8"',
  ],
  open: ({ logTz }) => mainProgram.open(logTz),
};

/** The default of the Kubernetes ingress controller made of nginx. */
export const ingressNginx: Format = {
  name: "ingress-nginx",
  title: "Kubernetes ingress-nginx",
  samples: [
    '192.0.2.1 - - [06/Apr/2021:06:00:00 +0000] "GET /login HTTP/2.0" 200 5316 "-" "curl/7.74.0" 312 0.012 [default-portal-80] [] 198.51.100.7:8080 5316 0.011 200 0123456789abcdef0123456789abcdef',
    '192.0.2.1 - [192.0.2.1] - - [06/Apr/2021:06:00:00 +0000] "GET /login HTTP/2.0" 200 5316 "-" "curl/7.74.0" 312 0.012 [default-portal-80] 198.51.100.7:8080 5316 0.011 200 0123456789abcdef0123456789abcdef',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("ingress-nginx", [
      ingressPrograms[0]!.open(logTz),
      ingressPrograms[1]!.open(logTz),
    ]),
};

import { AlternativesReader } from "../alternatives.ts";
import { apachePieces } from "../apache-format.ts";
import { FieldProgram } from "../field-program.ts";
import type { Format } from "../format.ts";
import { simplify } from "../simplify.ts";

/** The protocol tells the format from others that begin with the time. */
const programs = ["TLS%{SSL_PROTOCOL}x %{SSL_CIPHER}x", "- -"].map((ssl) => {
  const spec = `%t %h ${ssl} "%r" %b`;
  return new FieldProgram("apache-ssl", simplify(apachePieces(spec), spec));
});

/** Apache's `ssl_request_log`: no status, so all that can be told is who asked for what. */
export const apacheSsl: Format = {
  name: "apache-ssl",
  title: "Apache ssl_request_log (mod_ssl)",
  samples: [
    '[06/Apr/2021:08:00:00 +0200] 192.0.2.1 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 "GET /login HTTP/1.1" 5316',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("apache-ssl", [programs[0]!.open(logTz), programs[1]!.open(logTz)]),
};

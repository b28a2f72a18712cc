import { apachePieces } from "../apache-format.ts";
import { FieldProgram } from "../field-program.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { RequiredHostReader } from "../required-host.ts";
import { simplify } from "../simplify.ts";

const VARNISH = '%h %l %u %t "%r" %s %b "%{Referer}i" "%{User-agent}i"';
const LIGHTTPD = '%h %V %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"';

const varnishProgram = new FieldProgram(
  "varnishncsa",
  simplify(
    apachePieces(VARNISH).map((piece) =>
      typeof piece !== "string" && piece.field === Field.request
        ? { ...piece, field: Field.requestHost }
        : piece,
    ),
    VARNISH,
  ),
);
const lighttpdProgram = new FieldProgram("lighttpd", simplify(apachePieces(LIGHTTPD), LIGHTTPD));

/** varnishncsa: combined, with a full URL in the request. */
export const varnishncsa: Format = {
  name: "varnishncsa",
  title: "varnishncsa (combined with full URLs)",
  samples: [
    '192.0.2.1 - - [06/Apr/2021:06:00:00 +0000] "GET http://www.example.org/login HTTP/1.1" 200 5316 "-" "curl/7.74.0"',
  ],
  open: ({ logTz }) => new RequiredHostReader(varnishProgram.open(logTz)),
};

/** lighttpd: combined, with the host where ident sits elsewhere. */
export const lighttpd: Format = {
  name: "lighttpd",
  title: "lighttpd (combined with the host in place of ident)",
  samples: [
    '192.0.2.1 www.example.org - [06/Apr/2021:06:00:00 +0000] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0"',
  ],
  open: ({ logTz }) => new RequiredHostReader(lighttpdProgram.open(logTz)),
};

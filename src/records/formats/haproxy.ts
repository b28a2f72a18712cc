import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });

const program = new FieldProgram("haproxy", [
  { field: Field.client, name: "client_ip:port" },
  " [",
  { field: Field.clfTime, name: "accept date" },
  "] ",
  skip("frontend"),
  " ",
  skip("backend/server"),
  " ",
  skip("TR"),
  "/",
  skip("Tw"),
  "/",
  skip("Tc"),
  "/",
  skip("Tr"),
  "/",
  { field: Field.durationMs, name: "Ta" },
  " ",
  { field: Field.status, name: "status" },
  " ",
  { field: Field.bytes, name: "bytes read" },
  " ",
  skip("captured request cookie"),
  " ",
  skip("captured response cookie"),
  " ",
  skip("termination state"),
  " ",
  skip("connections"),
  " ",
  // Queues, and whatever headers are captured: {…} {…}
  skip("queues and captured headers"),
  ' "',
  // HAProxy cuts lines at 1,024 bytes, so the request may have no end.
  { field: Field.request, name: "request", mayBeCut: true },
  '"',
]);

/** HAProxy `option httplog` and `httpslog`; times are in the zone of the machine, so `--log-tz` matters. */
export const haproxy: Format = {
  name: "haproxy",
  title: "HAProxy HTTP and HTTPS log",
  samples: [
    '192.0.2.1:51482 [06/Apr/2021:08:00:00.123] portal~ portal/web1 0/0/1/10/11 200 5316 - - ---- 12/10/3/1/0 0/0 {www.example.org|curl/7.74.0} {} "GET /login HTTP/1.1"',
    '192.0.2.1:51482 [06/Apr/2021:08:00:00.123] portal portal/<NOSRV> -1/-1/-1/-1/+10000 503 217 - - sQ-- 12/10/3/0/0 0/5 "GET /login HTTP/1.1"',
  ],
  open: ({ logTz }) => program.open(logTz),
};

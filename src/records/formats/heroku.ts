import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const time: Piece = { field: Field.isoTime, name: "time" };
/** What stands after `at=`: values are quoted, or were so only where they had to be. */
function rest(quotedPath: boolean, quotedForwarded: boolean): Piece[] {
  const path = quotedPath ? '"' : "";
  const forwarded = quotedForwarded ? '"' : "";
  return [
    // Errors say which (code=H12 desc="…") before the method.
    skip("level"),
    " method=",
    { field: Field.method, name: "method" },
    ` path=${path}`,
    { field: Field.path, name: "path" },
    `${path} host=`,
    { field: Field.host, name: "host" },
    " ",
    // request_id, which older lines do not have.
    skip("request_id"),
    `fwd=${forwarded}`,
    { field: Field.forwarded, name: "fwd" },
    `${forwarded} dyno=`,
    skip("dyno, connect"),
    " service=",
    { field: Field.durationMs, name: "service" },
    " status=",
    { field: Field.status, name: "status" },
    " bytes=",
    { field: Field.bytes, name: "bytes" },
  ];
}

const programs = [
  rest(true, true),
  // A bare path may hold blanks: it goes on up to the host.
  rest(false, true),
  rest(false, false),
].flatMap((pieces) => [
  new FieldProgram("heroku", [time, " heroku[router]: at=", ...pieces]),
  new FieldProgram("heroku", [skip("priority"), ">1 ", time, " host heroku router - at=", ...pieces]),
]);

/** The Heroku router, from `heroku logs` or a log drain. The client is known by X-Forwarded-For alone. */
export const heroku: Format = {
  name: "heroku",
  title: "Heroku router",
  samples: [
    '2021-04-06T06:00:00.123456+00:00 heroku[router]: at=info method=GET path="/login" host=www.example.org request_id=0123 fwd="192.0.2.1" dyno=web.1 connect=0ms service=12ms status=200 bytes=5316 protocol=https',
    '2021-04-06T06:00:00+00:00 heroku[router]: at=info method=GET path=/a page host=www.example.org fwd="192.0.2.1" dyno=web.1 queue=0 wait=0ms connect=0ms service=12ms status=200 bytes=5316',
    '<158>1 2021-04-06T06:00:00.123456+00:00 host heroku router - at=error code=H12 desc="Request timeout" method=GET path="/login" host=www.example.org request_id=0123 fwd="192.0.2.1" dyno=web.1 connect=1ms service=30000ms status=503 bytes=0 protocol=https',
  ],
  open: ({ logTz }) => {
    const [first, ...others] = programs.map((program) => program.open(logTz));
    return new AlternativesReader("heroku", [first!, ...others]);
  },
};

import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const HEAD: readonly Piece[] = [
  "[",
  { field: Field.anyTime, name: "time" },
  "] ",
  { field: Field.client, name: "client" },
  " [",
  { field: Field.status, name: "status" },
  "]: ",
];
const method: Piece = { field: Field.method, name: "method" };
const path: Piece = { field: Field.path, name: "URI" };
const programs = [
  [method, " ", path, " - ", { field: Field.skip, name: "why not" }],
  [method, " ", path],
  [path],
].map((pieces) => new FieldProgram("php-server", [...HEAD, ...pieces]));

/** PHP's built-in server; before 7.4 without the method. */
export const phpServer: Format = {
  name: "php-server",
  title: "PHP's built-in server",
  samples: [
    "[Tue Apr  6 08:00:00 2021] 192.0.2.1:51482 [404]: GET /login - No such file or directory",
    "[Tue Apr  6 08:00:00 2021] 192.0.2.1:51482 [200]: GET /login",
    "[Tue Apr  6 08:00:00 2021] 192.0.2.1:51482 [200]: /login",
  ],
  open: ({ logTz }) => {
    const [first, ...others] = programs.map((program) => program.open(logTz));
    return new AlternativesReader("php-server", [first!, ...others], true);
  },
};

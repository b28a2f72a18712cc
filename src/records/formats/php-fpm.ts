import { apachePieces } from "../apache-format.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const HEAD: readonly Piece[] = [
  { field: Field.client, name: "%R" },
  " - ",
  { field: Field.user, name: "%u" },
  " ",
  { field: Field.clfTime, name: "%t" },
  ' "',
];
const program = new FieldProgram("php-fpm", [...HEAD, ...apachePieces('%r" %>s')]);

/** PHP-FPM's `access.log` in its default format: no brackets around the time, and no sizes. */
export const phpFpm: Format = {
  name: "php-fpm",
  title: "PHP-FPM",
  samples: ['192.0.2.1 -  06/Apr/2021:08:00:00 +0200 "GET /login.php" 200'],
  open: ({ logTz }) => program.open(logTz),
};

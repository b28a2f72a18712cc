import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const referrer: Piece = { field: Field.referrer, name: "referrer" };
const userAgent: Piece = { field: Field.userAgent, name: "user agent" };

/** @param headers referrer and user agent, each in quotes or a hyphen */
function program(headers: readonly Piece[]): FieldProgram {
  return new FieldProgram("ceph-rgw", [
    // The daemon's own time, thread and level; none in syslog.
    skip("daemon"),
    "beast: ",
    skip("request"),
    ": ",
    { field: Field.client, name: "client" },
    " - ",
    { field: Field.user, name: "user" },
    " [",
    { field: Field.clfTime, name: "time" },
    '] "',
    { field: Field.request, name: "request" },
    '" ',
    { field: Field.status, name: "status" },
    " ",
    { field: Field.bytes, name: "bytes" },
    ...headers,
    skip("range"),
    " latency=",
    { field: Field.durationSeconds, name: "latency" },
  ]);
}

const programs = [
  program([' - "', userAgent, '" ']),
  program([" - - "]),
  program([' "', referrer, '" "', userAgent, '" ']),
  program([' "', referrer, '" - ']),
];

/** Ceph's object gateway: what its Beast frontend writes into the log of the daemon. Its ops log is `json`. */
export const cephRgw: Format = {
  name: "ceph-rgw",
  title: "Ceph object gateway (Beast)",
  samples: [
    '2021-04-06T08:00:00.123+0200 7f5b8b7fe700  1 beast: 0x7f5b8b7fd5c0: 192.0.2.1 - alice [06/Apr/2021:08:00:00.123 +0200] "GET /bucket/photo.jpg HTTP/1.1" 200 5316 - "aws-cli/2.1" bytes=0-5315 latency=0.012000206s',
    '2021-04-06T08:00:00.123+0200 7f5b8b7fe700  1 beast: 0x7f5b8b7fd5c0: 192.0.2.1 - anonymous [06/Apr/2021:08:00:00.123 +0200] "HEAD / HTTP/1.0" 200 5 - - - latency=0.000000000s',
  ],
  open: ({ logTz }) => {
    const [first, ...others] = programs.map((each) => each.open(logTz));
    return new AlternativesReader("ceph-rgw", [first!, ...others]);
  },
};

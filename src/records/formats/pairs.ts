import { Ascii } from "../../bytes/ascii.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { type KeyMap, KeyTable } from "../key-table.ts";
import { PairReader } from "../pair-reader.ts";
import { KEY_NAMES } from "./key-names.ts";

/** Other names than the labels of ltsv.org come behind them. */
function further(meaning: KeyMap[string]): KeyMap[string] {
  return typeof meaning === "number" ? [meaning, 20] : [meaning[0], meaning[1] + 20];
}

/** Labels of ltsv.org, where `host` is the client. */
const ltsvFormat = {
  name: "ltsv",
  table: new KeyTable({
    ...Object.fromEntries(Object.entries(KEY_NAMES).map(([key, meaning]) => [key, further(meaning)])),
    time: Field.anyTime,
    host: Field.client,
    remote_addr: [Field.client, 1],
    forwardedfor: Field.forwarded,
    user: Field.user,
    req: Field.request,
    request: [Field.request, 1],
    method: Field.method,
    reqmethod: Field.method,
    uri: Field.path,
    requri: Field.path,
    path: [Field.path, 1],
    query: Field.query,
    protocol: Field.protocol,
    status: Field.status,
    size: Field.bytes,
    bytes: [Field.bytes, 1],
    body_bytes_sent: [Field.bytes, 1],
    reqtime: Field.durationSeconds,
    request_time: Field.durationSeconds,
    reqtime_microsec: [Field.durationUs, 1],
    apptime: [Field.durationSeconds, 2],
    referer: Field.referrer,
    ua: Field.userAgent,
    user_agent: [Field.userAgent, 1],
    vhost: Field.host,
  }),
  assign: Ascii.colon,
  separator: Ascii.tab,
};
const logfmtFormat = {
  name: "logfmt",
  table: new KeyTable(KEY_NAMES),
  assign: Ascii.equals,
  separator: Ascii.blank,
};

/** Labelled tab-separated values. */
export const ltsv: Format = {
  name: "ltsv",
  title: "LTSV (labelled tab-separated values)",
  samples: [
    "time:[06/Apr/2021:08:00:00 +0200]\thost:192.0.2.1\tforwardedfor:-\treq:GET /login HTTP/1.1\tstatus:200\tsize:5316\treferer:-\tua:curl/7.74.0\tvhost:www.example.org\treqtime:0.012",
  ],
  open: ({ logTz }) => new PairReader(ltsvFormat, logTz),
};

/** logfmt: key=value, by the same names of keys as JSON lines. */
export const logfmt: Format = {
  name: "logfmt",
  title: "logfmt (key=value)",
  isGeneric: true,
  samples: [
    'time=2021-04-06T08:00:00+02:00 level=info method=GET path="/login?next=%2F" host=www.example.org remote_addr=192.0.2.1 status=200 bytes=5316 duration=12ms user_agent="Example \\"App\\" 1.0"',
  ],
  open: ({ logTz }) => new PairReader(logfmtFormat, logTz),
};

import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";
import { type KeyMap, WRAPPED_RANK } from "../key-table.ts";
import { KEY_NAMES } from "./key-names.ts";

/** Keys of ECS whose last word means another thing elsewhere. */
const NOT_WITHIN_EVENT = ["created", "duration", "code"];
/** Added to the ranks of hosts beside an event: there it is the collector's. */
const COLLECTOR_RANK = 10;

/** The same names within `event`, where Splunk's collector has the whole of what a program wrote; what stands around goes before. */
function withinEvent(names: KeyMap): KeyMap {
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, meaning]): [string, KeyMap[string]][] => {
      const [field, rank] = typeof meaning === "number" ? [meaning, 0] : meaning;
      if (field === Field.host) {
        return [
          [key, [field, rank + COLLECTOR_RANK]],
          [`event.${key}`, [field, rank]],
        ];
      }
      const isOther = NOT_WITHIN_EVENT.includes(key) || key.startsWith("event.");
      return isOther
        ? [[key, meaning]]
        : [
            [key, meaning],
            [`event.${key}`, [field, rank + WRAPPED_RANK]],
          ];
    }),
  );
}

const program = new JsonProgram("json", {
  ...withinEvent(KEY_NAMES),
  // GELF: what Graylog shows of a message is a request line at times.
  short_message: [Field.requestLine, 8],
});

/** Any JSON objects, one a line, recognised by the names of their keys. */
export const json: Format = {
  name: "json",
  title: "JSON lines, by the usual names of keys (nginx escape=json, ECS, applications)",
  isGeneric: true,
  samples: [
    '{"time_iso8601":"2021-04-06T08:00:00+02:00","remote_addr":"192.0.2.1","request_method":"GET","request_uri":"/login?next=%2F","status":200,"body_bytes_sent":5316,"request_time":0.012,"http_referer":"","http_user_agent":"curl/7.74.0","host":"www.example.org"}',
    '{"@timestamp":"2021-04-06T06:00:00.250Z","client":{"ip":"2001:db8::7"},"http":{"request":{"method":"POST"},"response":{"status_code":302,"body":{"bytes":0}}},"url":{"path":"/login"},"user_agent":{"original":"Example \\"App\\""}}',
    '{"time":1617688800.25,"host":"collector","sourcetype":"_json","event":{"remote_addr":"192.0.2.1","request":"GET /login HTTP/1.1","status":200}}',
    '{"version":"1.1","host":"collector","short_message":"GET /login HTTP/1.1","timestamp":1617688800.25,"_remote_addr":"192.0.2.1","_status":200}',
    '{"insertId":"1a2b","jsonPayload":{"remote_addr":"192.0.2.1","request":"GET /login HTTP/1.1","status":"200","http_user_agent":"curl/7.74.0"},"timestamp":"2021-04-06T06:00:00.250Z"}',
  ],
  open: ({ logTz }) => program.open(logTz),
};

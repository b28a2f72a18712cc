import { ColumnReader } from "../column-reader.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";

const zeekFormat = {
  name: "zeek",
  columns: {
    ts: { field: Field.anyTime },
    "id.orig_h": { field: Field.client },
    username: { field: Field.user },
    method: { field: Field.method },
    host: { field: Field.host },
    uri: { field: Field.path },
    referrer: { field: Field.referrer },
    version: { field: Field.protocol },
    user_agent: { field: Field.userAgent },
    response_body_len: { field: Field.bytes },
    status_code: { field: Field.status },
  },
  mark: "uri",
  usual: null,
  tabsOnly: true,
};

/** Zeek's `http.log`: what was seen on the wire; `#fields` names the columns. As JSON lines it is read as `json`. */
export const zeek: Format = {
  name: "zeek",
  title: "Zeek http.log",
  samples: [
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\ttrans_depth\tmethod\thost\turi\treferrer\tversion\tuser_agent\torigin\trequest_body_len\tresponse_body_len\tstatus_code\tstatus_msg",
    "1617688800.123456\tCexample\t192.0.2.1\t51482\t198.51.100.7\t80\t1\tGET\twww.example.org\t/login\t-\t1.1\tcurl/7.74.0\t-\t0\t5316\t200\tOK",
  ],
  open: () => new ColumnReader(zeekFormat, "UTC"),
};

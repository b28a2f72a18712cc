import { describe, expect, it } from "vitest";
import { formatOf } from "../../src/records/formats.ts";
import { mappedJson } from "../../src/records/mapped-json.ts";
import { formatOfNginxConf, readNginxConf } from "../../src/records/nginx-conf.ts";
import { readLine, readRequest } from "./read-lines.ts";

const CONF = `
user www-data;   # log_format fake '$status';
http {
  # log_format old '$remote_addr';
  log_format main '$remote_addr - $remote_user [$time_local] "$request" '
                  '$status $body_bytes_sent "$http_referer" '
                  '"$http_user_agent" rt=$request_time';
  log_format asjson escape=json '{"t":"$time_iso8601","ip":"$remote_addr","m":"$request_method",'
    '"u":"$request_uri","s":$status,"ua":"$http_user_agent","up":{"t":"$upstream_response_time"}}';
  access_log /var/log/nginx/access.log main buffer=32k;
  server { listen 80; access_log off; }
}
`;

describe("an nginx.conf", () => {
  it("names the format that its access_log uses", () => {
    expect(readNginxConf(CONF).formats.map((format) => format.name)).toEqual(["main", "asjson"]);
    expect(readNginxConf(CONF).used).toEqual(["main"]);
    const text =
      '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5 "-" "curl/7.74.0" rt=0.012';
    expect(readRequest(formatOfNginxConf(CONF, null), text)).toMatchObject({
      durationMs: 12,
      userAgent: "curl/7.74.0",
    });
  });

  it("has formats that can be named", () => {
    const text =
      '{"t":"2021-04-06T08:00:00+02:00","ip":"192.0.2.1","m":"GET","u":"/a\\"b","s":200,"ua":"Caf\\u00e9","up":{"t":"0.010, 0.020"}}';
    expect(readRequest(formatOfNginxConf(CONF, "asjson"), text)).toMatchObject({
      timeMs: Date.UTC(2021, 3, 6, 6),
      path: '/a"b',
      status: 200,
      userAgent: "Café",
      durationMs: 30,
    });
  });

  it("is asked about where several formats are in use, or none is there", () => {
    const two = CONF.replace("access_log off", "access_log /var/log/nginx/api.log asjson");
    expect(() => formatOfNginxConf(two, null)).toThrow(/main, asjson: name one, as in @nginx.conf#main/);
    expect(() => formatOfNginxConf("http {}", null)).toThrow(/no log_format/);
    expect(() => formatOfNginxConf(CONF, "other")).toThrow(
      /"other" must be in the file itself, which has main, asjson/,
    );
  });

  it("uses combined where access_log names no format", () => {
    expect(formatOfNginxConf("access_log /var/log/nginx/access.log;", null).name).toBe("combined");
  });
});

describe("JSON lines", () => {
  const json = formatOf("json");
  const line = (members: string): string =>
    `{"time":"2021-04-06T06:00:00Z","ip":"192.0.2.1","status":200,${members}}`;

  it("may nest, repeat, hold escapes and other values", () => {
    expect(
      readRequest(json, line('"x":[1,{"y":"}"}],"n":null,"url":"/caf\\u00e9?\\ud83d\\ude00\\n","b":true')),
    ).toMatchObject({
      path: "/café?😀\n",
    });
    expect(readRequest(json, line('"path":"/a","query":"b=1"')).path).toBe("/a?b=1");
    expect(
      readRequest(json, line('"path":"/a\\u0026","query":"b=\\u0026","user_agent":"\\"x\\""')),
    ).toMatchObject({
      path: "/a&?b=&",
      userAgent: '"x"',
    });
  });

  it("are told apart: broken, cut off, or no request", () => {
    expect(readLine(json, '{"a":')).toEqual({ rejected: "bad-json" });
    expect(readLine(json, '{"a":1')).toEqual({ rejected: "bad-json" });
    expect(readLine(json, "[1]")).toEqual({ rejected: "bad-json" });
    expect(readLine(json, '{"level":"info","msg":"started"}')).toEqual({ rejected: "not-a-request" });
    expect(readLine(json, '{"time":"never","ip":"192.0.2.1","path":"/","status":200}')).toEqual({
      rejected: "no-timestamp",
    });
  });

  it("may have keys of one's own", () => {
    const own = mappedJson(["client=who.addr", "path=what", "time=.at", "userAgent=who.with"]);
    const text =
      '{"at":1617688800123,"what":"/login","who":{"addr":"192.0.2.1","with":"curl"},"status":"200"}';
    expect(readRequest(own, text)).toMatchObject({
      client: "192.0.2.1",
      path: "/login",
      userAgent: "curl",
      timeMs: 1617688800123,
    });
    expect(() => mappedJson(["klient=a"])).toThrow(/field of time, client/);
  });
});

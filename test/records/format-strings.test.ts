import { describe, expect, it } from "vitest";
import { formatOf } from "../../src/records/formats.ts";
import { readLine, readRequest } from "./read-lines.ts";

const MOMENT = Date.UTC(2021, 3, 6, 6);
const read = (spec: string, text: string, logTz = "UTC") => readRequest(formatOf(spec), text, logTz);

describe("an nginx log_format", () => {
  it("steps over variables that say nothing, known or not", () => {
    const spec =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of nginx
      '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent $foo_bar rt=$request_time ua="$http_user_agent" ${upstream_addr}';
    const text =
      '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5 x rt=0.012 ua="curl/7.74.0" 198.51.100.7:80';
    expect(read(spec, text)).toMatchObject({
      timeMs: MOMENT,
      durationMs: 12,
      userAgent: "curl/7.74.0",
      status: 200,
    });
  });

  it("may be given as the directive, with its quotes and its escape parameter", () => {
    const spec = `log_format main escape=default '$remote_addr [$time_local] '\n  '"$request" $status';`;
    expect(read(spec, '192.0.2.1 [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200')).toMatchObject({
      status: 200,
      path: "/",
    });
  });

  it("may put the request together from parts", () => {
    const spec = "$time_iso8601|$remote_addr|$request_method|$uri|$args|$server_protocol|$status";
    const text = "2021-04-06T08:00:00+02:00|192.0.2.1|GET|/search|q=1&r=2|HTTP/2.0|200";
    expect(read(spec, text)).toMatchObject({
      method: "GET",
      path: "/search?q=1&r=2",
      protocol: "HTTP/2.0",
      client: "192.0.2.1",
    });
    expect(read(spec, text.replace("q=1&r=2", "-")).path).toBe("/search");
    expect(
      read('$msec $remote_addr "$uri$is_args$args" $status', '1617688800.123 192.0.2.1 "/a?b=c" 200'),
    ).toMatchObject({
      path: "/a?b=c",
      timeMs: MOMENT + 123,
    });
  });

  it("prefers of several fields the one that says it best", () => {
    const spec =
      '$remote_addr "$http_x_forwarded_for" [$time_local] $msec $status $upstream_response_time $request_time';
    const text =
      '192.0.2.9 "198.51.100.1, 192.0.2.8" [06/Apr/2021:08:00:00 +0200] 1617688800.5 502 0.010, 0.020 : 0.030 0.060';
    expect(read(spec, text)).toMatchObject({
      client: "192.0.2.9",
      forwarded: "198.51.100.1, 192.0.2.8",
      durationMs: 60,
      timeMs: MOMENT,
    });
  });

  it("adds up what several upstreams took", () => {
    const spec = "$remote_addr [$time_local] $upstream_response_time $status";
    expect(
      read(spec, "192.0.2.1 [06/Apr/2021:08:00:00 +0200] 0.010, 0.020 : 0.030 200").durationMs,
    ).toBeCloseTo(60, 9);
  });

  it("takes the client from X-Forwarded-For where there is nothing else", () => {
    const spec = '"$http_x_forwarded_for" [$time_local] $status';
    expect(read(spec, '"198.51.100.1, 192.0.2.8" [06/Apr/2021:08:00:00 +0200] 200').client).toBe("192.0.2.8");
  });

  it("brings country and network of its own", () => {
    const spec = "$remote_addr $geoip2_data_country_code $geoip2_asn [$time_local] $status";
    expect(read(spec, "192.0.2.1 FR 64500 [06/Apr/2021:08:00:00 +0200] 200")).toMatchObject({
      country: "FR",
      asn: 64500,
    });
  });
});

describe("an Apache LogFormat", () => {
  it("may have modifiers, arguments and escaped quotes", () => {
    const spec = '%{c}a %a %l %u %t \\"%r\\" %!200,304,302{Referer}i %>s %b %{ms}T \\"%{User-Agent}i\\"';
    const text =
      '198.51.100.9 192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" - 200 5 12 "curl/7.74.0"';
    expect(read(spec, text)).toMatchObject({
      client: "192.0.2.1",
      durationMs: 12,
      userAgent: "curl/7.74.0",
      timeMs: MOMENT,
    });
  });

  it("may be given as directive or nickname", () => {
    const text =
      'www.example.org:443 192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5 "-" "-"';
    expect(read("vhost_combined", text)).toMatchObject({ host: "www.example.org", client: "192.0.2.1" });
    expect(read('LogFormat "%v:%p %h %t \\"%r\\" %>s" short', text.replace("- - ", ""))).toMatchObject({
      status: 200,
    });
  });

  it("may write the time in its own way", () => {
    const rest = '192.0.2.1 "GET / HTTP/1.1" 200';
    const spec = (format: string): string => `%{${format}}t %h "%r" %>s`;
    expect(read(spec("%Y-%m-%d %H:%M:%S"), `2021-04-06 08:00:00 ${rest}`, "Europe/Paris").timeMs).toBe(
      MOMENT,
    );
    expect(read(spec("%d/%b/%Y:%T %z"), `06/Apr/2021:08:00:00 +0200 ${rest}`).timeMs).toBe(MOMENT);
    expect(read(spec("%d.%m.%y %I:%M:%S %p %z"), `06.04.21 08:00:00 AM +0200 ${rest}`).timeMs).toBe(MOMENT);
    expect(
      read(spec("%a %b %e %H:%M:%S %Y"), `Tue Apr  6 08:00:00 2021 ${rest}`, "Europe/Paris").timeMs,
    ).toBe(MOMENT);
    expect(read(spec("msec"), `1617688800123 ${rest}`).timeMs).toBe(MOMENT + 123);
    expect(
      read("%{%d/%b/%Y %T}t.%{msec_frac}t %{%z}t %h %>s", "06/Apr/2021 08:00:00.250 +0200 192.0.2.1 200")
        .timeMs,
    ).toBe(MOMENT + 250);
    expect(readLine(formatOf(spec("%d/%m/%Y %T")), `32/04/2021 08:00:00 ${rest}`)).toEqual({
      rejected: "bad-timestamp",
    });
  });

  it("may hold path and query apart", () => {
    expect(
      read('%h %t "%m %U%q %H" %s', '192.0.2.1 [06/Apr/2021:08:00:00 +0200] "GET /a?b=1 HTTP/1.1" 200'),
    ).toMatchObject({
      path: "/a?b=1",
      protocol: "HTTP/1.1",
    });
    expect(read("%h %t %m %U %q %s", "192.0.2.1 [06/Apr/2021:08:00:00 +0200] GET /a ?b=1 200").path).toBe(
      "/a?b=1",
    );
  });
});

describe("formatOf", () => {
  it("refuses what is no format, and says what would be one", () => {
    expect(() => formatOf("combinded")).toThrow(
      /"format" must be auto, one of common, combined.*got "combinded"/,
    );
    expect(() => formatOf("$remote_addr $status")).toThrow(/must have a timestamp/);
    expect(() => formatOf("[$time_local] $status")).toThrow(/must have a client/);
  });
});

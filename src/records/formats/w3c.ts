import { AlternativesReader } from "../alternatives.ts";
import { type Column, ColumnReader } from "../column-reader.ts";
import { Field, TimePart } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";
import { RequiredStatusReader } from "../required-status.ts";

/** Names of columns as IIS, CloudFront, and other writers of `#Fields` have them, in lower case. */
const COLUMNS: Readonly<Record<string, Column>> = {
  date: { field: Field.timePart, part: TimePart.date },
  time: { field: Field.timePart, part: TimePart.clock },
  "date-local": { field: Field.timePart, part: TimePart.date, rank: 1 },
  "time-local": { field: Field.timePart, part: TimePart.clock, rank: 1 },
  timestamp: { field: Field.anyTime },
  gmttime: { field: Field.anyTime, rank: 1 },
  "c-ip": { field: Field.client },
  "x-client-ip": { field: Field.client, rank: 1 },
  "c-dns": { field: Field.client, rank: 2 },
  "cs(x-real-ip)": { field: Field.forwarded, rank: 2 },
  "x-real-ip": { field: Field.forwarded, rank: 2 },
  "cs(true-client-ip)": { field: Field.forwarded, rank: 2 },
  "true-client-ip": { field: Field.forwarded, rank: 2 },
  "cs(cf-connecting-ip)": { field: Field.forwarded, rank: 2 },
  "cf-connecting-ip": { field: Field.forwarded, rank: 2 },
  "x-forwarded-for": { field: Field.forwarded },
  "s-xff": { field: Field.forwarded, rank: 1 },
  "cs(x-forwarded-for)": { field: Field.forwarded },
  "cs-username": { field: Field.user },
  "cs-method": { field: Field.method },
  // Microsoft's proxy
  "s-operation": { field: Field.method, rank: 1 },
  "cs-uri-stem": { field: Field.path },
  "cs-uri": { field: Field.url, rank: 1 },
  "cs-uri-path": { field: Field.path },
  "cs-uri-query": { field: Field.query },
  "cs-version": { field: Field.protocol },
  "cs-protocol-version": { field: Field.protocol },
  "sc-status": { field: Field.status },
  "c-status": { field: Field.status, rank: 1 },
  "sc-bytes": { field: Field.bytes },
  bytes: { field: Field.bytes, rank: 1 },
  timetakenms: { field: Field.durationMs },
  "cs(user-agent)": { field: Field.userAgent },
  "cs(referer)": { field: Field.referrer },
  "cs(referrer)": { field: Field.referrer },
  "cs-referer": { field: Field.referrer, rank: 1 },
  "c-referrer": { field: Field.referrer, rank: 2 },
  "cs-referred": { field: Field.referrer, rank: 2 },
  "cs-user-agent": { field: Field.userAgent, rank: 1 },
  "c-user-agent": { field: Field.userAgent, rank: 2 },
  "c-agent": { field: Field.userAgent, rank: 2 },
  "cs-host": { field: Field.host },
  "cs(host)": { field: Field.host },
  "x-host-header": { field: Field.host },
  "c-country": { field: Field.country },
  "cs-countrycode": { field: Field.country },
  asn: { field: Field.asn },
};

/** What IIS writes unless told otherwise, before version 8, before version 7, on Azure, and where everything is ticked. */
const IIS =
  "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";
const IIS_OLD = IIS.replace(" cs(Referer)", "");
const IIS_6 = IIS_OLD.replace("s-ip", "s-sitename s-ip").replace(" time-taken", "");
const IIS_AZURE =
  "date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken";
const IIS_FULL =
  "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken X-Forwarded-For";
const CLOUDFRONT =
  "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version";

const w3cFormat = {
  name: "w3c",
  columns: { ...COLUMNS, "time-taken": { field: Field.duration } },
  usual: null,
  tabsOnly: false,
};
const iisFormats = [IIS, IIS_OLD, IIS_6, IIS_AZURE, IIS_FULL].map((columns) => {
  return { ...w3cFormat, name: "iis", usual: columns.split(" ") };
});
const cloudfrontFormat = {
  name: "cloudfront",
  columns: {
    ...COLUMNS,
    "cs(host)": { field: Field.host, rank: 1 },
    "time-taken": { field: Field.durationSeconds },
  },
  mark: "x-edge-location",
  usual: CLOUDFRONT.split(" "),
  tabsOnly: true,
};

/** Real-time logs have the columns of their configuration, these where it has all. Later ones have `s-ip` after the client. */
const REALTIME =
  "timestamp c-ip time-to-first-byte sc-status sc-bytes cs-method cs-protocol cs-host cs-uri-stem cs-bytes x-edge-location x-edge-request-id x-host-header time-taken cs-protocol-version c-ip-version cs-user-agent cs-referer cs-cookie cs-uri-query x-edge-response-result-type x-forwarded-for ssl-protocol ssl-cipher x-edge-result-type fle-encrypted-fields fle-status sc-content-type sc-content-len sc-range-start sc-range-end c-port x-edge-detailed-result-type c-country";
const realtimeFormats = [REALTIME, REALTIME.replace("c-ip ", "c-ip s-ip ")].map((columns) => {
  const host = { "cs-host": { field: Field.host, rank: 1 } };
  return {
    ...cloudfrontFormat,
    name: "cloudfront-realtime",
    columns: { ...cloudfrontFormat.columns, ...host },
    mark: "time-to-first-byte",
    usual: columns.split(" "),
  };
});

/** W3C extended log format: IIS, and whoever else writes `#Fields`. Times are UTC by the standard. */
export const w3c: Format = {
  name: "w3c",
  title: "W3C extended with #Fields (IIS and others)",
  samples: [
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
    "2021-04-06 06:00:00 198.51.100.7 GET /login next=%2F 443 - 192.0.2.1 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) https://www.example.org/ 200 0 0 15",
  ],
  open: () => new ColumnReader(w3cFormat, "UTC"),
};

/** IIS logs of which the beginning is missing: the columns that IIS writes unless told otherwise. */
export const iis: Format = {
  name: "iis",
  title: "IIS without its #Fields line (default columns, all, Azure's)",
  samples: [
    "2021-04-06 06:00:00 198.51.100.7 GET /login - 443 - 192.0.2.1 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) - 200 0 0 15",
    "2021-04-06 06:00:00 W3SVC1 WEB1 198.51.100.7 GET /login - 443 - 192.0.2.1 HTTP/1.1 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) - - www.example.org 200 0 0 5316 312 15",
  ],
  open: () => {
    const readers = iisFormats.map((each) => new RequiredStatusReader(new ColumnReader(each, "UTC")));
    return new AlternativesReader("iis", [readers[0]!, ...readers.slice(1)]);
  },
};

/** CloudFront standard log; UTC, tab separated, lines up to a day late. */
export const cloudfront: Format = {
  name: "cloudfront",
  title: "AWS CloudFront standard log",
  samples: [
    "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken",
    "2021-04-06\t06:00:00\tCDG50-P2\t5316\t192.0.2.1\tGET\texample.cloudfront.net\t/login\t200\t-\tcurl/7.74.0\tnext=%252F\t-\tMiss\texampleid==\twww.example.org\thttps\t62\t0.113",
  ],
  open: () => new ColumnReader(cloudfrontFormat, "UTC"),
};

/** CloudFront real-time log, as Kinesis hands it on: tab separated, without a head. */
export const cloudfrontRealtime: Format = {
  name: "cloudfront-realtime",
  title: "AWS CloudFront real-time log (all fields)",
  samples: [
    "1617688800.123\t192.0.2.1\t0.002\t200\t5316\tGET\thttps\texample.cloudfront.net\t/login\t62\tCDG50-P2\texampleid==\twww.example.org\t0.113\tHTTP/2.0\tIPv4\tcurl/7.74.0\thttps://www.example.org/\t-\tnext=%252F",
  ],
  open: () => {
    const [first, second] = realtimeFormats.map((each) => new ColumnReader(each, "UTC"));
    return new AlternativesReader("cloudfront-realtime", [first!, second!]);
  },
};

const jsonProgram = new JsonProgram("cloudfront-json", {
  date: [Field.timePart, 0],
  time: [Field.timePart, 1],
  timestamp: Field.anyTime,
  "timestamp(ms)": [Field.anyTime, 1],
  "c-ip": Field.client,
  "cs-method": Field.method,
  "cs-uri-stem": Field.path,
  "cs-uri-query": Field.query,
  "cs-protocol-version": Field.protocol,
  "sc-status": Field.status,
  "sc-bytes": Field.bytes,
  // IIS's lines as objects have milliseconds there, without a point.
  "time-taken": Field.duration,
  "cs(Referer)": Field.referrer,
  "cs(User-Agent)": Field.userAgent,
  "x-host-header": Field.host,
  "cs(Host)": [Field.host, 1],
  "x-forwarded-for": Field.forwarded,
  "c-country": Field.country,
  asn: Field.asn,
});

/** CloudFront standard log, version 2, written as JSON. */
export const cloudfrontJson: Format = {
  name: "cloudfront-json",
  title: "AWS CloudFront standard log v2 (JSON)",
  samples: [
    '{"date":"2021-04-06","time":"06:00:00","x-edge-location":"CDG50-P2","sc-bytes":"5316","c-ip":"192.0.2.1","cs-method":"GET","cs(Host)":"example.cloudfront.net","cs-uri-stem":"/login","sc-status":"200","cs(Referer)":"-","cs(User-Agent)":"curl/7.74.0","cs-uri-query":"next=%252F","x-host-header":"www.example.org","cs-protocol-version":"HTTP/2.0","time-taken":"0.113"}',
  ],
  open: () => jsonProgram.open("UTC"),
};

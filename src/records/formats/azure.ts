import { asciiBytes } from "../../bytes/ascii.ts";
import { BatchReader } from "../batch-reader.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";

const program = new JsonProgram("azure-front-door", {
  time: Field.anyTime,
  timeStamp: [Field.anyTime, 1],
  "properties.clientIp": Field.client,
  "properties.socketIp": [Field.client, 1],
  "properties.httpMethod": Field.method,
  "properties.requestUri": Field.url,
  "properties.requestQuery": Field.query,
  "properties.httpVersion": Field.protocol,
  "properties.requestProtocol": [Field.protocol, 1],
  "properties.httpStatusCode": Field.status,
  "properties.httpStatus": [Field.status, 1],
  "properties.responseBytes": Field.bytes,
  "properties.sentBytes": [Field.bytes, 1],
  "properties.timeTaken": Field.durationSeconds,
  "properties.userAgent": Field.userAgent,
  "properties.referer": Field.referrer,
  "properties.referrer": [Field.referrer, 1],
  "properties.hostName": Field.host,
  "properties.host": [Field.host, 1],
  "properties.clientCountry": Field.country,
});

const RECORDS = asciiBytes('"records"');

/** Azure Front Door and Application Gateway, one object a line. */
export const azureFrontDoor: Format = {
  name: "azure-front-door",
  title: "Azure Front Door, Application Gateway (JSON, one record a line or many)",
  samples: [
    '{"time":"2021-04-06T06:00:00.1234567Z","category":"FrontDoorAccessLog","properties":{"clientIp":"192.0.2.1","httpMethod":"GET","requestUri":"https://www.example.org:443/login","httpVersion":"2.0","httpStatusCode":"200","responseBytes":"5316","timeTaken":"0.012","userAgent":"curl/7.74.0","hostName":"www.example.org"}}',
    '{"records":[{"time":"2021-04-06T06:00:00Z","properties":{"clientIP":"192.0.2.1","httpMethod":"GET","requestUri":"/login","httpStatus":200,"sentBytes":5316,"userAgent":"curl/7.74.0"}},{"time":"2021-04-06T06:00:00Z","properties":{"clientIP":"192.0.2.7","httpMethod":"GET","requestUri":"/","httpStatus":200,"sentBytes":5316,"userAgent":"curl/7.74.0"}}]}',
  ],
  open: ({ logTz }) => new BatchReader(program.open(logTz), RECORDS),
};

import { asciiBytes } from "../../bytes/ascii.ts";
import { BatchReader } from "../batch-reader.ts";
import { EscapedObjectReader } from "../escaped-object.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";

const program = new JsonProgram("azure-front-door", {
  time: Field.anyTime,
  timeStamp: [Field.anyTime, 1],
  "properties.clientIp": Field.client,
  "properties.CIp": Field.client,
  "properties.socketIp": [Field.client, 1],
  "properties.httpMethod": Field.method,
  // What the gateway was asked for, before rules rewrote it.
  "properties.originalRequestUriWithArgs": Field.url,
  "properties.requestUri": [Field.url, 1],
  "properties.CsUriStem": Field.url,
  "properties.CsUriQuery": Field.query,
  "properties.CsMethod": Field.method,
  "properties.ScStatus": Field.status,
  "properties.ScBytes": Field.bytes,
  "properties.CsHost": Field.host,
  "properties.requestQuery": Field.query,
  "properties.httpVersion": Field.protocol,
  "properties.requestProtocol": [Field.protocol, 1],
  "properties.httpStatusCode": Field.status,
  "properties.httpStatus": [Field.status, 1],
  "properties.responseBytes": Field.bytes,
  "properties.sentBytes": [Field.bytes, 1],
  // Seconds with a fraction; the gateway's first version wrote milliseconds, as App Service does.
  "properties.timeTaken": Field.duration,
  "properties.userAgent": Field.userAgent,
  "properties.referer": Field.referrer,
  "properties.referrer": [Field.referrer, 1],
  "properties.hostName": Field.host,
  "properties.host": [Field.host, 1],
  "properties.clientCountry": Field.country,
  // API Management; storage accounts
  callerIpAddress: [Field.client, 2],
  durationMs: [Field.durationMs, 1],
  "properties.method": [Field.method, 1],
  "properties.url": [Field.url, 2],
  "properties.responseCode": [Field.status, 2],
  "properties.responseSize": [Field.bytes, 2],
  "properties.clientProtocol": [Field.protocol, 2],
  uri: [Field.url, 3],
  statusCode: [Field.status, 3],
  "properties.responseBodySize": [Field.bytes, 3],
  "properties.userAgentHeader": [Field.userAgent, 1],
  "properties.referrerHeader": [Field.referrer, 2],
});

const RECORDS = asciiBytes('"records"');
const PROPERTIES = asciiBytes('"properties"');

/** Azure's services, as their diagnostic settings export what they log; some of them have the properties as a string. */
export const azureFrontDoor: Format = {
  name: "azure-front-door",
  title:
    "Azure Front Door, Application Gateway, App Service, API Management, storage (JSON, one record a line or many)",
  samples: [
    '{"time":"2021-04-06T06:00:00.1234567Z","category":"FrontDoorAccessLog","properties":{"clientIp":"192.0.2.1","httpMethod":"GET","requestUri":"https://www.example.org:443/login","httpVersion":"2.0","httpStatusCode":"200","responseBytes":"5316","timeTaken":"0.012","userAgent":"curl/7.74.0","hostName":"www.example.org"}}',
    '{"time":"2021-04-06T06:00:00.0000000Z","category":"AppServiceHTTPLogs","properties":{"CsHost":"www.example.org","CIp":"192.0.2.1","CsUriStem":"/login","CsUriQuery":"next=/","CsMethod":"GET","TimeTaken":12,"ScStatus":"200","ScBytes":"5316","UserAgent":"curl/7.74.0","Referer":"-"}}',
    '{"time":"2021-04-06T06:00:00.1234567Z","category":"AppServiceHTTPLogs","properties":"{\\"CsMethod\\":\\"GET\\",\\"CsUriStem\\":\\"/login\\",\\"CIp\\":\\"192.0.2.1\\",\\"ScStatus\\":200,\\"ScBytes\\":5316,\\"TimeTaken\\":12}"}',
    '{"time":"2021-04-06T06:00:00.1234567Z","category":"GatewayLogs","callerIpAddress":"192.0.2.1","durationMs":12,"properties":{"method":"GET","url":"https://www.example.org/login","responseCode":200,"responseSize":5316,"clientProtocol":"HTTP/1.1"}}',
    '{"time":"2021-04-06T06:00:00.1234567Z","category":"StorageRead","callerIpAddress":"192.0.2.1:51482","durationMs":12,"statusCode":200,"uri":"https://www.example.org/login","properties":{"userAgentHeader":"curl/7.74.0","responseBodySize":5316}}',
    '{"records":[{"time":"2021-04-06T06:00:00Z","properties":{"clientIP":"192.0.2.1","httpMethod":"GET","requestUri":"/login","httpStatus":200,"sentBytes":5316,"userAgent":"curl/7.74.0"}},{"time":"2021-04-06T06:00:00Z","properties":{"clientIP":"192.0.2.7","httpMethod":"GET","requestUri":"/","httpStatus":200,"sentBytes":5316,"userAgent":"curl/7.74.0"}}]}',
  ],
  open: ({ logTz }) => new BatchReader(new EscapedObjectReader(program.open(logTz), PROPERTIES), RECORDS),
};

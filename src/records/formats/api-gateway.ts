import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const client: Piece = { field: Field.client, name: "identity.sourceIp" };
const user: Piece = { field: Field.user, name: "identity.user" };
const time: Piece = { field: Field.clfTime, name: "requestTime" };
const method: Piece = { field: Field.method, name: "httpMethod" };
const path: Piece = { field: Field.path, name: "resourcePath" };
const protocol: Piece = { field: Field.protocol, name: "protocol" };
const status: Piece = { field: Field.status, name: "status" };
const bytes: Piece = { field: Field.bytes, name: "responseLength" };

const CSV_FIELDS = [client, skip("identity.caller"), user, time, method, path, protocol, status, bytes];
const csvProgram = new FieldProgram("aws-api-gateway", [
  ...CSV_FIELDS.flatMap((field) => [field, ","]),
  skip("requestId"),
]);
const xmlProgram = new FieldProgram("aws-api-gateway", [
  '<request id="',
  skip("requestId"),
  '"> <ip>',
  client,
  "</ip> <caller>",
  skip("caller"),
  "</caller> <user>",
  user,
  "</user> <requestTime>",
  time,
  "</requestTime> <httpMethod>",
  method,
  "</httpMethod> <resourcePath>",
  path,
  "</resourcePath> <status>",
  status,
  "</status> <protocol>",
  protocol,
  "</protocol> <responseLength>",
  bytes,
  "</responseLength>",
]);

/** AWS API Gateway as the console proposes it in CSV and XML. What it proposes as CLF is common, its JSON is read as such. */
export const awsApiGateway: Format = {
  name: "aws-api-gateway",
  title: "AWS API Gateway (CSV and XML)",
  samples: [
    "192.0.2.1,-,-,06/Apr/2021:06:00:00 +0000,GET,/login,HTTP/1.1,200,5316,01234567-89ab-cdef-0123-456789abcdef",
    '<request id="01234567-89ab-cdef-0123-456789abcdef"> <ip>192.0.2.1</ip> <caller>-</caller> <user>-</user> <requestTime>06/Apr/2021:06:00:00 +0000</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/login</resourcePath> <status>200</status> <protocol>HTTP/1.1</protocol> <responseLength>5316</responseLength> </request>',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("aws-api-gateway", [csvProgram.open(logTz), xmlProgram.open(logTz)]),
};

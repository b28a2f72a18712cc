import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skipped = (...names: string[]): Piece[] =>
  names.flatMap((name): Piece[] => [{ field: Field.skip, name }, ";"]);
const HEAD: readonly Piece[] = [
  ...skipped("version"),
  { field: Field.isoTime, name: "request-start-time" },
  ";",
  ...skipped("operation-type", "request-status"),
  { field: Field.status, name: "http-status-code" },
  ";",
  { field: Field.durationMs, name: "end-to-end-latency-in-ms" },
  ";",
  ...skipped("server-latency-in-ms", "authentication-type", "requester-account-name", "owner-account-name"),
  { field: Field.skip, name: "service-type" },
  ';"',
  { field: Field.url, name: "request-url" },
  '";"',
  { field: Field.skip, name: "requested-object-key" },
  '";',
  ...skipped("request-id-header", "operation-count"),
  { field: Field.client, name: "requester-ip-address" },
  ";",
  ...skipped("request-version-header", "request-header-size", "request-packet-size", "response-header-size"),
  { field: Field.bytes, name: "response-packet-size" },
  ";",
];
const plainProgram = new FieldProgram("azure-storage", HEAD);
const agentProgram = new FieldProgram("azure-storage", [
  ...HEAD,
  ...skipped("request-content-length", "request-md5", "server-md5", "etag-identifier", "last-modified-time"),
  { field: Field.skip, name: "conditions-used" },
  ';"',
  { field: Field.userAgent, name: "user-agent-header" },
  '"',
]);

/** Azure Storage Analytics; what it names may be absent, and has no quotes then. */
export const azureStorage: Format = {
  name: "azure-storage",
  title: "Azure Storage Analytics (semicolons)",
  samples: [
    '1.0;2021-04-06T06:00:00.1234567Z;GetBlob;Success;200;12;10;authenticated;example;example;blob;"https://www.example.org/login?next=%2F";"/example/login";01234567-89ab-cdef-0123-456789abcdef;0;192.0.2.1:51482;2014-02-14;312;0;223;5316;0;;""0123456789abcdef=="";""0x0123456789ABCDE"";Monday, 05-Apr-21 06:00:00 GMT;;"curl/7.74.0";;"01234567-89ab-cdef-0123-456789abcdef"',
    '2.0;2021-04-06T06:00:00.1234567Z;GetBlob;Success;200;12;10;anonymous;;example;blob;"https://www.example.org/login";"/example/login";01234567-89ab-cdef-0123-456789abcdef;0;192.0.2.1:51482;;312;0;223;5316;0;;;;;;;;',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("azure-storage", [agentProgram.open(logTz), plainProgram.open(logTz)], true),
};

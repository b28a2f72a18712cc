import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });

const program = new FieldProgram("gcs", [
  '"',
  { field: Field.epochTime, name: "time_micros" },
  '","',
  { field: Field.client, name: "c_ip" },
  '","',
  skip("c_ip_type"),
  '","',
  skip("c_ip_region"),
  '","',
  { field: Field.method, name: "cs_method" },
  '","',
  { field: Field.path, name: "cs_uri" },
  '","',
  { field: Field.status, name: "sc_status" },
  '","',
  skip("cs_bytes"),
  '","',
  { field: Field.bytes, name: "sc_bytes" },
  '","',
  { field: Field.durationUs, name: "time_taken_micros" },
  '","',
  { field: Field.host, name: "cs_host" },
  '","',
  { field: Field.referrer, name: "cs_referer" },
  '","',
  { field: Field.userAgent, name: "cs_user_agent" },
  '","',
]);

/** Usage logs of Google Cloud Storage, comma separated. */
export const googleStorage: Format = {
  name: "gcs",
  title: "Google Cloud Storage usage log (comma separated)",
  samples: [
    '"1617688800123456","192.0.2.1","1","","GET","/login?next=%2F","200","0","5316","12000","www.example.org","https://www.example.org/","curl/7.74.0","AEnB2Uexample","storage.objects.get","bucket","object",""',
  ],
  open: ({ logTz }) => program.open(logTz),
};

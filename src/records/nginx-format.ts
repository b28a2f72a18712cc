import { Field, type FieldPiece, type Piece } from "./fields.ts";

type Meaning = Omit<FieldPiece, "name">;

/** Meaning of the variables of nginx (and of its common modules) that tell something about a request. */
const VARIABLES: Readonly<Record<string, Meaning>> = {
  remote_addr: { field: Field.client, list: true },
  realip_remote_addr: { field: Field.client, rank: 1 },
  proxy_protocol_addr: { field: Field.client, rank: 2 },
  the_real_ip: { field: Field.client, rank: 1, list: true },
  http_x_forwarded_for: { field: Field.forwarded, list: true },
  proxy_add_x_forwarded_for: { field: Field.forwarded, rank: 1, list: true },
  http_forwarded: { field: Field.forwarded, rank: 2, list: true },
  http_cf_connecting_ip: { field: Field.forwarded, rank: 3 },
  http_true_client_ip: { field: Field.forwarded, rank: 4 },
  http_x_real_ip: { field: Field.forwarded, rank: 5 },
  remote_user: { field: Field.user },
  time_local: { field: Field.clfTime },
  time_iso8601: { field: Field.isoTime, rank: 1 },
  msec: { field: Field.epochTime, rank: 2 },
  request: { field: Field.request },
  request_method: { field: Field.method },
  request_uri: { field: Field.path },
  uri: { field: Field.path, rank: 1 },
  document_uri: { field: Field.path, rank: 2 },
  args: { field: Field.query },
  query_string: { field: Field.query, rank: 1 },
  server_protocol: { field: Field.protocol },
  status: { field: Field.status },
  body_bytes_sent: { field: Field.bytes },
  bytes_sent: { field: Field.bytes, rank: 1 },
  request_time: { field: Field.durationSeconds },
  upstream_response_time: { field: Field.durationSeconds, rank: 1, list: true },
  http_referer: { field: Field.referrer },
  http_user_agent: { field: Field.userAgent },
  host: { field: Field.host },
  http_host: { field: Field.host, rank: 1 },
  server_name: { field: Field.host, rank: 2 },
  geoip_country_code: { field: Field.country },
  geoip_city_country_code: { field: Field.country, rank: 1 },
  http_cf_ipcountry: { field: Field.country, rank: 3 },
};

/** The pieces of an nginx `log_format` string. Variables of no interest, known or not, are stepped over. */
export function nginxPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)) {
    pieces.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    pieces.push({ ...nginxMeaning(match[1] ?? match[2] ?? ""), name: match[0] });
  }
  pieces.push(text.slice(at));
  return pieces;
}

/** What a variable of nginx means; names of one's own (`map`, geoip2) are recognised by what they end in. */
export function nginxMeaning(variable: string): Meaning {
  const known = Object.hasOwn(VARIABLES, variable) ? VARIABLES[variable] : undefined;
  if (known !== undefined) return known;
  if (/country(_iso)?(_code)?$/.test(variable) && /geo|maxmind/.test(variable))
    return { field: Field.country, rank: 2 };
  if (/(^|_)asn$|autonomous_system_number$/.test(variable)) return { field: Field.asn };
  // What several upstreams answered is written as a list.
  return { field: Field.skip, list: variable.startsWith("upstream_") };
}

/** A `log_format` directive of an nginx.conf. */
export interface NginxLogFormat {
  readonly name: string;
  /** The format string, its quoted pieces joined. */
  readonly text: string;
}

/** The `log_format` directive at the beginning of a text, or `null`. */
export function readLogFormat(text: string): NginxLogFormat | null {
  const words = nginxWords(text);
  if (words[0] !== "log_format" || words.length < 3) return null;
  const rest = words.slice(2).filter((word, index) => index > 0 || !/^escape=\w+$/.test(word));
  return { name: words[1] ?? "", text: rest.join("") };
}

/** The words of the first directive of a text: quoted or bare, up to `;`. Comments are left out. */
export function nginxWords(text: string): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(
    /#[^\n]*|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s;{}'"]+)|([;{}])/g,
  )) {
    if (match[4] !== undefined) break;
    const quoted = match[1] ?? match[2];
    if (quoted !== undefined)
      words.push(quoted.replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character));
    else if (match[3] !== undefined) words.push(match[3]);
  }
  return words;
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r" };

import { optionError } from "../errors.ts";
import { apachePieces, readApacheLogFormat } from "./apache-format.ts";
import { EnvelopeReader } from "./envelopes.ts";
import { FieldProgram } from "./field-program.ts";
import type { Format } from "./format.ts";
import { apacheSsl } from "./formats/apache-ssl.ts";
import { awsApiGateway } from "./formats/api-gateway.ts";
import { artifactory } from "./formats/artifactory.ts";
import { awsAlb, awsElb, awsS3, awsWaf } from "./formats/aws.ts";
import { azureFrontDoor } from "./formats/azure.ts";
import { azureStorage } from "./formats/azure-storage.ts";
import { bunny } from "./formats/bunny.ts";
import { caddyJson } from "./formats/caddy.ts";
import { cephRgw } from "./formats/ceph.ts";
import { chi } from "./formats/chi.ts";
import { cloudflareJson } from "./formats/cloudflare.ts";
import { envoyJson, envoyText } from "./formats/envoy.ts";
import { fastly } from "./formats/fastly.ts";
import { forwardedCombined } from "./formats/forwarded.ts";
import { gin } from "./formats/gin.ts";
import { gcpLoadBalancer } from "./formats/google-cloud.ts";
import { googleStorage } from "./formats/google-storage.ts";
import { haproxy } from "./formats/haproxy.ts";
import { heroku } from "./formats/heroku.ts";
import { iisNative } from "./formats/iis-native.ts";
import { ingressNginx, nginxMain } from "./formats/ingress.ts";
import { json } from "./formats/json.ts";
import { morgan } from "./formats/morgan.ts";
import { combined, common, vhostCombined, vhostCommon } from "./formats/ncsa.ts";
import { nexus } from "./formats/nexus.ts";
import { logfmt, ltsv } from "./formats/pairs.ts";
import { phpFpm } from "./formats/php-fpm.ts";
import { phpServer } from "./formats/php-server.ts";
import { nginxProxyManager } from "./formats/proxy-manager.ts";
import { squid } from "./formats/squid.ts";
import { traefikClf, traefikJson } from "./formats/traefik.ts";
import { uvicorn } from "./formats/uvicorn.ts";
import { uwsgi } from "./formats/uwsgi.ts";
import { lighttpd, varnishncsa } from "./formats/varnish.ts";
import { cloudfront, cloudfrontJson, cloudfrontRealtime, iis, w3c } from "./formats/w3c.ts";
import { zeek } from "./formats/zeek.ts";
import { zoraxy } from "./formats/zoraxy.ts";
import { interleaved } from "./interleaved.ts";
import type { JsonProgram } from "./json-reader.ts";
import type { LineReader } from "./line-reader.ts";
import { nginxPieces, readLogFormat } from "./nginx-format.ts";
import { nginxJsonProgram } from "./nginx-json.ts";
import { simplify } from "./simplify.ts";

export type { Format } from "./format.ts";

/** The named formats as their files have them, in the order of {@link FORMATS}: they read lines in no envelope. */
export const BARE: readonly Format[] = [
  common,
  combined,
  vhostCommon,
  vhostCombined,
  forwardedCombined,
  nginxMain,
  ingressNginx,
  traefikClf,
  lighttpd,
  varnishncsa,
  nginxProxyManager,
  haproxy,
  envoyText,
  awsAlb,
  awsElb,
  awsS3,
  awsApiGateway,
  cloudfront,
  cloudfrontRealtime,
  w3c,
  iis,
  iisNative,
  apacheSsl,
  heroku,
  bunny,
  fastly,
  azureStorage,
  squid,
  zoraxy,
  gin,
  chi,
  morgan,
  uvicorn,
  phpFpm,
  phpServer,
  uwsgi,
  nexus,
  artifactory,
  googleStorage,
  cephRgw,
  zeek,
  caddyJson,
  traefikJson,
  envoyJson,
  cloudflareJson,
  gcpLoadBalancer,
  azureFrontDoor,
  awsWaf,
  cloudfrontJson,
  ltsv,
  json,
  logfmt,
];

/**
 * The named formats. Where several read a log equally well the first wins, so the plainer stand before those that give
 * the same line a meaning it may not have, and generic ones last. All of them read lines in envelopes.
 */
export const FORMATS: readonly Format[] = BARE.map(enveloped);

/**
 * The format that `--format` names.
 * @param spec a name of {@link FORMATS}, several joined by `+` (lines side by side), an nginx `log_format` string or directive, or an Apache `LogFormat` string,
 *   directive or nickname
 * @throws TidegaugeError TG_OPTION where it is none of these, or lacks a timestamp or client
 */
export function formatOf(spec: string): Format {
  const trimmed = spec.trim();
  const named = FORMATS.find((format) => format.name === trimmed);
  if (named !== undefined) return named;
  if (/^[\w-]+(\+[\w-]+)+$/.test(trimmed)) return interleavedOf(trimmed.split("+"), spec);
  const directive = readLogFormat(trimmed);
  const nginx = directive?.text ?? trimmed;
  if (/\$(\w|\{\w)/.test(nginx)) {
    return compiled(
      trimmed,
      nginxJsonProgram(trimmed, nginx) ?? new FieldProgram(trimmed, simplify(nginxPieces(nginx), trimmed)),
    );
  }
  const apache = readApacheLogFormat(trimmed) ?? trimmed;
  if (/%[!<>\d,]*(\{[^}]*\})?[A-Za-z^]/.test(apache)) {
    return compiled(trimmed, new FieldProgram(trimmed, simplify(apachePieces(apache), trimmed)));
  }
  throw optionError(
    "Cannot open the log",
    `"format" must be auto, one of ${FORMATS.map((format) => format.name).join(", ")}, an nginx log_format string ($remote_addr …) or an Apache LogFormat string (%h …), got "${spec}"`,
  );
}

/**
 * One format for a log in which lines of several named ones stand side by side: `combined+caddy-json`.
 * @throws TidegaugeError TG_OPTION for a name that is none, or one that stands twice
 */
export function interleavedOf(names: readonly string[], spec = names.join("+")): Format {
  const [first, second, ...others] = names.map((name, at) => {
    const format = BARE.find((each) => each.name === name);
    if (format !== undefined && names.indexOf(name) === at) return format;
    throw optionError(
      "Cannot open the log",
      `"format" of several formats must be different names joined by +, such as combined+caddy-json, got "${spec}"`,
    );
  });
  if (first === undefined || second === undefined) return formatOf(spec);
  return interleaved([first, second, ...others]);
}

function compiled(spec: string, program: FieldProgram | JsonProgram): Format {
  return enveloped({
    name: spec,
    title: "a format string",
    samples: [],
    open: (options): LineReader => program.open(options.logTz),
  });
}

/** The format, reading lines in envelopes too. */
function enveloped(format: Format): Format {
  return { ...format, open: (options) => new EnvelopeReader(format.open(options)) };
}

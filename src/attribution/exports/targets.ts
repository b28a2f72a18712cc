import { exportAwsWaf } from "./aws-waf.ts";
import { exportCloudflare } from "./cloudflare.ts";
import { exportCrowdsec } from "./crowdsec.ts";
import { exportCsv } from "./csv.ts";
import type { Exporter } from "./export.ts";
import { exportHaproxy } from "./haproxy.ts";
import { exportIpset } from "./ipset.ts";
import { exportNft } from "./nft.ts";
import { exportNginx } from "./nginx.ts";

/** What rules can be written for, by the name that `--for` takes. */
export const TARGETS = {
  nginx: exportNginx,
  nft: exportNft,
  ipset: exportIpset,
  haproxy: exportHaproxy,
  cloudflare: exportCloudflare,
  "aws-waf": exportAwsWaf,
  crowdsec: exportCrowdsec,
  csv: exportCsv,
} as const satisfies Readonly<Record<string, Exporter>>;

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { exportHaproxy } from "../../../src/attribution/exports/haproxy.ts";
import { exportIpset } from "../../../src/attribution/exports/ipset.ts";
import { exportNft } from "../../../src/attribution/exports/nft.ts";
import { exportNginx } from "../../../src/attribution/exports/nginx.ts";
import { EVERY_KIND, HOSTILE, input, rule } from "./rules.ts";

/** The programs themselves read what was written for them. They are in Debian: nginx-light, haproxy, nftables. */

const folder = mkdtempSync(join(tmpdir(), "tidegauge-rules-"));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };

function isInstalled(program: string, flag: string): boolean {
  return spawnSync(program, [flag], { env }).error === undefined;
}

function check(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: "utf8" });
  return status === 0 ? "" : `${program} exits with ${status}\n${stdout}${stderr}`;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Countries of more ranges than a function takes arguments, or a set has room for by default. */
const MANY_RANGES = {
  source: "geoip-lite 1.4.10, GeoLite2 2023-11-15",
  cidrs: () => [
    ...Array.from({ length: 100_000 }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`),
    "2001:db8::/32",
  ],
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Status of a request, or 0 where nobody listens. */
function ask(port: number, path: string, userAgent?: string): Promise<number> {
  return new Promise((resolve) => {
    const headers =
      userAgent === undefined ? {} : { "user-agent": Buffer.from(userAgent).toString("latin1") };
    request({ host: "127.0.0.1", port, path, headers, agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    })
      .on("error", () => resolve(0))
      .end();
  });
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await ask(port, "/ready", "ready")) !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on port ${port}`);
}

/** Values that can be sent in a header: a client refuses the others, and so would a server. */
const SENDABLE = HOSTILE.filter(
  (value) => !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value) && value.trim() === value,
);
/** Blocked by value: two paths, an absent user agent, and every hostile one. */
const JUDGED = input([
  rule({ path: ["/login", "/a.b"] }),
  rule({ userAgent: ["-", "python-requests/2.25.1", ...HOSTILE] }),
]);

async function expectBlocking(port: number): Promise<void> {
  await listening(port);
  const found: Record<string, number> = {};
  const cases: readonly (readonly [string, string | undefined, number])[] = [
    ["/", "Mozilla/5.0", 200],
    ["/login", "Mozilla/5.0", 403],
    ["/login?x=1", "Mozilla/5.0", 403],
    ["/login/2", "Mozilla/5.0", 200],
    ["/LOGIN", "Mozilla/5.0", 200],
    ["/a.b", "Mozilla/5.0", 403],
    ["/axb", "Mozilla/5.0", 200],
    ["/", undefined, 403],
    ["/", "python-requests/2.25.1", 403],
    ["/", "python-requests/2.25.11", 200],
    ...SENDABLE.flatMap((value) => [
      ["/", value, 403] as const,
      ["/", `${value}x`, 200] as const,
      ["/", `x${value}`, 200] as const,
    ]),
  ];
  const wanted: Record<string, number> = {};
  for (const [path, userAgent, status] of cases) {
    found[`${path} ${userAgent}`] = await ask(port, path, userAgent);
    wanted[`${path} ${userAgent}`] = status;
  }
  expect(found).toEqual(wanted);
}

describe.skipIf(!isInstalled("nginx", "-v"))("nginx itself (skipped where nginx is not installed)", () => {
  const config = (text: string, port: number) => {
    const rules = file(`rules-${port}.conf`, text);
    return file(
      `nginx-${port}.conf`,
      `daemon off; pid ${folder}/nginx-${port}.pid; error_log stderr error; events {}
http {
  access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  include ${rules};
  server { listen 127.0.0.1:${port}; location / { if ($tidegauge_block) { return 403; } return 200; } }
}`,
    );
  };

  it("takes rules of every kind", async () => {
    const port = await freePort();
    const allow = { allow: ["192.0.2.8", "2001:db8::1"] };
    for (const rules of [[], EVERY_KIND]) {
      expect(check("nginx", ["-t", "-c", config(exportNginx(input(rules, allow)).text, port)])).toBe("");
    }
  });

  it("takes countries where a variable holds them", async () => {
    const country = exportNginx(input(EVERY_KIND, { countryVariable: "$http_cf_ipcountry" }));
    expect(country.leftOut.map(({ number }) => number)).toEqual([7]);
    expect(check("nginx", ["-t", "-c", config(country.text, await freePort())])).toBe("");
  });

  it("takes countries as their ranges, however many they are", async () => {
    const { text, leftOut } = exportNginx(input(EVERY_KIND, { countryRanges: MANY_RANGES }));
    expect(leftOut.map(({ number }) => number)).toEqual([7]);
    expect(text).toContain("includes GeoLite2 data created by MaxMind");
    expect(check("nginx", ["-t", "-c", config(text, await freePort())])).toBe("");
  });

  it("blocks what the rules name and nothing else", async () => {
    const port = await freePort();
    const server = spawn("nginx", ["-c", config(exportNginx(JUDGED).text, port)], { env, stdio: "ignore" });
    try {
      await expectBlocking(port);
    } finally {
      server.kill("SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
    }
  });
});

describe.skipIf(!isInstalled("haproxy", "-v"))(
  "HAProxy itself (skipped where haproxy is not installed)",
  () => {
    const config = (text: string, port: number) =>
      file(
        `haproxy-${port}.cfg`,
        `defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend web
  bind 127.0.0.1:${port}
${text}
  http-request return status 200
`,
      );

    it("takes rules of every kind", async () => {
      for (const rules of [[], EVERY_KIND]) {
        const path = config(exportHaproxy(input(rules, { allow: ["192.0.2.8"] })).text, await freePort());
        expect(check("haproxy", ["-c", "-f", path])).toBe("");
      }
    });

    it("blocks what the rules name and nothing else", async () => {
      const port = await freePort();
      const path = config(exportHaproxy(JUDGED).text, port);
      const server = spawn("haproxy", ["-db", "-f", path], { env, stdio: "ignore" });
      try {
        await expectBlocking(port);
      } finally {
        server.kill("SIGTERM");
        await new Promise((resolve) => server.once("exit", resolve));
      }
    });
  },
);

/** A namespace of its own has sets of its own, where the kernel and the container let one have it. */
const APART = ["unshare", "--user", "--map-root-user", "--net"] as const;

function ipsetMayAct(): boolean {
  const { status } = spawnSync(APART[0], [...APART.slice(1), "ipset", "create", "probe", "hash:net"], {
    env,
  });
  return status === 0;
}

describe.skipIf(!ipsetMayAct())(
  "ipset itself (skipped where ipset is missing or may not ask the kernel)",
  () => {
    /** What is in the sets once they are loaded, after others of other rules that live longer. */
    function loaded(text: string, ...tested: readonly string[]) {
      const tests = tested.map((address) => {
        const set = address.includes(":") ? "tidegauge6" : "tidegauge4";
        return `ipset test ${set} ${address} 2>/dev/null && echo in || echo out`;
      });
      const load = `printf '%s' "$rules" | ipset -exist restore`;
      const before = exportIpset(input([rule({ prefix: ["203.0.113.200"] })], { validHours: 48 })).text;
      const script = ["rules=$(cat; echo)", `ipset -exist restore <<'END'\n${before}END`, load, ...tests];
      const { status, stdout, stderr } = spawnSync(
        APART[0],
        [...APART.slice(1), "sh", "-e", "-c", script.join("\n")],
        {
          env,
          input: text,
          encoding: "utf8",
        },
      );
      return { status, stderr, found: stdout.trim().split("\n") };
    }

    it("takes rules of every kind, and keeps what is allowed out of them", () => {
      const safe = { allow: ["203.0.113.9", "2001:db8:1::1/128"], trustedProxies: ["198.51.100.7"] };
      const { text } = exportIpset(input(EVERY_KIND, safe));
      const addresses = ["203.0.113.8", "203.0.113.9", "192.0.2.1", "2001:db8:1::2", "2001:db8:1::1"];
      expect(loaded(text, ...addresses)).toEqual({
        status: 0,
        stderr: "",
        found: ["in", "out", "out", "in", "out"],
      });
      expect(loaded(exportIpset(input([])).text)).toMatchObject({ status: 0, stderr: "" });
    });

    it("takes countries as their ranges, more than a set has room for by default", () => {
      const { text, leftOut } = exportIpset(input(EVERY_KIND, { countryRanges: MANY_RANGES }));
      expect(leftOut.map(({ number }) => number)).toEqual([2, 3, 4, 5, 7]);
      expect(loaded(text, "10.0.0.1", "10.1.134.159", "9.0.0.1", "2001:db8::1")).toEqual({
        status: 0,
        stderr: "",
        found: ["in", "in", "out", "in"],
      });
    });
  },
);

/** Even a check asks the kernel, which not every container lets one do. */
function nftMayAsk(): boolean {
  try {
    execFileSync("nft", ["-c", "-f", file("empty.nft", "add table inet tidegauge_probe\n")], {
      env,
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!nftMayAsk())("nft itself (skipped where nft is missing or may not ask the kernel)", () => {
  it("takes rules of every kind", () => {
    const safe = { allow: ["192.0.2.8", "2001:db8::1"], trustedProxies: ["198.51.100.7"] };
    for (const rules of [[], EVERY_KIND]) {
      expect(check("nft", ["-c", "-f", file("rules.nft", exportNft(input(rules, safe)).text)])).toBe("");
    }
  });

  it("takes countries as their ranges, beside prefixes, too", () => {
    const both = [...EVERY_KIND, rule({ prefix: ["203.0.113.0/24", "2001:db8::/48"], country: ["RU"] })];
    const { text, leftOut } = exportNft(input(both, { countryRanges: MANY_RANGES }));
    expect(leftOut.map(({ number }) => number)).toEqual([2, 3, 4, 5, 7]);
    expect(text).toContain("ip saddr @rule_8_v4 ip saddr @rule_8_2_v4 counter drop");
    expect(check("nft", ["-c", "-f", file("ranges.nft", text)])).toBe("");
  });
});

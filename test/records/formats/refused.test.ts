import { describe, expect, it } from "vitest";
import { detectBothWays } from "../both-ways.ts";

/** What people point at by mistake: nothing of it is a request. */
const OTHERS: readonly (readonly [what: string, lines: readonly string[]])[] = [
  [
    "nginx's error log",
    [
      '2021/04/06 08:00:00 [error] 12#12: *5 open() "/var/www/favicon.ico" failed (2: No such file or directory), client: 192.0.2.1, server: www.example.org, request: "GET /favicon.ico HTTP/1.1", host: "www.example.org"',
      '2021/04/06 08:00:01 [crit] 12#12: *6 connect() to unix:/run/php.sock failed (2: No such file or directory) while connecting to upstream, client: 192.0.2.1, server: _, request: "GET / HTTP/1.1", upstream: "fastcgi://unix:/run/php.sock:", host: "www.example.org"',
      "2021/04/06 08:00:02 [notice] 1#1: signal process started",
      '2021/04/06 08:00:03 [warn] 12#12: *7 upstream server temporarily disabled while reading response header from upstream, client: 192.0.2.1, server: _, request: "POST /login HTTP/1.1", upstream: "http://198.51.100.7:80/login", host: "www.example.org", referrer: "https://www.example.org/"',
    ],
  ],
  [
    "Apache's error log",
    [
      "[Tue Apr 06 08:00:00.123456 2021] [core:error] [pid 17:tid 18] [client 192.0.2.1:5000] AH00126: Invalid URI in request GET /../../etc/passwd HTTP/1.1",
      "[Tue Apr 06 08:00:01 2021] [error] [client 192.0.2.1] File does not exist: /var/www/favicon.ico",
      "[Tue Apr 06 08:00:02.123456 2021] [mpm_event:notice] [pid 1:tid 2] AH00489: Apache/2.4 configured -- resuming normal operations",
      "[Tue Apr 06 08:00:03.123456 2021] [php7:warn] [pid 17] [client 192.0.2.1:5000] PHP Warning: x in /var/www/a.php on line 3, referer: https://www.example.org/",
    ],
  ],
  [
    "mail servers in syslog",
    [
      "Apr  6 08:00:00 mail postfix/smtpd[123]: connect from unknown[192.0.2.1]",
      "Apr  6 08:00:01 mail postfix/smtpd[123]: NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 554 5.7.1 <a@example.org>: Relay access denied; from=<b@example.net> to=<a@example.org> proto=ESMTP helo=<x>",
      "Apr  6 08:00:02 mail postfix/qmgr[99]: 4A1B2C: from=<b@example.net>, size=5316, nrcpt=1 (queue active)",
      "Apr  6 08:00:03 mail dovecot: imap-login: Login: user=<alice>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, mpid=12, TLS, session=<x>",
    ],
  ],
  [
    "Exim",
    [
      "2021-04-06 08:00:00 1lTabc-0001-AB <= a@example.org H=mx.example.net [192.0.2.1] P=esmtps X=TLS1.3 S=5316 id=x@y",
      '2021-04-06 08:00:01 1lTabc-0001-AB => b@example.org R=dnslookup T=remote_smtp H=mx [198.51.100.1] C="250 OK"',
      "2021-04-06 08:00:01 1lTabc-0001-AB Completed",
    ],
  ],
  [
    "sshd",
    [
      "Apr  6 08:00:00 web sshd[12]: Failed password for root from 192.0.2.1 port 22 ssh2",
      "Apr  6 08:00:01 web sshd[12]: Accepted publickey for alice from 192.0.2.1 port 5000 ssh2: RSA SHA256:x",
      "Apr  6 08:00:02 web sshd[12]: Received disconnect from 192.0.2.1 port 22:11: Bye Bye [preauth]",
    ],
  ],
  [
    "a firewall's packets",
    [
      "Apr  6 08:00:00 fw kernel: [12345.678901] IN=eth0 OUT= MAC=00:00 SRC=192.0.2.1 DST=198.51.100.1 LEN=60 TOS=0x00 PREC=0x00 TTL=54 ID=1 DF PROTO=TCP SPT=5000 DPT=80 WINDOW=29200 RES=0x00 SYN URGP=0",
      "Apr  6 08:00:01 fw kernel: [12346.678901] IN=eth0 OUT= MAC=00:00 SRC=192.0.2.1 DST=198.51.100.1 LEN=60 TOS=0x00 PREC=0x00 TTL=54 ID=1 DF PROTO=TCP SPT=5000 DPT=80 WINDOW=29200 RES=0x00 SYN URGP=0",
    ],
  ],
  [
    "AWS VPC flow logs",
    [
      "2 123456789012 eni-0123 192.0.2.1 198.51.100.1 5000 80 6 20 4249 1617688800 1617688860 ACCEPT OK",
      "2 123456789012 eni-0123 192.0.2.1 198.51.100.1 5000 443 6 20 4249 1617688800 1617688860 REJECT OK",
    ],
  ],
  [
    "AWS CloudTrail",
    [
      '{"eventVersion":"1.08","userIdentity":{"type":"IAMUser"},"eventTime":"2021-04-06T06:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-west-3","sourceIPAddress":"192.0.2.1","userAgent":"curl","requestParameters":{"bucketName":"x"},"responseElements":null,"requestID":"1"}',
      '{"eventVersion":"1.08","userIdentity":{"type":"IAMUser"},"eventTime":"2021-04-06T06:00:01Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","awsRegion":"eu-west-3","sourceIPAddress":"192.0.2.1","userAgent":"curl","requestParameters":{"bucketName":"x"},"responseElements":null,"requestID":"1"}',
    ],
  ],
  [
    "an application's JSON, with addresses and codes",
    [
      '{"time":"2021-04-06T06:00:00Z","level":"info","msg":"started worker","worker":1}',
      '{"time":"2021-04-06T06:00:01Z","level":"error","msg":"could not connect to 192.0.2.1","ip":"192.0.2.1","code":500}',
      '{"time":"2021-04-06T06:00:02Z","level":"info","msg":"user logged in","user":"alice","ip":"192.0.2.1","status":"ok"}',
    ],
  ],
  [
    "an application's logfmt",
    [
      'time=2021-04-06T06:00:00Z level=info msg="started" worker=1',
      'time=2021-04-06T06:00:01Z level=error msg="could not connect" addr=192.0.2.1:5432',
      'time=2021-04-06T06:00:02Z level=info msg="user logged in" user=alice ip=192.0.2.1',
    ],
  ],
  [
    "a Java application, stack traces and all",
    [
      "2021-04-06 08:00:00.123  INFO 12 --- [nio-8080-exec-1] o.e.web.LoginController : login of alice from 192.0.2.1",
      "2021-04-06 08:00:00.124 ERROR 12 --- [nio-8080-exec-2] o.e.web.Main : failed",
      "java.lang.IllegalStateException: x",
      "\tat org.example.Main.run(Main.java:12)",
      "\tat org.example.Main.main(Main.java:3)",
    ],
  ],
  [
    "a table of visits",
    [
      "date,ip,visits,path",
      "2021-04-06,192.0.2.1,12,/login",
      "2021-04-07,192.0.2.2,13,/",
      "2021-04-08,192.0.2.3,14,/x",
    ],
  ],
  [
    "FTP transfers",
    [
      "Tue Apr  6 08:00:00 2021 1 192.0.2.1 5316 /srv/a.zip b _ o a user@example.org ftp 0 * c",
      "Tue Apr  6 08:00:01 2021 1 192.0.2.1 5316 /srv/b.zip b _ o a user@example.org ftp 0 * c",
    ],
  ],
  [
    "queries of a name server",
    [
      "06-Apr-2021 08:00:00.123 queries: info: client @0x7f 192.0.2.1#5000 (www.example.org): query: www.example.org IN A +E(0)K (198.51.100.1)",
      "06-Apr-2021 08:00:01.123 queries: info: client @0x7f 192.0.2.1#5000 (www.example.org): query: www.example.org IN AAAA +E(0)K (198.51.100.1)",
    ],
  ],
  [
    "a page",
    [
      "<!doctype html>",
      '<html lang="fr"><head><title>GET / HTTP/1.1</title></head>',
      "<body><p>192.0.2.1 - - [06/Apr/2021]</p></body></html>",
    ],
  ],
  [
    "fail2ban",
    [
      "2021-04-06 08:00:00,123 fail2ban.filter [12]: INFO [sshd] Found 192.0.2.1 - 2021-04-06 08:00:00",
      "2021-04-06 08:00:01,123 fail2ban.actions [12]: NOTICE [sshd] Ban 192.0.2.1",
    ],
  ],
  [
    "ModSecurity's audit log",
    [
      "--a1b2c3d4-A--",
      "[06/Apr/2021:08:00:00 +0200] YGv 192.0.2.1 5000 198.51.100.1 80",
      "--a1b2c3d4-B--",
      "GET /login HTTP/1.1",
      "Host: www.example.org",
      "User-Agent: curl",
      "--a1b2c3d4-F--",
      "HTTP/1.1 200 OK",
    ],
  ],
  [
    "HAProxy's TCP log",
    [
      "Apr  6 08:00:00 lb haproxy[12]: 192.0.2.1:5000 [06/Apr/2021:08:00:00.123] mysql mysql/db1 1/0/5007 212 -- 0/0/0/0/3 0/0",
      "Apr  6 08:00:01 lb haproxy[12]: Server mysql/db1 is UP, reason: Layer4 check passed",
    ],
  ],
  [
    "PostgreSQL",
    [
      "2021-04-06 08:00:00.123 CEST [12] alice@db LOG:  connection received: host=192.0.2.1 port=5000",
      '2021-04-06 08:00:00.124 CEST [12] alice@db ERROR:  relation "x" does not exist at character 15',
    ],
  ],
  [
    "Kubernetes events",
    [
      "LAST SEEN   TYPE     REASON    OBJECT        MESSAGE",
      '5m          Normal   Pulled    pod/nginx-1   Container image "nginx" already present on machine',
      "5m          Warning  BackOff   pod/nginx-1   Back-off restarting failed container",
    ],
  ],
  [
    "uvicorn's console, which has no times",
    [
      'INFO:     192.0.2.1:5000 - "GET /login HTTP/1.1" 200 OK',
      'INFO:     192.0.2.1:5001 - "POST /login HTTP/1.1" 401 Unauthorized',
    ],
  ],
  [
    "a Rails log",
    [
      'I, [2021-04-06T08:00:00.123456 #12]  INFO -- : [0123] Started GET "/login" for 192.0.2.1 at 2021-04-06 08:00:00 +0200',
      "I, [2021-04-06T08:00:00.124456 #12]  INFO -- : [0123] Processing by SessionsController#new as HTML",
      "I, [2021-04-06T08:00:00.224456 #12]  INFO -- : [0123] Completed 200 OK in 12ms (Views: 3.1ms | ActiveRecord: 0.5ms)",
    ],
  ],
  [
    "Windows events",
    [
      '{"EventID":4625,"TimeCreated":"2021-04-06T06:00:00Z","Computer":"pc","IpAddress":"192.0.2.1","Status":"0xc000006d","LogonType":3}',
      '{"EventID":4624,"TimeCreated":"2021-04-06T06:00:00Z","Computer":"pc","IpAddress":"192.0.2.1","Status":"0x0","LogonType":3}',
    ],
  ],
];

describe("logs that are no access logs are taken for none", () => {
  it.each(OTHERS)("%s", (_, lines) => {
    const { format, advice } = detectBothWays(new TextEncoder().encode(lines.join("\n")), { logTz: "UTC" });
    expect(format).toBeNull();
    expect(advice).toMatch(/--format/);
  });

  it("bytes at random", () => {
    let state = 17;
    const bytes = Uint8Array.from({ length: 100_000 }, () => {
      state = Math.imul(state, 1103515245) + 12345;
      return state >>> 16;
    });
    expect(detectBothWays(bytes, { logTz: "UTC" }).format).toBeNull();
  });
});

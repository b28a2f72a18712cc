import { proxies } from "../raids/tools.ts";
import type { Scenario } from "../scenario.ts";
import { type ProgramPlan, programs, users, usersRush } from "../sites/programs.ts";
import { type ReadingPlan, reading } from "../sites/reading.ts";
import { agents, browsers } from "../world/agents.ts";

/** Where things are kept: files of a faculty, papers, packages. */

/** Files of a Danish faculty, kept alike by a program on every computer: it asks each half minute whether anything is new. */
const FILES: ProgramPlan = {
  host: "sky.fakultet.example",
  day: "office",
  countries: { DK: 94, SE: 4, DE: 2 },
  access: { house: [0.55, 4], mobile: 0.1, v6: 0.3 },
  agents: agents(
    ["Mozilla/5.0 (Windows) mirall/3.14.3stable-Win64 (build 20241119) (Nextcloud, windows-10.0.22631)", 5],
    ["Mozilla/5.0 (Macintosh) mirall/3.14.3git (Nextcloud, osx-23.6.0)", 3],
    ["Mozilla/5.0 (Linux) mirall/3.11.0-1 (Nextcloud, ubuntu-6.8.0)", 1],
    ["Mozilla/5.0 (iOS) Nextcloud-iOS/6.2.0", 2],
  ),
  perMinute: 40,
  fleet: 80,
  moves: [
    {
      every: 30,
      give: 0.05,
      minutes: 100_000,
      moves: [
        { send: "/remote.php/dav/files/{me}/", method: "PROPFIND", status: 207, bytes: 900, weight: 0.4 },
        {
          perhaps: 0.1,
          moves: [
            {
              fetch: "/ocs/v2.php/apps/notifications/api/v2/notifications",
              status: 304,
              bytes: 0,
              weight: 0.2,
            },
          ],
        },
      ],
    },
  ],
  health: "/status.php",
};

/** A university's papers. */
const PAPERS: ReadingPlan = {
  host: "repositorio.universidad-andes.example",
  day: "world",
  countries: { CO: 40, MX: 18, PE: 12, ES: 10, AR: 8, EC: 8, US: 4 },
  access: { mobile: 0.4, v6: 0.2 },
  agents: browsers("android", 130),
  perMinute: 4,
  page: "/handle/10{digits:3}/{z:60000}",
  find: "/discover?query={word}&filtertype=author&filter_relational_operator=equals&filter={word}",
  files: ["/themes/Mirage2/styles/main.css", "/themes/Mirage2/scripts/theme.js"],
  crawled: 26,
};

/** Packages of a free phone system, kept by a society in Brno. */
const PACKAGES: ProgramPlan = {
  host: "mirror.otevreny-telefon.example",
  day: "evening",
  countries: { CZ: 22, DE: 22, US: 14, FR: 9, PL: 8, SK: 5, IT: 5, NL: 5, IN: 5, BR: 5 },
  access: { mobile: 0.12, v6: 0.4 },
  agents: agents(
    ["Dalvik/2.1.0 (Linux; U; Android 14; Pixel 6a Build/AP2A.240805.005)", 6],
    ["okhttp/4.12.0", 3],
    ["curl/8.5.0", 1],
    ["Wget/1.21.4", 1],
  ),
  perMinute: 5,
  moves: [
    { fetch: "/api/v1/updates/{slug:60}", bytes: 700, weight: 0.1 },
    {
      perhaps: 0.1,
      moves: [
        { fetch: "/full/{slug:60}/{hex:8}.zip.sha256", bytes: 98 },
        { fetch: "/full/{slug:60}/{hex:8}.zip", bytes: 900_000_000, weight: 0.2 },
      ],
    },
  ],
  health: "/health",
};

export const UNTOLD_SHELVES: readonly Scenario[] = [
  {
    name: "a faculty's cloud comes back",
    half: "closed",
    story:
      "The cloud of a faculty is away for half an hour; then every program looks through all of its folders at once.",
    when: "2024-11-27T12:30:00",
    zone: 60,
    historyHours: 4,
    minutes: 100,
    format: "apache",
    site: programs({ ...FILES, server: { capacity: 9, whenFull: "503" } }),
    crowds: [
      usersRush(FILES, { at: 55, lasts: 40, shape: { is: "burst", rise: 1, fall: 7 } }, 16, {
        acquainted: ["users", 0.95],
        moves: [
          {
            often: 60,
            moves: [
              {
                send: "/remote.php/dav/files/{me}/{slug:200}/",
                method: "PROPFIND",
                status: 207,
                bytes: 2_400,
                weight: 0.4,
              },
              { wait: 0.3 },
            ],
          },
          {
            perhaps: 0.5,
            moves: [
              {
                often: 4,
                moves: [
                  {
                    send: "/remote.php/dav/files/{me}/{slug:900}.docx",
                    method: "PUT",
                    status: 204,
                    bytes: 0,
                    weight: 0.8,
                  },
                ],
              },
            ],
          },
        ],
        temper: { retries: 3, pause: 20, stubborn: true },
      }),
    ],
    outage: { at: 24, lasts: 31, status: 503 },
  },
  {
    name: "ten thousand homes read dissertations",
    half: "closed",
    story:
      "Whoever is behind it reads a university's searches by author through homes for hire, three requests each, a hundred and thirty a minute for five hours.",
    when: "2025-03-03T09:00:00",
    zone: -300,
    historyHours: 12,
    minutes: 330,
    format: "combined",
    site: reading({ ...PAPERS, server: { capacity: 12, whenFull: "504" } }),
    raids: [
      {
        name: "readers for hire",
        at: 20,
        lasts: 300,
        perMinute: 130,
        shape: { is: "hill" },
        lair: proxies(3, {
          BR: 22,
          VN: 14,
          IN: 8,
          AR: 7,
          US: 7,
          IQ: 4,
          BD: 5,
          EC: 4,
          ZA: 3,
          TR: 3,
          PK: 4,
          MX: 3,
          UA: 2,
        }),
        tool: {
          shots: [
            {
              send: "GET /discover?query={word}&filtertype=author&filter_relational_operator=equals&filter={word}",
              weight: 2.5,
              often: 3,
            },
            { send: "GET /handle/10{digits:3}/{n:60000}", weight: 1 },
          ],
          agents: browsers("office", 126),
        },
      },
    ],
  },
  {
    name: "version 22 is on the mirrors",
    half: "closed",
    story:
      "A new version is announced; telephones that ask once a day find it, people load it by hand, and other mirrors take all of it, eight files at a time.",
    when: "2025-04-10T15:30:00",
    zone: 120,
    historyHours: 21,
    minutes: 270,
    format: "combined",
    site: programs(PACKAGES),
    crowds: [
      usersRush(PACKAGES, { at: 30, lasts: 240, shape: { is: "burst", rise: 10, fall: 90 } }, 46, {
        acquainted: ["users", 0.3],
        agents: agents(
          ["Dalvik/2.1.0 (Linux; U; Android 14; Pixel 6a Build/AP2A.240805.005)", 5],
          ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", 3],
          ["curl/8.5.0", 1],
          ["Wget/1.21.4", 1],
        ),
        moves: [
          { fetch: "/api/v1/updates/{slug:60}", bytes: 700, weight: 0.1 },
          {
            perhaps: 0.6,
            moves: [
              { fetch: "/full/{slug:60}/v22.zip.sha256", bytes: 98 },
              { fetch: "/full/{slug:60}/v22.zip", bytes: 900_000_000, weight: 0.2 },
            ],
          },
        ],
      }),
      {
        ...users(PACKAGES, "other mirrors"),
        moves: [
          {
            often: 300,
            moves: [{ fetch: "/full/{slug:60}/{hex:8}.zip", bytes: 900_000_000, weight: 0.2 }, { wait: 3 }],
          },
        ],
        agents: agents("rclone/v1.68.2", "Wget/1.21.4"),
        perMinute: 0.06,
        passing: { at: 32, lasts: 90, shape: { is: "flat" } },
        machines: { name: "mirrors", count: 6 },
      },
    ],
  },
];

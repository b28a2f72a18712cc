import { beforeAll, describe, expect, it } from "vitest";
import { oneAddress, script } from "../../bench/outside/raids/tools.ts";
import type { Scenario } from "../../bench/outside/scenario.ts";
import { scenarioOf } from "../../bench/outside/scenarios/index.ts";
import type { EdgeSpec } from "../../bench/outside/world/edge.ts";
import { play } from "../../bench/outside/world/play.ts";
import { busyness } from "../../bench/outside/world/shapes.ts";
import type { Row } from "../../bench/outside/world/world.ts";
import type { PlaceTable } from "../../src/geo/place-table.ts";
import { loadPlaces } from "../../src/node/place-data.ts";

/** What the world of the independent scenarios can express, on a small site with one kind of visitor. */

let places: PlaceTable;

beforeAll(() => {
  places = loadPlaces("lite");
});

function rowsOf(more: Partial<Scenario>, moves: Scenario["site"]["audience"][0]["moves"]): readonly Row[] {
  const base = scenarioOf("a blog's door at night");
  const visitor = {
    ...base.site.audience[0]!,
    name: "visitors",
    moves,
    perMinute: 30,
    day: "flat" as const,
    patience: 5,
    silent: 0,
    returning: 0,
  };
  const { raids: _, ...rest } = base;
  return play(
    {
      ...rest,
      historyHours: 0,
      minutes: 20,
      site: { ...base.site, files: [], audience: [visitor] },
      ...more,
    },
    1,
    places,
  ).rows;
}

describe("a connection that is held open", () => {
  it("lasts longer than anybody waits for an answer", () => {
    const rows = rowsOf({}, [{ hold: "/socket", seconds: 60, status: 101 }]);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.every(({ status }) => status === 101)).toBe(true);
    expect(rows.filter(({ at, doneAt }) => doneAt - at > 20).length).toBeGreaterThan(rows.length / 2);
  });

  it("keeps nobody from what is done beside it", () => {
    const rows = rowsOf({}, [
      { hold: "/socket", seconds: 300, beside: true },
      { wait: 2 },
      { fetch: "/beside" },
    ]);
    const sockets = new Map(
      rows.filter(({ ask }) => ask.target === "/socket").map((row) => [row.client, row]),
    );
    const both = rows.filter(({ ask, client }) => ask.target === "/beside" && sockets.has(client));
    expect(both.length).toBeGreaterThan(10);
    expect(both.filter((row) => row.doneAt < sockets.get(row.client)!.doneAt).length).toBeGreaterThan(
      both.length / 2,
    );
  });
});

describe("whoever was at another site meanwhile", () => {
  it("tells that one as where they come from", () => {
    const rows = rowsOf({}, [
      { see: "/" },
      { back: "https://login.example/" },
      { send: "/acs", status: 302 },
    ]);
    const sent = rows.filter(({ ask }) => ask.method === "POST");
    expect(sent.length).toBeGreaterThan(50);
    expect(sent.every(({ ask }) => ask.referrer === "https://login.example/")).toBe(true);
  });
});

describe("an outage", () => {
  it("is for all, or for the share that meets the broken machine", () => {
    const failed = (share: number | undefined) => {
      const rows = rowsOf(
        { outage: { at: 5, lasts: 10, status: 500, ...(share === undefined ? {} : { share }) } },
        [{ fetch: "/page", weight: 1 }],
      );
      const inside = rows.filter(({ at }) => at > 2100 && at < 2700);
      return inside.filter(({ status }) => status === 500).length / inside.length;
    };
    expect(failed(undefined)).toBe(1);
    expect(failed(0.25)).toBeGreaterThan(0.15);
    expect(failed(0.25)).toBeLessThan(0.35);
  });
});

describe("files that a browser has", () => {
  it("are asked for again as often as the site makes it", () => {
    const count = (revalidates: number) => {
      const { site } = scenarioOf("a blog's door at night");
      const visitor = {
        ...site.audience[0]!,
        moves: [{ see: "/" }, { see: "/b" }],
        perMinute: 30,
        returning: 0,
      };
      return rowsOf({ site: { ...site, files: ["/a.css"], revalidates, audience: [visitor] } }, []).filter(
        ({ status }) => status === 304,
      ).length;
    };
    expect(count(0)).toBe(0);
    expect(count(1)).toBeGreaterThan(50);
  });
});

describe("sources of unequal strength", () => {
  it("are a few that send most of a raid, where all alike send as much", () => {
    const loudest = (uneven: boolean) => {
      const raid = {
        name: "raid",
        at: 1,
        lasts: 15,
        perMinute: 300,
        lair: { ...oneAddress("DE"), kind: "homes" as const, count: 100, uneven },
        tool: script("GET /"),
      };
      const counts = new Map<string, number>();
      for (const { client } of rowsOf({ raids: [raid] }, [{ fetch: "/" }])) {
        if (client.label === "a") counts.set(client.address, (counts.get(client.address) ?? 0) + 1);
      }
      const sorted = [...counts.values()].sort((a, b) => b - a);
      return sorted.slice(0, 10).reduce((sum, n) => sum + n, 0) / sorted.reduce((sum, n) => sum + n, 0);
    };
    expect(loudest(true)).toBeGreaterThan(0.4);
    expect(loudest(false)).toBeLessThan(0.2);
  });
});

describe("a rush of those who know the site", () => {
  it("is made of people of the other crowd in the share that is told, and where none is, of strangers", () => {
    const known = (share: number | undefined) => {
      const { site } = scenarioOf("a blog's door at night");
      const usual = {
        ...site.audience[0]!,
        name: "usual",
        perMinute: 20,
        returning: 0,
        moves: [{ fetch: "/usual" }],
      };
      const rush = {
        ...usual,
        name: "rush",
        passing: { at: 10, lasts: 10, shape: { is: "flat" as const } },
        moves: [{ fetch: "/rush" }],
      };
      const rows = rowsOf(
        {
          historyHours: 4,
          site: { ...site, files: [], audience: [{ ...usual, day: "flat" }] },
          crowds: [share === undefined ? rush : { ...rush, acquainted: ["usual", share] }],
        },
        [],
      );
      const seen = new Set(
        rows.filter(({ ask }) => ask.target === "/usual").map(({ client }) => client.address),
      );
      const rushing = rows.filter(({ ask }) => ask.target === "/rush");
      return rushing.filter(({ client }) => seen.has(client.address)).length / rushing.length;
    };
    expect(known(undefined)).toBeLessThan(0.3);
    expect(known(0.9)).toBeGreaterThan(0.6);
  });
});

describe("people behind a company's filters", () => {
  it("share its few addresses, each with a browser of their own", () => {
    const { site } = scenarioOf("a blog's door at night");
    const staff = {
      ...site.audience[0]!,
      moves: [{ fetch: "/" }],
      perMinute: 40,
      day: "flat" as const,
      returning: 0,
      access: { filtered: [1, "DE", 5] as const },
    };
    const rows = rowsOf({ site: { ...site, files: [], audience: [staff] } }, []);
    expect(new Set(rows.map(({ client }) => client.address)).size).toBeLessThanOrEqual(5);
    expect(new Set(rows.map(({ client }) => client.agent)).size).toBeGreaterThan(20);
  });
});

describe("days of rest", () => {
  it("are Saturday and Sunday where nothing else is told", () => {
    expect(busyness("office", 10, 0)).toBeLessThan(0.2);
    expect(busyness("office", 10, 0, [5, 6])).toBe(1);
    expect(busyness("office", 10, 5, [5, 6])).toBeLessThan(0.2);
  });
});

describe("a network of caches before the site", () => {
  const { site } = scenarioOf("a blog's door at night");
  const visitor = {
    ...site.audience[0]!,
    moves: [{ see: "/" }, { fetch: "/app.css" }],
    perMinute: 30,
    day: "flat" as const,
  };
  const visitors = (more: Partial<EdgeSpec>) => {
    const edge = { network: "162.158", places: 5, keeps: 600, ...more };
    return rowsOf({ site: { ...site, files: ["/app.css"], edge, audience: [visitor] } }, []);
  };

  it("hides visitors, and asks for a file once as long as it is kept", () => {
    const rows = visitors({});
    expect(rows.every(({ client }) => client.address.startsWith("162.158."))).toBe(true);
    const files = rows.filter(({ ask }) => ask.target === "/app.css").length;
    expect(files).toBeGreaterThan(0);
    expect(files).toBeLessThan(rows.length / 5);
    expect(visitors({ keepsPages: true }).length).toBeLessThan(rows.length / 3);
  });

  it("tells them where it forwards who they are", () => {
    const rows = visitors({ forwards: true });
    expect(rows.every(({ client }) => client.peer?.startsWith("162.158.") === true)).toBe(true);
    expect(new Set(rows.map(({ client }) => client.address)).size).toBeGreaterThan(50);
  });
});

describe("a server that asks for proof", () => {
  it("lets people in after their browser has sent it, and no tool that only asks", () => {
    const base = scenarioOf("a blog's door at night");
    const rows = rowsOf(
      {
        site: {
          ...base.site,
          files: [],
          server: { capacity: 1000, whenFull: "503", challenge: { at: 0, lasts: 20, status: 403 } },
          audience: [{ ...base.site.audience[0]!, moves: [{ see: "/" }], perMinute: 30, day: "flat" }],
        },
        raids: [
          {
            name: "tool",
            at: 2,
            lasts: 10,
            perMinute: 60,
            lair: oneAddress("NL"),
            tool: script("GET /"),
          },
        ],
      },
      [],
    );
    const statuses = (label: string) =>
      new Set(rows.filter(({ client }) => client.label === label).map(({ status }) => status));
    expect(statuses("a")).toEqual(new Set([403]));
    expect(statuses("o")).toEqual(new Set([200, 302, 403]));
  });
});

describe("a crowd of which a share stays away", () => {
  it("comes in smaller numbers for that time, and back afterwards", () => {
    const crowd = {
      ...scenarioOf("a blog's door at night").site.audience[0]!,
      perMinute: 60,
      day: "flat" as const,
    };
    const rows = rowsOf(
      {
        site: {
          ...scenarioOf("a blog's door at night").site,
          audience: [{ ...crowd, moves: [{ fetch: "/" }], lull: { at: 5, lasts: 10, share: 0.8 } }],
        },
      },
      [],
    );
    const inside = rows.filter(({ at }) => at >= 1800 + 300 && at < 1800 + 900).length / 10;
    const outside = rows.filter(({ at }) => at < 1800 + 300 || at >= 1800 + 900).length / 10;
    expect(inside / outside).toBeGreaterThan(0.1);
    expect(inside / outside).toBeLessThan(0.35);
  });
});

describe("machines in the site's own network", () => {
  it("have its private addresses", () => {
    const base = scenarioOf("a blog's door at night").site;
    const machines = { name: "house", count: 2, own: "10.8.3" };
    const rows = rowsOf(
      {
        site: {
          ...base,
          audience: [{ ...base.audience[0]!, machines, moves: [{ fetch: "/" }], perMinute: 30, day: "flat" }],
        },
      },
      [],
    );
    const addresses = new Set(rows.map(({ client }) => client.address));
    expect(addresses.size).toBeLessThanOrEqual(2);
    for (const address of addresses) expect(address).toMatch(/^10\.8\.3\.\d+$/);
  });
});

import { type AppHabits, appClients } from "../apps.ts";
import { DAY_MS, drawPlan, HOUR_MS, MINUTE_MS, surgeEvent } from "../plans.ts";
import type { Random } from "../random.ts";
import type { Plan, Scenario } from "../scenario.ts";
import { drawCrowd } from "../surges.ts";
import { ascii } from "../text.ts";

const group = "organic";

/** Crowds: much more than usual, and people. Whatever is reported as an attack here is a false alarm. */
export const ORGANIC: readonly Scenario[] = [
  {
    name: "organic/bell-surge",
    group,
    summary: "The audience logs in at the bell; the site bears it.",
    plan: (random, request) =>
      drawCrowd(random, request, { description: "the audience logs in at the bell" }),
  },
  {
    name: "organic/retry-storm",
    group,
    summary: "The audience logs in at the bell, the site refuses many, and they press reload.",
    plan: (random, request) =>
      drawCrowd(random, request, {
        capacity: [0.35, 0.75],
        description: "the audience logs in at the bell and is refused",
      }),
  },
  {
    name: "organic/waiting-room",
    group,
    summary: "A waiting room takes those who are too many, and sends each of them back every twenty seconds.",
    plan: (random, request) =>
      drawCrowd(random, request, {
        site: { kind: "portal" },
        capacity: [0.45, 0.8],
        waitingRoom: true,
        description: "the audience waits in line",
      }),
  },
  {
    name: "organic/schools-and-gateways",
    group,
    summary: "A lesson begins: whole classes behind one address each, and the rest behind mobile gateways.",
    plan: (random, request) => {
      const plan = drawCrowd(random, request, {
        site: { kind: "portal" },
        gatewayShare: random.between(0.4, 0.7),
        height: [1.2, 3],
        riseMinutes: [2, 8],
        description: "classes sit down at the computers",
      });
      // Lessons began on the days before as well, with fewer classes.
      const bells = [...(plan.schools?.bells ?? [])].filter(({ timeMs }) => timeMs < plan.historyEndMs);
      for (let timeMs = plan.surge.startMs - 6 * DAY_MS; timeMs < plan.surge.startMs; timeMs += DAY_MS) {
        if (timeMs >= plan.startMs) bells.push({ timeMs, share: random.between(0.15, 0.35) });
      }
      bells.push({ timeMs: plan.surge.startMs + 60_000, share: 0.95 });
      bells.sort((a, b) => a.timeMs - b.timeMs);
      const country = plan.audience.parts[0]!.country;
      return { ...plan, schools: { country, count: Math.ceil(Math.min(80, 3 + plan.rate * 4)), bells } };
    },
  },
  {
    name: "organic/abroad-and-overseas",
    group,
    summary: "A crowd of which a quarter is at home abroad and overseas, as on every day.",
    plan: (random, request) =>
      drawCrowd(random, request, {
        abroadShare: random.between(0.2, 0.3),
        description: "an audience spread over the world",
      }),
  },
  {
    name: "organic/linked-from-abroad",
    group,
    summary:
      "A big foreign site links to a page: new people from foreign networks who log in nowhere, and yet people.",
    plan: (random, request) => {
      const plan = drawCrowd(random, request, {
        site: { kind: random.pick(["blog", "shop"]) },
        hour: [0, 22],
        riseMinutes: [1, 10],
        plateauMinutes: [2, 25],
        height: [2, 8],
        description: "readers of a foreign site follow its link",
      });
      const abroad: Plan["audience"]["parts"] = random
        .shuffled([
          { country: "US", zone: "America/New_York", weight: 6 },
          { country: "GB", zone: "Europe/London", weight: 2 },
          { country: "DE", zone: "Europe/Berlin", weight: 2 },
          { country: "IN", zone: "Asia/Kolkata", weight: 2 },
          { country: "BR", zone: "America/Sao_Paulo", weight: 1.5 },
          { country: "CA", zone: "America/Toronto", weight: 1 },
          { country: "JP", zone: "Asia/Tokyo", weight: 1 },
          { country: "AU", zone: "Australia/Sydney", weight: 1 },
        ])
        .filter(({ country }) => country !== plan.home[0])
        .slice(0, 3 + random.below(5));
      const link = random.pick([
        "https://news.ycombinator.com/",
        "https://www.reddit.com/",
        "https://t.co/Xq3kd81",
        "https://www.bbc.co.uk/news",
        "https://m.facebook.com/",
        "https://news.google.com/",
      ]);
      return {
        ...plan,
        surgeAudience: { ...plan.audience, parts: abroad, peoplePerPrefix: 1.3 },
        surgeHabits: {
          ...plan.habits,
          deepLinkShare: 1,
          linkedFrom: ascii(link),
          loginShare: 0,
          noReferrerShare: random.between(0.1, 0.4),
        },
      };
    },
  },
  {
    name: "organic/app-reconnect",
    group,
    summary:
      "An app loses its connection everywhere at once, and all its clients reconnect and sign in again.",
    plan: (random, request) => {
      const plan = drawPlan(random, request, {
        site: { kind: "api" },
        rate: [2, 40],
        durationMs: 1.5 * HOUR_MS,
        historyMs: 6 * HOUR_MS,
        hour: [7, 21],
        extraSeconds: 600,
      });
      const dropMs = plan.historyEndMs + random.between(15, 45) * MINUTE_MS;
      const habits: AppHabits = {
        name: random.pick(["ExampleApp", "EntMobile", "ShopClient", "com.example.portal"]),
        pollMs: random.pick([15_000, 30_000, 60_000]),
        sessionMs: random.between(5, 15) * MINUTE_MS,
        pauseMs: random.between(40, 150) * MINUTE_MS,
        retryMs: random.pick([1_000, 3_000, 5_000, 10_000]),
        backoff: random.pick([1, 1.5, 2]),
        loginShare: 0.15,
      };
      return {
        ...plan,
        // The app makes three quarters of the usual traffic.
        apps: { habits, clients: appClients(0.75 * plan.rate, habits), dropMs },
        capacityOfPeak: random.chance(0.5) ? null : random.between(0.4, 0.9),
        events: [
          {
            kind: "surge",
            id: "reconnect",
            startMs: dropMs,
            endMs: dropMs + Math.max(4 * MINUTE_MS, habits.sessionMs * 0.7),
            decidable: true,
            description: "all clients of the app reconnect",
          },
        ],
      };
    },
  },
  {
    name: "organic/cdn-assets",
    group,
    summary: "A crowd on a site whose files come from elsewhere: pages and logins are all the log shows.",
    plan: (random, request) =>
      drawCrowd(random, request, {
        site: { kind: random.pick(["portal", "shop", "api"]), assetsLogged: false },
        description: "the audience logs in; its files come from a CDN",
      }),
  },
  {
    name: "organic/bare-format",
    group,
    summary: "A crowd in a log without user agents and referrers.",
    plan: (random, request) =>
      drawCrowd(random, request, { format: "common", description: "the audience logs in, in a bare format" }),
  },
  {
    name: "organic/ipv6-privacy",
    group,
    summary: "A crowd that mostly has IPv6, with privacy addresses that change every day.",
    plan: (random, request) =>
      drawCrowd(random, request, {
        ipv6Share: random.between(0.6, 0.85),
        gatewayShare: 0.05,
        description: "the audience logs in over IPv6",
      }),
  },
  {
    name: "organic/results-polling",
    group,
    summary: "Exam results are due: everybody reloads one page until they are there.",
    plan: (random, request) => {
      const plan = drawCrowd(random, request, {
        site: { kind: "portal" },
        hour: [9, 16],
        height: [1.5, 4],
        riseMinutes: [3, 12],
        plateauMinutes: [10, 40],
        ...(random.chance(0.5) ? { capacity: [0.5, 0.9] as const } : {}),
        description: "everybody reloads the page with the results",
      });
      const results = plan.site.pages[random.below(6)]!;
      return { ...plan, surgeHabits: { ...plan.habits, pollPage: results, deepLinkShare: 0.5 } };
    },
  },
  {
    name: "organic/begins-mid-surge",
    group,
    summary: "The log begins when the crowd is already there.",
    plan: (random, request) => {
      const plan = drawCrowd(
        random,
        { ...request, historyMs: 0 },
        { description: "a crowd that was there first" },
      );
      return beginLate(random, plan);
    },
  },
  {
    name: "organic/busy-site",
    group,
    summary: "Hundreds of requests a second, and a crowd on top, all within half an hour.",
    plan: (random, request) =>
      drawCrowd(
        random,
        {
          ...request,
          rate: request.rate ?? random.logBetween(40, 150),
          historyMs: request.historyMs ?? 10 * MINUTE_MS,
        },
        {
          durationMs: 30 * MINUTE_MS,
          historyMs: 10 * MINUTE_MS,
          hour: [7, 20],
          height: [1.8, 2.6],
          riseMinutes: [2, 5],
          plateauMinutes: [2, 6],
          description: "a crowd on a busy site",
        },
      ),
  },
];

/** Cuts the log so that it begins within the surge. */
function beginLate(random: Random, plan: ReturnType<typeof drawCrowd>): Plan {
  const { surge } = plan;
  const startMs = Math.round(
    surge.startMs + surge.riseMs * random.between(0.9, 1) + surge.plateauMs * random.between(0, 0.5),
  );
  const cut = { ...plan, startMs, historyEndMs: startMs, endMs: startMs + (plan.endMs - plan.historyEndMs) };
  const event = surgeEvent([surge], cut, "surge", "a crowd that was there first");
  // Without anything before it nobody can say that this is more than usual.
  return { ...cut, events: [{ ...event, decidable: false }] };
}

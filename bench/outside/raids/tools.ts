import type { Lair, Tool } from "../scenario.ts";
import { BOTNET, HOSTERS, PROXIES } from "../sites/machines.ts";
import { type AgentPool, agents, browsers } from "../world/agents.ts";
import type { Move } from "../world/moves.ts";

/** Tools of attackers, and where they are used from. */

const LIBRARIES = agents("python-requests/2.31.0", "Go-http-client/2.0", "axios/1.6.2", "okhttp/4.9.3");
/** Lists of user agents that come with flooding tools: old, odd, many. */
const OLD_LIST: AgentPool = (chance) =>
  chance.pick([
    () =>
      `Mozilla/5.0 (Windows NT ${chance.pick(["5.1", "6.0", "6.1", "6.2", "6.3"])}; rv:${20 + chance.below(30)}.0) Gecko/20100101 Firefox/${20 + chance.below(30)}.0`,
    () =>
      `Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${30 + chance.below(40)}.0.${1500 + chance.below(2000)}.${chance.below(140)} Safari/537.36`,
    () =>
      `Opera/9.80 (Windows NT 6.${chance.below(3)}; U; en) Presto/2.${chance.below(12)}.229 Version/1${chance.below(3)}.0${chance.below(9)}`,
    () =>
      `Mozilla/4.0 (compatible; MSIE ${6 + chance.below(4)}.0; Windows NT 5.1; Trident/4.0; .NET CLR 2.0.${chance.below(50727)})`,
  ])();

/** Asks for one address over and over. */
export function flood(send: string, agentPool: AgentPool = OLD_LIST, more: Partial<Tool> = {}): Tool {
  return { shots: [{ send }], agents: agentPool, ...more };
}

/** One URL with ever another query, so that no cache can answer. */
export function cacheBuster(path: string, more: Partial<Tool> = {}): Tool {
  return {
    shots: [{ send: `GET ${path}?{word}={hex:10}`, weight: 1.2 }],
    agents: OLD_LIST,
    agentEach: true,
    ...more,
  };
}

/** Opens streams of HTTP/2 and takes them back at once: nginx writes 499. */
export function rapidReset(path: string, agentPool: AgentPool = agents("")): Tool {
  return {
    shots: [{ send: `GET ${path}`, seconds: 0.2, weight: 0.4 }],
    agents: agentPool,
    patience: 0.01,
    protocol: "HTTP/2.0",
  };
}

/** Tries stolen pairs of name and password. */
export function stuffing(
  send: string,
  status: number,
  agentPool: AgentPool = browsers("public", 120),
  more: Partial<Tool> = {},
): Tool {
  return { shots: [{ send, status, weight: 1.5, bytes: 4_900 }], agents: agentPool, ...more };
}

/** Other people's WordPress, made to verify pingbacks here. */
export const PINGBACKS: Tool = {
  shots: [{ send: "GET /?{digits:7}={digits:7}", weight: 1 }, { send: "GET /", weight: 1, often: 0.4 }],
  agents: (chance) => `WordPress/${chance.pick(["4.9.8", "5.8.1", "6.1.1", "6.4.3", "3.9.2", "4.2"])}; http://${chance.hex(7)}.example; verifying pingback from ${80 + chance.below(120)}.${chance.below(255)}.${chance.below(255)}.9`,
  protocol: "HTTP/1.1",
}; // biome-ignore format: one line

/** Browsers of people who read another site, whose script makes them ask here. */
export function borrowedBrowsers(
  send: string,
  referrer: string,
  mix: Parameters<typeof browsers>[0],
  newest: number,
): Tool {
  return { shots: [{ send, weight: 1 }], agents: browsers(mix, newest), referrer };
}

/** A browser driven by a program: pages with their files. */
export function driven(
  moves: readonly Move[],
  requests: number,
  agentPool: AgentPool = agents(
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/119.0.0.0 Safari/537.36",
  ),
): Tool {
  return { visit: { moves, requests }, agents: agentPool };
}

/** Programs that say which library they use. */
export function script(send: string, status = 200, agentPool: AgentPool = LIBRARIES, weight = 1): Tool {
  return { shots: [{ send, status, weight }], agents: agentPool };
}

export const botnet = (count: number, countries: Lair["countries"] = BOTNET): Lair => ({
  kind: "homes",
  countries,
  count,
});
export const proxies = (requestsEach: number, countries: Lair["countries"] = PROXIES): Lair => ({
  kind: "homes",
  countries,
  requestsEach,
  count: 400,
});
export const servers = (count: number, nets = 6, countries: Lair["countries"] = HOSTERS): Lair => ({
  kind: "hosting",
  countries,
  count,
  nets,
});
export const oneAddress = (country: string): Lair => ({ kind: "one", countries: { [country]: 1 } });
export const rotating6 = (country: string, requestsEach = 1.5): Lair => ({
  kind: "rotating",
  countries: { [country]: 1 },
  requestsEach,
});
export { LIBRARIES as libraries, OLD_LIST as oldBrowsers };

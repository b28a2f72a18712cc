import type { AnalyzerOptions } from "../../src/options.ts";
import type { Access } from "./world/addresses.ts";
import type { AgentPool } from "./world/agents.ts";
import type { EdgeSpec } from "./world/edge.ts";
import type { LogFormat } from "./world/log-formats.ts";
import type { Move, Temper } from "./world/moves.ts";
import type { ServerSpec } from "./world/server.ts";
import type { Day, Shape } from "./world/shapes.ts";

/** Countries by weight. */
export type Countries = Readonly<Record<string, number>>;

/** People, or programs that do no harm, who come one after the other. */
export interface Crowd {
  readonly name: string;
  /** Default: people. */
  readonly label?: "people" | "crawler" | "monitor";
  readonly moves: readonly Move[];
  readonly countries: Countries;
  readonly access?: Access;
  readonly agents: AgentPool;
  /** Visits a minute in the busiest hour, or at the height of what passes. */
  readonly perMinute: number;
  /** How the day goes. Default: the site's. */
  readonly day?: Day;
  /** For what passes: when it begins, minutes after the history, how long it lasts, and how it comes and goes. */
  readonly passing?: { readonly at: number; readonly lasts: number; readonly shape: Shape };
  /** Whether its coming is a surge that a judge has to name. Default false. */
  readonly surge?: boolean;
  /** Share that was here before and comes from the same address. Default 0.3. */
  readonly returning?: number;
  /** Share that was here before as one of another crowd, of that name: the site's own people in a rush. Default none. */
  readonly acquainted?: readonly [crowd: string, share: number];
  /** What the first page is reached from, by weight; "" is nothing. Default: nothing, a search. */
  readonly from?: Readonly<Record<string, number>>;
  readonly temper?: Temper;
  /** Seconds until they hang up. Default 20, some more, some less. */
  readonly patience?: number;
  /** A fixed number of machines in data centres of that name in place of people, or in the site's own network: `10.8.3`. */
  readonly machines?: {
    readonly name: string;
    readonly count: number;
    readonly nets?: number;
    readonly own?: string;
  };
  /** A time in which a share of them stays away: holidays, a strike, a network that is down. Minutes after the history. */
  readonly lull?: { readonly at: number; readonly lasts: number; readonly share: number };
  /** That many come once each and stay: devices, monitors. */
  readonly fleet?: number;
  /** Share that tells no referrer. Default 0.04. */
  readonly silent?: number;
  /** HTTP/1.1 in place of 2. */
  readonly oldProtocol?: boolean;
}

/** Where attackers sit. */
export interface Lair {
  /** `homes` of other people, `hosting` in data centres, `rotating` through one IPv6 /48, `one` address. */
  readonly kind: "homes" | "hosting" | "rotating" | "one";
  readonly countries: Countries;
  /** How many addresses; each keeps its behaviour. */
  readonly count?: number;
  /** In place of a fixed number: a new address after so many requests. */
  readonly requestsEach?: number;
  /** Blocks of addresses of a data centre. Default 6. */
  readonly nets?: number;
  /** Bits of such a block's prefix. Default 22: 1,024 addresses. */
  readonly bits?: number;
  /** Whether some of them send far more than others. Default false: all alike. */
  readonly uneven?: boolean;
  /** How homes are reached. Default: anywhere in the country. */
  readonly access?: Access;
}

/** One kind of request of a tool: `GET /path`, a template, with status and weight. */
export interface Shot {
  readonly send: string;
  readonly status?: number;
  readonly weight?: number;
  readonly bytes?: number;
  /** Share of the shots. Default 1. */
  readonly often?: number;
  readonly seconds?: number;
}

/** What attackers use. */
export interface Tool {
  /** Single requests … */
  readonly shots?: readonly Shot[];
  /** … or whole visits as people make them, of about so many requests each. */
  readonly visit?: { readonly moves: readonly Move[]; readonly requests: number };
  readonly agents: AgentPool;
  /** Whether every request has another user agent. Default: one per source. */
  readonly agentEach?: boolean;
  /** Referrer, a template. Default none. */
  readonly referrer?: string;
  /** Hangs up after so many seconds. Default never. */
  readonly patience?: number;
  readonly protocol?: string;
}

/** Traffic that is not the audience's. */
export interface Raid {
  readonly name: string;
  /** Minutes after the history. */
  readonly at: number;
  readonly lasts: number;
  /** Default flat. */
  readonly shape?: Shape;
  /** Requests a minute on average, or share of all requests while it lasts. */
  readonly perMinute?: number;
  readonly share?: number;
  readonly lair: Lair;
  readonly tool: Tool;
  /** Whether the sources take turns, each at its steady pace. Default false: at random. */
  readonly turns?: boolean;
  /** Too little to matter by contract. */
  readonly nuisance?: boolean;
  /** After so many minutes a filter answers it with this status. */
  readonly blocked?: { readonly after: number; readonly status: number };
  /** False where nobody could tell from the log. Default true. */
  readonly decidable?: boolean;
}

/** A site. */
export interface Site {
  readonly host: string;
  readonly files: readonly string[];
  readonly day: Day;
  /** Days of rest, 0 is Sunday. Default Saturday and Sunday. */
  readonly rest?: readonly number[];
  /** Share of cached files that browsers ask for again, and are told 304. Default 0.06. */
  readonly revalidates?: number;
  readonly server?: ServerSpec;
  /** A network of caches before it. Default none. */
  readonly edge?: EdgeSpec;
  /** How often the queue reloads itself, seconds. */
  readonly queueSeconds?: number;
  /** Everybody who is there on any day. */
  readonly audience: readonly Crowd[];
}

/** One log to be judged. */
export interface Scenario {
  readonly name: string;
  /** `open`: anyone may look at every detail. `closed`: only totals are told. */
  readonly half: "open" | "closed";
  /** What happens, in a sentence. */
  readonly story: string;
  /** Local time at which what happens begins: the end of the history. */
  readonly when: string;
  /** Minutes of local time before UTC. */
  readonly zone: number;
  readonly historyHours: number;
  /** Minutes of the log after the history. */
  readonly minutes: number;
  readonly format: LogFormat;
  readonly site: Site;
  readonly crowds?: readonly Crowd[];
  readonly raids?: readonly Raid[];
  /** False where the log cannot tell its surges: then inconclusive is right. */
  readonly surgeDecidable?: boolean;
  /** Failure: minutes after the history, how long, the status, and for which share of the requests (default all). */
  readonly outage?: {
    readonly at: number;
    readonly lasts: number;
    readonly status: number;
    readonly share?: number;
  };
  /** What an operator of such a site would have to say. */
  readonly options?: AnalyzerOptions;
}

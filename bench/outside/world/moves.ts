import type { Chance } from "./chance.ts";
import type { Ask, Client, Life } from "./client.ts";
import { CHALLENGE_PATH } from "./server.ts";
import { fill, type TemplateContext } from "./template.ts";
import type { World } from "./world.ts";

/** Bytes a second of sound, 128 kbit/s. */
const STREAM_BYTES = 16_000;

/** What somebody does on a site, as a list of these. Targets are templates (template.ts). */
export type Move =
  /** Opens a page, or one of some, with files and calls that come with it. */
  | { readonly see: string | readonly string[]; readonly files?: number; readonly calls?: readonly string[]; readonly weight?: number; readonly status?: number; readonly bytes?: number }
  /** Sends something. */
  | { readonly send: string; readonly method?: string; readonly weight?: number; readonly status?: number; readonly bytes?: number }
  /** Logs in: what a right and a wrong password are answered with, how often it is wrong. */
  | { readonly login: string; readonly ok?: number; readonly bad?: number; readonly fails?: number; readonly weight?: number }
  /** A file, a segment of a film, a picture; what is listened to for long: median seconds, which makes the bytes. */
  | { readonly fetch: string; readonly status?: number; readonly bytes?: number; readonly weight?: number; readonly seconds?: number }
  /** Holds a connection open, median seconds: a long poll, a WebSocket, an upload; `beside` everything else, or waiting for its end. */
  | { readonly hold: string; readonly seconds: number; readonly method?: string; readonly status?: number; readonly bytes?: number; readonly weight?: number; readonly beside?: boolean }
  /** Was at another site meanwhile and is sent back from there: to pay, to log in. */
  | { readonly back: string }
  /** Reads, types, thinks: median seconds, spread of the logarithm (default 0.8). */
  | { readonly wait: number; readonly spread?: number }
  /** Some times over: on average, at least once. */
  | { readonly often: number; readonly moves: readonly Move[] }
  | { readonly perhaps: number; readonly moves: readonly Move[] }
  /** Asks again every so many seconds (give or take a share, default 0.02), for some minutes. */
  | { readonly every: number; readonly give?: number; readonly minutes: number; readonly moves: readonly Move[] }; // biome-ignore format: one line a move

/** The site and the moment, as whoever visits it needs to know them. */
export interface Setting {
  readonly world: World;
  /** Prefix of referrers, `https://www.example.org`. */
  readonly origin: string;
  /** Files of its pages. */
  readonly files: readonly string[];
  /** Share of files in a browser's cache that it asks for again all the same. */
  readonly revalidates: number;
  /** Path of the queue, where people wait. */
  readonly queuePage: string;
  /** How often the queue reloads itself, seconds. */
  readonly queueSeconds: number;
}

/** How somebody takes it when a site does not answer. */
export interface Temper {
  /** How often they try again. */
  readonly retries: number;
  /** Median seconds before they do. */
  readonly pause: number;
  /** Share that goes on after a failure as if nothing had happened: programs, not people. */
  readonly stubborn?: boolean;
}

/** One visit. */
export class Visit implements TemplateContext {
  readonly client: Client;
  readonly chance: Chance;
  readonly clientNumber: number;
  readonly #setting: Setting;
  readonly #temper: Temper;
  /** Whether files of the site lie in the browser's cache already. */
  #knowsFiles: boolean;
  /** What the next page is reached from. */
  #from: string;
  #count = 0;

  constructor(
    setting: Setting,
    client: Client,
    temper: Temper,
    from: string,
    knowsFiles: boolean,
    clientNumber: number,
  ) {
    this.#setting = setting;
    this.client = client;
    this.chance = client.chance;
    this.clientNumber = clientNumber;
    this.#temper = temper;
    this.#from = from;
    this.#knowsFiles = knowsFiles;
  }

  next(): number {
    this.#count += 1;
    return this.#count;
  }

  nowMs(): number {
    return this.#setting.world.beginsMs + this.#setting.world.now * 1000;
  }

  /** Does all of the moves, or gives up: then `false`. */
  *walk(moves: readonly Move[]): Life {
    for (const move of moves) {
      if (!(yield* this.#do(move))) return false;
    }
    return true;
  }

  *#do(move: Move): Life {
    const { chance } = this;
    if ("wait" in move) yield chance.around(move.wait, move.spread ?? 0.8);
    else if ("often" in move) {
      do {
        if (!(yield* this.walk(move.moves))) return false;
      } while (chance.happens(1 - 1 / move.often));
    } else if ("perhaps" in move) {
      if (chance.happens(move.perhaps)) return yield* this.walk(move.moves);
    } else if ("every" in move) {
      const until = this.#setting.world.now + chance.around(move.minutes, 0.5) * 60;
      while (this.#setting.world.now < until) {
        if (!(yield* this.walk(move.moves)) && this.#temper.stubborn !== true) return false;
        yield move.every * (1 + (move.give ?? 0.02) * (2 * chance.unit() - 1));
      }
    } else if ("back" in move) this.#from = this.client.tellsReferrer ? move.back : "";
    else if ("hold" in move) return yield* this.#hold(move);
    else if ("see" in move) return yield* this.#see(move);
    else if ("login" in move) return yield* this.#login(move);
    else {
      const isFetch = "fetch" in move;
      const target = fill(isFetch ? move.fetch : move.send, this);
      const method = isFetch ? "GET" : (move.method ?? "POST");
      const weight = move.weight ?? (isFetch ? 0.03 : 1);
      return yield* this.#insist({ ...this.#ask(method, target, weight), ...chosen(move, chance, weight) });
    }
    return true;
  }

  *#hold(move: Extract<Move, { hold: string }>): Life {
    const ask: Ask = {
      ...this.#ask(move.method ?? "GET", fill(move.hold, this), move.weight ?? 0.3),
      status: move.status ?? 200,
      seconds: this.chance.around(move.seconds, 0.7),
      bytes: move.bytes === undefined ? 0 : Math.round(this.chance.around(move.bytes, 0.5)),
      held: true,
    };
    if (move.beside !== true) return yield* this.#insist(ask);
    yield { ...ask, later: 0.1 };
    return true;
  }

  *#see(move: Extract<Move, { see: unknown }>): Life {
    const target = fill(typeof move.see === "string" ? move.see : this.chance.pick(move.see), this);
    const weight = move.weight ?? 1;
    const bytes = move.bytes ?? Math.round(this.chance.around(14_000, 0.5));
    const ask = { ...this.#ask("GET", target, weight), status: move.status ?? 200, bytes };
    if (!(yield* this.#insist(ask))) return false;
    this.#from = this.client.tellsReferrer ? `${this.#setting.origin}${target}` : "";
    const { files } = this.#setting;
    const wanted = Math.min(files.length, move.files ?? files.length);
    let later = 0.05;
    for (let i = 0; i < wanted; i += 1) {
      later += this.chance.unit() * 0.08;
      if (this.#knowsFiles && !this.chance.happens(this.#setting.revalidates)) continue;
      const status = this.#knowsFiles ? 304 : 200;
      const size = status === 304 ? 0 : Math.round(this.chance.around(22_000, 1.1));
      yield { ...this.#ask("GET", fill(files[i]!, this), 0.03), status, bytes: size, later };
    }
    this.#knowsFiles = true;
    for (const call of move.calls ?? []) {
      later += this.chance.unit() * 0.25;
      const [method, path] = call.startsWith("POST ") ? ["POST", call.slice(5)] : ["GET", call];
      yield {
        ...this.#ask(method!, fill(path!, this), 0.5),
        bytes: Math.round(this.chance.around(1_800, 1)),
        later,
      };
    }
    return true;
  }

  *#login(move: Extract<Move, { login: unknown }>): Life {
    for (let tries = 0; tries < 4; tries += 1) {
      const isWrong = this.chance.happens(move.fails ?? 0.07);
      const status = isWrong ? (move.bad ?? 200) : (move.ok ?? 302);
      const ask = {
        ...this.#ask("POST", fill(move.login, this), move.weight ?? 1.5),
        status,
        bytes: isWrong ? 5_120 : 20,
      };
      if (!(yield* this.#insist(ask))) return false;
      if (!isWrong) return true;
      yield this.chance.around(9, 0.6);
    }
    return false;
  }

  /** Asks, and again where it was turned away, as long as patience lasts. */
  *#insist(ask: Ask): Life {
    const { retries, pause } = this.#temper;
    for (let tries = 0; ; tries += 1) {
      const answer = yield ask;
      if (!answer.refused) return true;
      if (answer.challenged === true && tries < 3) {
        yield this.chance.around(4, 0.3);
        yield { ...this.#ask("GET", CHALLENGE_PATH, 0.02), status: 302, bytes: 0 };
        continue;
      }
      if (answer.queued) {
        if (!(yield* this.#queue())) return false;
        continue;
      }
      if (tries >= retries || !this.chance.happens(0.75)) return false;
      yield this.chance.around(pause, 0.7);
    }
  }

  /** Waits in the queue, whose page reloads itself. */
  *#queue(): Life {
    const { queuePage, queueSeconds } = this.#setting;
    const gives = this.chance.around(900, 0.8);
    const number = this.chance.hex(8);
    for (let waited = 0; waited < gives; waited += queueSeconds) {
      const ask = this.#ask("GET", `${queuePage}?t=${number}`, 0.2);
      const answer = yield { ...ask, status: 302, bytes: 0 };
      if (!answer.queued) return true;
      yield queueSeconds * (0.98 + 0.06 * this.chance.unit());
    }
    return false;
  }

  #ask(method: string, target: string, weight: number): Ask {
    return {
      method,
      target,
      weight,
      status: 200,
      bytes: Math.round(this.chance.around(2_600, 0.9)),
      referrer: this.#from,
    };
  }
}

function chosen(
  move: { status?: number; bytes?: number; seconds?: number },
  chance: Chance,
  weight: number,
): Partial<Ask> {
  if (move.seconds !== undefined) {
    const seconds = chance.around(move.seconds, 1.1);
    return { status: move.status ?? 200, seconds, bytes: Math.round(seconds * STREAM_BYTES), weight };
  }
  return {
    ...(move.status === undefined ? {} : { status: move.status }),
    ...(move.bytes === undefined ? {} : { bytes: Math.round(chance.around(move.bytes, 0.3)) }),
    weight,
  };
}

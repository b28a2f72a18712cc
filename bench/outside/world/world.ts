import type { Answer, Ask, Client, Life } from "./client.ts";
import type { Edge } from "./edge.ts";
import type { Server } from "./server.ts";

/** One line of the log. */
export interface Row {
  /** Seconds since the beginning: when it came, and when it was answered. */
  readonly at: number;
  readonly doneAt: number;
  readonly client: Client;
  readonly ask: Ask;
  readonly status: number;
  readonly bytes: number;
  readonly refused: boolean;
}

interface Turn {
  at: number;
  order: number;
  client: Client;
  life: Life;
  answer: Answer;
}

const NOTHING: Answer = { status: 0, seconds: 0, bytes: 0, refused: false, queued: false };

/** Lets everybody live, in the order of time, and keeps what they asked of the server. */
export class World {
  readonly rows: Row[] = [];
  readonly beginsMs: number;
  readonly lengthSeconds: number;
  /** Seconds since the beginning. */
  now = 0;
  readonly #server: Server;
  readonly #edge: Edge | null;
  readonly #turns: Turn[] = [];
  #order = 0;

  constructor(server: Server, edge: Edge | null, beginsMs: number, lengthSeconds: number) {
    this.#server = server;
    this.#edge = edge;
    this.beginsMs = beginsMs;
    this.lengthSeconds = lengthSeconds;
  }

  /** A client begins what it does. */
  begin(at: number, client: Client, life: Life): void {
    if (at >= this.lengthSeconds) return;
    this.#add({ at, order: this.#nextOrder(), client, life, answer: NOTHING });
  }

  /** One request now or later, by itself. */
  request(at: number, client: Client, ask: Ask): Answer {
    const kept = this.#edge?.kept(at, ask, client) ?? null;
    if (kept !== null) return kept;
    const seen = this.#edge?.through(client) ?? client;
    const answer = this.#server.serve(at, ask, client);
    this.#edge?.keep(at, ask, client, answer);
    const patience = ask.held === true && !answer.refused ? Number.POSITIVE_INFINITY : client.patience;
    const gaveUp = answer.seconds > patience;
    const doneAt = at + Math.min(answer.seconds, patience);
    const { bytes, refused } = answer;
    const status = gaveUp ? 499 : answer.status;
    if (doneAt < this.lengthSeconds) {
      this.rows.push({
        at,
        doneAt,
        client: seen,
        ask,
        status,
        bytes: gaveUp ? 0 : bytes,
        refused: refused || gaveUp,
      });
    }
    return gaveUp ? { status, seconds: client.patience, bytes: 0, refused: true, queued: false } : answer;
  }

  /** Runs to the end. */
  run(): void {
    for (let turn = this.#take(); turn !== undefined; turn = this.#take()) {
      this.now = turn.at;
      if (turn.at >= this.lengthSeconds) continue;
      this.#live(turn);
    }
  }

  /** One step of a life, and as many more as take no time. */
  #live(turn: Turn): void {
    let { answer } = turn;
    for (;;) {
      const step = turn.life.next(answer);
      if (step.done === true) return;
      const { value } = step;
      if (typeof value === "number") {
        turn.at += value;
        turn.answer = NOTHING;
        break;
      }
      if (value.later === undefined) {
        turn.answer = this.request(turn.at, turn.client, value);
        turn.at += turn.answer.seconds;
        break;
      }
      answer = this.request(turn.at + value.later, turn.client, value);
    }
    turn.order = this.#nextOrder();
    this.#add(turn);
  }

  #nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  #add(turn: Turn): void {
    const turns = this.#turns;
    let i = turns.length;
    turns.push(turn);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(turn, turns[parent]!)) break;
      turns[i] = turns[parent]!;
      i = parent;
    }
    turns[i] = turn;
  }

  #take(): Turn | undefined {
    const turns = this.#turns;
    const first = turns[0];
    const last = turns.pop();
    if (first === undefined || last === undefined || turns.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= turns.length) break;
      if (child + 1 < turns.length && isBefore(turns[child + 1]!, turns[child]!)) child += 1;
      if (!isBefore(turns[child]!, last)) break;
      turns[i] = turns[child]!;
      i = child;
    }
    turns[i] = last;
    return first;
  }
}

function isBefore(a: Turn, b: Turn): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

import { UserAgentClass } from "../records/user-agents.ts";
import { Source, SourceFlag } from "../windows/source-layout.ts";

/** Marks an attribute that says nothing of this source: too few requests, or the log lacks the field. */
export const NOT_APPLICABLE = 255;

/** What is known of a source besides its row. */
export interface SourceContext {
  /** Minutes since the source, and its prefix, were first learned: 0 new, -1 cannot be known. */
  readonly sourceAge: number;
  readonly prefixAge: number;
  /** Estimated number of sources of its prefix in this span, as many as they would be without the growth of all. */
  readonly neighbours: number;
  /** What visitors' logins are usually answered with; null while that is unknown, or where all logins are answered alike. */
  readonly usualAnswer: LoginAnswer | null;
  /** People behind the source, at least: as many as user agents were seen. */
  readonly people: number;
}

/** How a login attempt was answered, overload left out. */
export const LoginAnswer = { refused: 0, success: 1, redirect: 2 } as const;

/** One of {@link LoginAnswer}. */
export type LoginAnswer = (typeof LoginAnswer)[keyof typeof LoginAnswer];

/** How many of a source's login attempts were answered in one way. */
export function attemptsAnswered(rows: Uint32Array, row: number, answer: LoginAnswer): number {
  const successes = rows[row + Source.attemptSuccesses]!;
  const redirects = rows[row + Source.attemptRedirects]!;
  if (answer === LoginAnswer.success) return successes;
  if (answer === LoginAnswer.redirect) return redirects;
  // 401 and 403 say no; so do 400, 422 and the like.
  return Math.max(
    0,
    rows[row + Source.attempts]! - successes - redirects - rows[row + Source.attemptOverloads]!,
  );
}

/** One thing that can be told of a source from what it did in a span: a small number of bins. */
export interface SourceAttribute {
  readonly name: string;
  /** What each bin means, in words. */
  readonly bins: readonly string[];
  /**
   * Whether it is told from the context alone, by when and beside whom the source came. All others are told from what it did:
   * counts, flags, how many bits are set, and from ten requests on their tenths, so that they are the same for all who did the same.
   */
  readonly isOfCompany?: true;
  /** The bin, or {@link NOT_APPLICABLE}. */
  read(rows: Uint32Array, row: number, context: SourceContext): number;
}

/** So many requests, most of them refused, people may send. */
const MOST_RETRIES = 64;
/** What was first seen more recently is as good as new: a flood cannot vouch for itself within the half hour. */
const RECENT_MINUTES = 30;

const profile: SourceAttribute = {
  name: "profile",
  bins: [
    "attempts and nothing else",
    "form and attempts, nothing else",
    "attempts, followed by pages or assets",
    "login form only",
    "login form with assets",
    "pages with assets",
    "one page",
    "pages without assets",
    "assets only",
    "api only",
    "api with pages or assets",
    "waiting room",
  ],
  read(rows, row) {
    // Of who is refused the log shows what was asked, again and again, and not what would have followed.
    if (isMostlyRefused(rows, row)) return NOT_APPLICABLE;
    const attempts = rows[row + Source.attempts]!;
    const forms = rows[row + Source.loginPages]!;
    const assets = rows[row + Source.assets]!;
    const pages = rows[row + Source.pages]!;
    const apis = rows[row + Source.apis]!;
    if (attempts > 0) {
      if (assets + pages + apis > 0) return 2;
      return forms > 0 ? 1 : 0;
    }
    if (rows[row + Source.waits]! > 0) return 11;
    if (forms > 0 && pages + apis === 0) return assets > 0 ? 4 : 3;
    if (apis > 0) return pages + assets + forms > 0 ? 10 : 9;
    if (pages === 0) return 8;
    if (assets > 0) return 5;
    return pages + forms === 1 ? 6 : 7;
  },
};

const requests: SourceAttribute = {
  name: "requests",
  bins: ["1", "2", "3-4", "5-8", "9-16", "17-32", "33-64", "65-128", "129-256", "257 or more"],
  read(rows, row) {
    const all = rows[row + Source.requests]!;
    // Whoever is refused tries again; but people do not do so without end.
    if (isMostlyRefused(rows, row) && all <= MOST_RETRIES) return NOT_APPLICABLE;
    const count = isMostlyRefused(rows, row) ? all : Math.max(1, served(rows, row));
    return Math.min(9, 32 - Math.clz32(count - 1));
  },
};

const attempts: SourceAttribute = {
  name: "attempts",
  bins: ["none", "1", "2", "3-4", "5-8", "9-16", "17-32", "33 or more"],
  read(rows, row, context) {
    const all = rows[row + Source.attempts]!;
    if (all === 0) return 0;
    // A school is one source: those who are let in, or go on to pages, tried but once each.
    const letIn = context.usualAnswer === null ? 0 : attemptsAnswered(rows, row, context.usualAnswer);
    const wentOn = (rows[row + Source.pages]! + rows[row + Source.assets]! + rows[row + Source.apis]!) / 3;
    const answered = all - rows[row + Source.attemptOverloads]!;
    const count = Math.max(1, Math.ceil(answered - Math.max(letIn, wentOn)));
    return Math.min(7, 1 + 32 - Math.clz32(count - 1));
  },
};

const attemptOutcome: SourceAttribute = {
  name: "attempt-outcome",
  bins: ["overload", "refused", "answered 2xx", "redirected"],
  read(rows, row, context) {
    const refused = attemptsAnswered(rows, row, LoginAnswer.refused);
    const successes = rows[row + Source.attemptSuccesses]!;
    const redirects = rows[row + Source.attemptRedirects]!;
    const answered = refused + successes + redirects;
    if (answered === 0) return rows[row + Source.attemptOverloads]! > 0 ? 0 : NOT_APPLICABLE;
    // Where right and wrong can be told apart, that says all there is to say.
    if (context.usualAnswer !== null) return NOT_APPLICABLE;
    if (redirects * 3 >= answered) return 3;
    return successes >= refused ? 2 : 1;
  },
};

const loginAnswer: SourceAttribute = {
  name: "login-answer",
  bins: [
    "as visitors' logins are",
    "as visitors' logins are, more than once",
    "otherwise",
    "otherwise, twice",
    "otherwise, more than twice",
  ],
  read(rows, row, context) {
    if (context.usualAnswer === null) return NOT_APPLICABLE;
    const answered = rows[row + Source.attempts]! - rows[row + Source.attemptOverloads]!;
    if (answered <= 0) return NOT_APPLICABLE;
    const usual = attemptsAnswered(rows, row, context.usualAnswer);
    // People mistype, too; thieves of passwords are right now and then.
    if (usual * 4 >= answered) return usual === 1 ? 0 : 1;
    return 1 + Math.min(3, answered - usual);
  },
};

const errors: SourceAttribute = {
  name: "errors",
  bins: ["none", "some", "half or more of few", "half or more of five or more"],
  read(rows, row) {
    // A login that is refused is another matter.
    const refused = rows[row + Source.refusals]! - rows[row + Source.attemptRefusals]!;
    const wrong = rows[row + Source.clientErrors]! + Math.max(0, refused);
    const all = rows[row + Source.requests]!;
    if (wrong === 0) return 0;
    if (wrong * 2 < all) return 1;
    return all < 5 ? 2 : 3;
  },
};

const referrer: SourceAttribute = {
  name: "referrer",
  bins: ["sent", "not sent with one request", "never sent", "never sent with five or more"],
  read(rows, row) {
    const flags = rows[row + Source.flags]!;
    if ((flags & SourceFlag.canRefer) === 0) return NOT_APPLICABLE;
    if ((flags & SourceFlag.referrer) !== 0) return 0;
    const all = rows[row + Source.requests]!;
    // A browser names the page when it asks for its files, and of a page that was refused there are none. People ask again a few times.
    if (all < 5 && isMostlyRefused(rows, row)) return NOT_APPLICABLE;
    return all === 1 ? 1 : all < 5 ? 2 : 3;
  },
};

const userAgentKind: SourceAttribute = {
  name: "user-agent",
  bins: ["absent", "browser", "declared bot", "tool", "app", "monitor", "of several kinds"],
  read(rows, row) {
    const flags = rows[row + Source.flags]!;
    if ((flags & SourceFlag.canName) === 0) return NOT_APPLICABLE;
    const kinds = (flags >>> 8) & 0x3f;
    const kind = 31 - Math.clz32(kinds);
    return kinds === 1 << kind ? kind : 6;
  },
};

const userAgentChange: SourceAttribute = {
  name: "user-agent-change",
  bins: ["one", "two", "several, each used repeatedly", "several, hardly repeated"],
  read(rows, row) {
    const all = rows[row + Source.requests]!;
    const distinct = bitCount(rows[row + Source.userAgentBits]!);
    if (all < 4 || distinct === 0) return NOT_APPLICABLE;
    if (distinct <= 2) return distinct - 1;
    return distinct * 3 <= all ? 2 : 3;
  },
};

const history: SourceAttribute = {
  name: "history",
  bins: ["known source", "known network", "new network"],
  isOfCompany: true,
  read(_rows, _row, context) {
    if (context.sourceAge >= RECENT_MINUTES) return 0;
    if (context.prefixAge < 0) return NOT_APPLICABLE;
    return context.prefixAge >= RECENT_MINUTES ? 1 : 2;
  },
};

const variety: SourceAttribute = {
  name: "path-variety",
  bins: [
    "one path",
    "few paths, over and over",
    "few paths, again and again",
    "few paths",
    "nearly every path another",
  ],
  read(rows, row, context) {
    const all = served(rows, row);
    if (all < 4) return NOT_APPLICABLE;
    const distinct = bitCount(rows[row + Source.pathBits]!);
    if (distinct === 1) return 0;
    // 32 bits fill up: of n random paths 32 (1 - (31/32)^n) bits are expected.
    if (distinct >= 0.75 * 32 * (1 - (31 / 32) ** all)) return 4;
    // A browser keeps a page's files; a script fetches them every time. Each person behind an address has a browser of his own.
    const paths = -32 * Math.log(Math.max(32 - distinct, 0.5) / 32);
    const visits = all / paths / context.people;
    return visits >= 6 ? 1 : visits >= 2.5 ? 2 : 3;
  },
};

const rhythm: SourceAttribute = {
  name: "rhythm",
  bins: ["even as a clock", "even", "uneven", "in bursts"],
  read(rows, row) {
    if (served(rows, row) < 10) return NOT_APPLICABLE;
    let squares = 0;
    let sum = 0;
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const count = (rows[row + Source.tenths + (tenth >>> 2)]! >>> ((tenth & 3) << 3)) & 0xff;
      sum += count;
      squares += count * count;
    }
    // Index of dispersion: 1 for a Poisson stream, near 0 for a clock, large for page loads.
    const mean = sum / 10;
    const dispersion = (squares / 10 - mean * mean) / mean;
    if (dispersion < 0.3) return 0;
    return dispersion < 1.5 ? 1 : dispersion < 4 ? 2 : 3;
  },
};

const queries: SourceAttribute = {
  name: "queries",
  bins: ["no habit", "one path, always another query"],
  read(rows, row) {
    const all = rows[row + Source.requests]!;
    // A waiting room asks for itself with the visitor's ticket.
    if (all < 3 || 2 * rows[row + Source.waits]! > all) return NOT_APPLICABLE;
    return rows[row + Source.queries]! >= 0.9 * all && bitCount(rows[row + Source.pathBits]!) === 1 ? 1 : 0;
  },
};

const assetShare: SourceAttribute = {
  name: "assets",
  bins: ["none", "some", "a third or more"],
  read(rows, row) {
    const all = served(rows, row);
    if (all < 4) return NOT_APPLICABLE;
    const assets = rows[row + Source.assets]!;
    if (assets === 0) return 0;
    return assets * 3 < all ? 1 : 2;
  },
};

const neighbours: SourceAttribute = {
  name: "neighbours",
  bins: ["alone in its prefix", "2-3", "4-10", "11 or more"],
  isOfCompany: true,
  read(_rows, _row, context) {
    if (context.neighbours < 1.5) return 0;
    return context.neighbours < 4 ? 1 : context.neighbours < 11 ? 2 : 3;
  },
};

const posts: SourceAttribute = {
  name: "posts",
  bins: ["few", "mostly, and not to a login"],
  read(rows, row) {
    const all = rows[row + Source.requests]!;
    if (all < 3) return NOT_APPLICABLE;
    const others = rows[row + Source.posts]! - rows[row + Source.attempts]!;
    return others * 5 >= all * 4 ? 1 : 0;
  },
};

const protocol: SourceAttribute = {
  name: "protocol",
  bins: ["HTTP/2 or later", "HTTP/1.1 or older", "both"],
  read(rows, row) {
    const flags = rows[row + Source.flags]!;
    const older = (flags & SourceFlag.olderHttp) !== 0;
    const later = (flags & SourceFlag.laterHttp) !== 0;
    if (!older && !later) return NOT_APPLICABLE;
    return older ? (later ? 2 : 1) : 0;
  },
};

/** All attributes, in the order in which units and weights hold them. */
export const SOURCE_ATTRIBUTES: readonly SourceAttribute[] = [
  profile,
  requests,
  attempts,
  attemptOutcome,
  loginAnswer,
  errors,
  referrer,
  userAgentKind,
  userAgentChange,
  history,
  variety,
  rhythm,
  queries,
  assetShare,
  neighbours,
  posts,
  protocol,
];

/** Whether more than half of the requests of a source were refused for overload, and not by a waiting room, or failed in the server. */
function isMostlyRefused(rows: Uint32Array, row: number): boolean {
  const all = rows[row + Source.requests]!;
  const overloads = rows[row + Source.overloads]!;
  const answered =
    rows[row + Source.successes]! +
    rows[row + Source.redirects]! +
    rows[row + Source.refusals]! +
    rows[row + Source.clientErrors]!;
  const failed = Math.max(0, all - answered - overloads);
  return (overloads - rows[row + Source.waits]! + failed) * 2 > all;
}

/** Requests that were not refused for overload: what refusals make people repeat says nothing of them. */
function served(rows: Uint32Array, row: number): number {
  return rows[row + Source.requests]! - rows[row + Source.overloads]!;
}

/**
 * The attributes and their bins as a text. Whoever keeps counts by their numbers keeps this beside them: where it differs, the
 * numbers mean something else.
 */
export const ATTRIBUTE_CATALOGUE = SOURCE_ATTRIBUTES.map(({ name, bins }) => `${name}:${bins.length}`).join(
  " ",
);

/** Whether the source calls itself a crawler or monitor, and nothing else. */
export function isDeclaredBot(rows: Uint32Array, row: number): boolean {
  const kinds = rows[row + Source.flags]! >>> 8;
  const declared = (1 << UserAgentClass.declaredBot) | (1 << UserAgentClass.monitor);
  return (kinds & declared) !== 0 && (kinds & ~declared & 0x3f) === 0;
}

/** Number of bits set in a 32-bit word. */
export function bitCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

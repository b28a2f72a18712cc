import { optionError } from "../errors.ts";
import { Field, type FieldPiece, type Piece } from "./fields.ts";

const REQUESTS: readonly number[] = [Field.request, Field.requestUrl, Field.requestHost];
/** Fields that say the same thing: of each group a line needs one. */
const GROUPS: readonly (readonly number[])[] = [
  [Field.client],
  [Field.forwarded],
  [Field.user],
  [Field.clfTime, Field.isoTime, Field.epochTime, Field.anyTime, Field.timePart],
  [Field.method],
  [Field.path, Field.url],
  [Field.query],
  [Field.protocol],
  [Field.status],
  [Field.bytes],
  [Field.durationSeconds, Field.durationMs, Field.durationUs, Field.durationNs, Field.durationOrUs],
  [Field.referrer],
  [Field.userAgent],
  [Field.host],
  [Field.country],
  [Field.asn],
  REQUESTS,
];

const OF_REQUEST: readonly number[] = [Field.method, Field.path, Field.query, Field.protocol];
const TIMES: readonly number[] = [Field.clfTime, Field.isoTime, Field.epochTime, Field.timePart];
/** Times end where they end, so another field may follow at once. */
const SELF_ENDING: readonly number[] = TIMES;
/** Values that may hold blanks when nothing ends them. */
const MAY_HOLD_BLANKS: readonly number[] = [
  Field.referrer,
  Field.userAgent,
  Field.request,
  Field.path,
  Field.url,
  Field.forwarded,
];

/**
 * Makes the pieces of a written format fit for a field program: literals joined, the best of several fields with one
 * meaning chosen and the others stepped over, fields without text between them made one, and what follows the last
 * field of interest left out, which is why extra trailing fields are tolerated.
 *
 * @param spec the format as written, for errors
 * @throws TidegaugeError TG_OPTION where the format has no timestamp or nobody who sends
 */
export function simplify(pieces: readonly Piece[], spec: string): Piece[] {
  const chosen = joinFields(chooseFields(joinUrls(joinLiterals(pieces))));
  const has = (fields: readonly number[]): boolean =>
    chosen.some((piece) => typeof piece !== "string" && fields.includes(piece.field));
  if (!has(TIMES)) {
    throw optionError(
      "Cannot compile the log format",
      `it must have a timestamp ($time_local, %t, …), got "${spec}"`,
    );
  }
  if (!has([Field.client, Field.forwarded])) {
    throw optionError(
      "Cannot compile the log format",
      `it must have a client ($remote_addr, %h, …), got "${spec}"`,
    );
  }
  return cutTail(chosen);
}

function joinLiterals(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece === "") continue;
    if (typeof piece === "string" && typeof last === "string") joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}

/** `$scheme://$host$request_uri` is one field, a full URL; host and path cannot be told apart before it is read. */
function joinUrls(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const [scheme, separator, host, path] = pieces.slice(at, at + 4);
    const isUrl =
      separator === "://" &&
      isField(scheme, Field.skip) &&
      isField(host, Field.host) &&
      (isField(path, Field.path) || isField(path, Field.url));
    if (isUrl && typeof scheme === "object" && typeof path === "object") {
      joined.push({ ...path, field: Field.url, name: `${scheme.name}://…${path.name}` });
      at += 3;
    } else joined.push(pieces[at]!);
  }
  return joined;
}

function isField(piece: Piece | undefined, field: number): boolean {
  return typeof piece === "object" && piece.field === field;
}

function chooseFields(pieces: readonly Piece[]): Piece[] {
  const hasRequest = pieces.some((piece) => typeof piece !== "string" && REQUESTS.includes(piece.field));
  const best = new Map<readonly number[], FieldPiece>();
  for (const piece of pieces) {
    if (typeof piece === "string") continue;
    const group = GROUPS.find((fields) => fields.includes(piece.field));
    if (group === undefined) continue;
    const rival = best.get(group);
    if (rival === undefined || (piece.rank ?? 0) < (rival.rank ?? 0)) best.set(group, piece);
  }
  return pieces.map((piece) => {
    if (typeof piece === "string" || piece.field === Field.skip) return piece;
    const group = GROUPS.find((fields) => fields.includes(piece.field));
    const winner = group === undefined ? undefined : best.get(group);
    // The parts of one timestamp belong together.
    const isWinner = winner === piece || (winner?.field === Field.timePart && piece.field === Field.timePart);
    const isInRequest = hasRequest && OF_REQUEST.includes(piece.field);
    return isWinner && !isInRequest ? piece : { ...piece, field: Field.skip };
  });
}

/** Fields with no text between them: path and query are one target, and what cannot be told apart is the first. */
function joinFields(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (
      last === undefined ||
      typeof last === "string" ||
      typeof piece === "string" ||
      SELF_ENDING.includes(last.field)
    ) {
      joined.push(piece);
    } else if (last.field === Field.skip) {
      // Nobody can say where the one ends; the meaning of the other would be a guess.
      joined[joined.length - 1] = { ...last, name: `${last.name}${piece.name}` };
    }
  }
  return joined;
}

function cutTail(pieces: readonly Piece[]): Piece[] {
  let last = pieces.length - 1;
  while (last >= 0) {
    const piece = pieces[last];
    if (typeof piece !== "string" && piece?.field !== Field.skip) break;
    last -= 1;
  }
  const kept = pieces.slice(0, last + 1);
  const after = pieces[last + 1];
  const field = pieces[last];
  if (typeof after !== "string" || typeof field === "string" || field === undefined) return kept;
  const isBlank = /^\s/.test(after);
  // A blank is not waited for where the value cannot hold one: the line may end with this field.
  if (!isBlank || (MAY_HOLD_BLANKS.includes(field.field) && last + 2 < pieces.length))
    kept.push(after.slice(0, 1));
  return kept;
}

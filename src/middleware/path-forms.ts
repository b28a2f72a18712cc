/** A segment that is a number, a UUID, or a dozen or more hexadecimal digits, before an extension or the end. */
const PLAIN_ID =
  /^(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*\d)[0-9a-f]{12,})(?=\.[a-z]\w{0,7}$|$)/i;
/** A long word of letters in both cases, or capitals, and digits: ULID, nanoid, base64. */
const TOKEN = /^(?=.*\d)(?=.*[A-Z])[\w-]{20,}$/;
const SHORTEST_TOKEN = 20;
const SLASH = 47;
const QUESTION = 63;
const LONGEST_PATH = 2048;

/**
 * The path with `:id` for each segment that names one thing of many: a number, a UUID, a long hexadecimal or random word.
 * An extension stays, so that a picture stays a picture; the query stays as it is.
 *
 * @param path with or without query; what is longer than 2,048 characters is given back as it is
 * @example
 * withoutIds("/users/42/avatar.png?size=2"); // "/users/:id/avatar.png?size=2"
 * withoutIds("/file/123e4567-e89b-12d3-a456-426614174000.pdf"); // "/file/:id.pdf"
 */
export function withoutIds(path: string): string {
  if (path.length > LONGEST_PATH) return path;
  let form = "";
  let copied = 0;
  let start = 0;
  let hasDigit = false;
  for (let i = 0; i <= path.length; i += 1) {
    const code = i < path.length ? path.charCodeAt(i) : QUESTION;
    if (code !== SLASH && code !== QUESTION) {
      hasDigit ||= (code - 48) >>> 0 <= 9;
      continue;
    }
    // Only a segment with a digit can be an id: most are passed over without a regular expression.
    if (hasDigit) {
      form += path.slice(copied, start) + withoutId(path.slice(start, i));
      copied = i;
    }
    if (code === QUESTION) break;
    start = i + 1;
    hasDigit = false;
  }
  return form + path.slice(copied);
}

function withoutId(segment: string): string {
  if (segment.length >= SHORTEST_TOKEN && TOKEN.test(segment)) return ":id";
  return segment.replace(PLAIN_ID, ":id");
}

/**
 * The pattern by which a framework found the handler, with the query of the request. Where there is none, or it takes in
 * any number of segments (`*`, as single-page applications do), or it does not fit the path, ids are replaced instead:
 * one pattern for everything would hide which page was asked for.
 */
export function routeOrWithoutIds(pattern: unknown, path: string): string {
  if (typeof pattern !== "string" || !/^\/[^*]*$/.test(pattern)) return withoutIds(path);
  const [bare, query] = parts(path);
  const route = withoutLastSlash(pattern);
  return segments(route) === segments(withoutLastSlash(bare)) ? route + query : withoutIds(path);
}

/** Path, and query with its question mark. */
function parts(path: string): [bare: string, query: string] {
  const at = path.indexOf("?");
  return at < 0 ? [path, ""] : [path.slice(0, at), path.slice(at)];
}

/** A slash at the end makes no difference to frameworks. */
function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function segments(path: string): number {
  return path.split("/").length;
}

/** What Express keeps of the route on its request. */
interface Routed {
  readonly baseUrl?: unknown;
  readonly route?: { readonly path?: unknown } | undefined;
}

/** The pattern of the route that Express chose, with where its router is mounted; undefined where it is none or no text. */
export function expressRoute(request: object): string | undefined {
  const { baseUrl, route } = request as Routed;
  const path = route?.path;
  if (typeof path !== "string") return undefined;
  return (typeof baseUrl === "string" ? baseUrl : "") + path;
}

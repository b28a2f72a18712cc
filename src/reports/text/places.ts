const NAMES = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** `RU Russia`, `FR-IDF`, `unknown place`. */
export function placeName(key: string): string {
  if (key === "") return "unknown place";
  const name = /^[A-Z]{2}$/.test(key) ? NAMES.of(key) : undefined;
  return name === undefined ? key : `${key} ${name}`;
}

/** Made when the first country is named, and once: that takes ten milliseconds. */
let names: Intl.DisplayNames | null = null;

/** `RU Russia`, `FR-IDF`, `unknown place`. */
export function placeName(key: string): string {
  if (key === "") return "unknown place";
  names ??= new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const name = /^[A-Z]{2}$/.test(key) ? names.of(key) : undefined;
  return name === undefined ? key : `${key} ${name}`;
}

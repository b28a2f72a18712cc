/** Some ordinary minutes: ten visitors that come back, one line every half second. */
export function ordinary(lines = 1200): string {
  return Array.from({ length: lines }, (_, index) => {
    const time = new Date(Date.UTC(2021, 3, 6, 6) + index * 500).toISOString();
    const stamp = `06/Apr/2021:${time.slice(11, 19)} +0000`;
    return `192.0.2.${index % 10} - - [${stamp}] "GET /page/${index % 7} HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n`;
  }).join("");
}

/** A minute of one source that tries passwords, fifty times a second, after the ordinary ones. */
export function flood(): string {
  return Array.from({ length: 3000 }, (_, index) => {
    const time = new Date(Date.UTC(2021, 3, 6, 6, 10) + index * 20).toISOString();
    const stamp = `06/Apr/2021:${time.slice(11, 19)} +0000`;
    return `198.51.100.7 - - [${stamp}] "POST /login HTTP/1.1" 401 12 "-" "curl/8.0"\n`;
  }).join("");
}

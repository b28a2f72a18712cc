import type { PlaceSource } from "../../src/simulator/index.ts";

/** Countries of the stand-in: each has three quarters of a /11 and of an IPv6 /16, in this order. */
const COUNTRIES =
  "FR RE GP MQ GF YT PF NC BE MA CH DE AT US CA MX GB IE BR PT AR IN AE ID MY SG NL ES IT NG GH JP TW KR RU KZ BY VN AU CN PL UA TR SE".split(
    " ",
  );
const FIRST4 = 0x14000000;
const BLOCK4 = 0x200000;
const KNOWN4 = 0x180000;
const FIRST6 = 0x2a000000;
const BLOCK6 = 0x10000;

/** Made-up places: enough for tests that need countries and no real addresses. */
export function standInPlaces(): PlaceSource {
  return {
    lookup(family, hi, lo) {
      const within = family === 4 ? lo - FIRST4 : hi - FIRST6;
      const block = Math.floor(within / (family === 4 ? BLOCK4 : BLOCK6));
      const known = family === 6 || within % BLOCK4 < KNOWN4;
      return within >= 0 && block < COUNTRIES.length && known ? block + 1 : 0;
    },
    country: (place) => COUNTRIES[place - 1] ?? "",
    rangesOf(code) {
      const start = FIRST4 + COUNTRIES.indexOf(code) * BLOCK4;
      return COUNTRIES.includes(code) ? [{ start, end: start + KNOWN4 }] : [];
    },
    ranges6Of(code) {
      const startHi = FIRST6 + COUNTRIES.indexOf(code) * BLOCK6;
      return COUNTRIES.includes(code) ? [{ startHi, startLo: 0, endHi: startHi + BLOCK6, endLo: 0 }] : [];
    },
  };
}

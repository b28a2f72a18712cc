import { placeName } from "../text/places.ts";

/** The regions of France as place data call them (ISO 3166-2, and `COR` for Corsica). */
const FRENCH_REGIONS: Readonly<Record<string, string>> = {
  "FR-ARA": "Auvergne-Rhône-Alpes",
  "FR-BFC": "Bourgogne-Franche-Comté",
  "FR-BRE": "Bretagne",
  "FR-COR": "Corse",
  "FR-20R": "Corse",
  "FR-CVL": "Centre-Val de Loire",
  "FR-GES": "Grand Est",
  "FR-HDF": "Hauts-de-France",
  "FR-IDF": "Île-de-France",
  "FR-NAQ": "Nouvelle-Aquitaine",
  "FR-NOR": "Normandie",
  "FR-OCC": "Occitanie",
  "FR-PAC": "Provence-Alpes-Côte d’Azur",
  "FR-PDL": "Pays de la Loire",
};

/** `Russia`, `unknown place`; a code that has no name stays as it is. */
export function countryName(key: string): string {
  return key === "" ? "unknown place" : placeName(key).replace(/^[A-Z]{2} /, "");
}

/** `AS64500 Example Networks`, `unknown network`. */
export function networkName(key: string, name?: string): string {
  if (key === "") return "unknown network";
  return name === undefined ? key : `${key} ${name}`;
}

/** `Île-de-France, France`, `ON, Canada`, `unknown region`. */
export function regionName(key: string): string {
  if (key === "") return "unknown region";
  const [, country, region] = /^([A-Z]{2})-(.+)$/.exec(key) ?? [];
  if (country === undefined) return key;
  return `${FRENCH_REGIONS[key] ?? region}, ${countryName(country)}`;
}

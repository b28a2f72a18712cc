/** Numbers pairs of country and region in order of appearance, for readers of place data; 0 is the unknown. */
export class PlaceCodes {
  readonly #names: string[] = [""];
  readonly #numbers = new Map<string, number>([["", 0]]);

  /**
   * The place of a country and region.
   * @param country two letters; "" is the unknown place, whatever the region
   * @param region the part behind the country: `IDF`; "" for the country as a whole
   */
  number(country: string, region: string): number {
    if (country === "") return 0;
    const name = region === "" ? country : `${country}-${region}`;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.length;
      this.#names.push(name);
      this.#numbers.set(name, number);
    }
    return number;
  }

  /** Country and region of every place, as a place table wants them. */
  finish(): { countries: string[]; regions: string[] } {
    return {
      countries: this.#names.map((name) => name.slice(0, 2)),
      regions: this.#names.map((name) => (name.length > 2 ? name : "")),
    };
  }
}

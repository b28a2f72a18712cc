import type { Scenario } from "../scenario.ts";
import type { AddressBook } from "./addresses.ts";
import type { Client } from "./client.ts";
import type { Setting } from "./moves.ts";
import type { World } from "./world.ts";

/** All that crowds and raids need in order to play. */
export interface Stage {
  readonly scenario: Scenario;
  readonly world: World;
  readonly book: AddressBook;
  readonly setting: Setting;
  /** Who has been here of each crowd, by its name. */
  readonly known: Map<string, Client[]>;
  /** Key of all chances of this log. */
  readonly seed: string;
  /** Seconds from the beginning to the end of the history: what times of crowds and raids are counted from. */
  readonly startsAt: number;
}

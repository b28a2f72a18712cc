import type { Baseline } from "./baselines/baseline.ts";
import type { NetworkTable } from "./geo/network-table.ts";
import type { PlaceTable } from "./geo/place-table.ts";
import type { Probe, Witness } from "./judge/judge-options.ts";

/** What an analyzer is given besides its options. */
export interface Surroundings {
  /** The table of countries and regions. Default: none. */
  readonly places?: PlaceTable | undefined;
  /** The table of networks. Default: none; what the log says of networks counts all the same. */
  readonly networks?: NetworkTable | undefined;
  /**
   * What is known of normal traffic already; learns on. Default: what the option `baseline` says, or nothing.
   * @internal
   */
  readonly learned?: Baseline | undefined;
  /**
   * Sees every judgement with its sources; for measuring and fitting the judge. Default: none.
   * @internal
   */
  readonly probe?: Probe | undefined;
  /** False: everything is done without the kernel, several times slower, to the same report. Default: true. */
  readonly kernel?: boolean | undefined;
  /**
   * Bytes of the spans that sketches belong to; for tests. Default: 8 MiB.
   * @internal
   */
  readonly spanBytes?: number | undefined;
  /**
   * Sees what episodes take in; for reading a log again by what was found. Default: none.
   * @internal
   */
  readonly witness?: Witness | undefined;
}

import { errand } from "./errand.ts";
import { foreignExcess } from "./foreign-excess.ts";
import { growthShape } from "./growth-shape.ts";
import { knownNetworks } from "./known-networks.ts";
import { loginFollowThrough } from "./login-follow-through.ts";
import { loginOutcome } from "./login-outcome.ts";
import { newcomers } from "./newcomers.ts";
import { onset } from "./onset.ts";
import { overloadReaction } from "./overload-reaction.ts";
import { referrerAndAssets } from "./referrer-and-assets.ts";
import { sameness } from "./sameness.ts";
import type { Feature } from "./span.ts";
import { suspectBehaviour } from "./suspect-behaviour.ts";
import { suspectShare } from "./suspect-share.ts";
import { suspectVolume } from "./suspect-volume.ts";

/** Every feature, in the order in which contributions are summed. */
export const FEATURES: readonly Feature[] = [
  suspectVolume,
  suspectShare,
  suspectBehaviour,
  foreignExcess,
  knownNetworks,
  newcomers,
  errand,
  loginFollowThrough,
  loginOutcome,
  growthShape,
  onset,
  sameness,
  referrerAndAssets,
  overloadReaction,
];

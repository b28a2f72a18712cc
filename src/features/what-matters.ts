/** Share of the requests from which on an attack matters, 0..1 (contract, section 2). */
export const LEAST_SHARE = 0.05;

/** Requests a minute from which on it does, by scale: 30, or 600 an hour where slower (contract, section 2). */
export const FLOOR_PER_MINUTE = [30, 30, 10] as const;

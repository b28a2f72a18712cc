/*
 * What a site's habits say against a source. In general they only excuse: the surge of tomorrow may do what nobody did last night. Two things
 * do not change with why people come: how much one of them asks for, and which version of HTTP their browsers speak. They say nothing of who
 * calls itself a machine.
 */

/** A source may become so much more suspect by either, as log-odds, in full where the habits rest on many more sources than so many. */
const MOST = 1.5;
const SOURCES = 300;
/** The bin of 17 to 32 requests: fewer are never many. */
const FIRST_LOUD_BIN = 5;
/**
 * Share of attackers that speak HTTP/1.1 where browsers speak a later version: the libraries that tools are written with do so (those
 * of Python, Java, PHP and Node; curl and Go's do not), and so does what is written for floods.
 */
const OLDER = 0.7;
/** The bin of who spoke that and nothing later. */
const OLDER_BIN = 1;

/**
 * Log-odds for an attacker where a source asks for more than nearly anybody ever did here: how much rarer sources are on this site that send
 * as many requests as those of a bin, or more, than they are in general (a school behind one address, who reads on and on). At least 0.
 * @param general share of people by bin, 0..1
 * @param countOf sources of the site's normal traffic in a bin
 * @param seen all of them
 * @param trust how far the attribute is believed, 0..1
 */
export function loudness(
  general: readonly number[],
  countOf: (bin: number) => number,
  seen: number,
  bin: number,
  trust: number,
): number {
  if (bin < FIRST_LOUD_BIN || seen < 1) return 0;
  let share = 0;
  let here = 0.5;
  for (let louder = bin; louder < general.length; louder += 1) {
    share += general[louder]!;
    here += countOf(louder);
  }
  return limited(trust * Math.log((share * (seen + 1)) / here), seen);
}

/**
 * Log-odds for an attacker where a source speaks an older version of HTTP than the site's visitors do. Nothing where most of them speak an old
 * one, as they do behind a proxy, nor of who spoke a later one, which any browser that a script drives does. At least 0.
 * @param countOf sources of the site's normal traffic in a bin of the attribute `protocol`
 * @param seen all of them
 * @param trust how far the attribute is believed, 0..1
 */
export function outdatedness(
  countOf: (bin: number) => number,
  seen: number,
  bin: number,
  trust: number,
): number {
  if (bin !== OLDER_BIN || seen < 1) return 0;
  const here = (countOf(OLDER_BIN) + 1) / (seen + 2);
  return limited(trust * Math.log(OLDER / here), seen);
}

function limited(logOdds: number, seen: number): number {
  return (seen / (seen + SOURCES)) * Math.max(0, Math.min(MOST, logOdds));
}

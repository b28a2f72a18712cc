/** Pieces out of which somebody could build lines that are looked at again and again. */
export const PIECES: readonly string[] = [
  ...['"', '" ', '\\"', "\\", " ", ",", ", ", " : ", "{", "[", '{"a":', '["', '"a":"', '\\\\"'],
  ...[
    "a=",
    'a="',
    "\t",
    "- ",
    "a ",
    "1.",
    "1:",
    "::",
    "[::",
    "0",
    "1m",
    "GET ",
    "http://",
    "?",
    "%22",
    "|",
    "[x]: ",
  ],
];

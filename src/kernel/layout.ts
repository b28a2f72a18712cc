/*
 * Where things lie in the memory that the kernel and the rest share. Offsets in bytes from the beginning of a structure.
 * Read by two compilers: plain constants only.
 */

/** Header of a `RowTable`: addresses of rows and index, mask of the index, rows in use, words per row. */
export const TABLE_ROWS = 0;
export const TABLE_INDEX = 4;
export const TABLE_MASK = 8;
export const TABLE_COUNT = 12;
export const TABLE_STRIDE = 16;
export const TABLE_BYTES = 24;

/** Header of a `LoudGate`: address of the cells, width of a row less one. */
export const GATE_CELLS = 0;
export const GATE_MASK = 4;
export const GATE_BYTES = 8;

/**
 * Header of a `ThresholdSample`: the threshold in two halves, whether it is none, occurrences that make a key loud, and the addresses
 * of its parts (loud rows and gate: 0 before the first key is refused).
 */
export const SAMPLE_THETA_HI = 0;
export const SAMPLE_THETA_LO = 4;
export const SAMPLE_EXACT = 8;
export const SAMPLE_LOUD_FROM = 12;
export const SAMPLE_ROWS = 16;
export const SAMPLE_LOUD = 20;
export const SAMPLE_GATE = 24;
/** How its columns are merged (`ruleCodes`), one byte each; and which words of a row are its weight and its quiet mass. */
export const SAMPLE_RULES = 28;
export const SAMPLE_WEIGHT = 32;
export const SAMPLE_QUIET = 36;
export const SAMPLE_BYTES = 40;

/**
 * A union of two samples under way: where its rows go, how many there are and may be; the next rows of either; the threshold that both
 * have in common, and whether it is none; whether quiet mass is written down; from how many occurrences on a key is loud; whether it had
 * to be cut, and the key at which; quiet mass of the loud row that waits, and that row, to the end.
 */
export const UNION_OUT = 0;
export const UNION_COUNT = 4;
export const UNION_LIMIT = 8;
export const UNION_MINE = 12;
export const UNION_THEIRS = 16;
export const UNION_THETA_HI = 20;
export const UNION_THETA_LO = 24;
export const UNION_EXACT = 28;
export const UNION_LITERAL = 32;
export const UNION_LOUD_FROM = 36;
export const UNION_CUT = 40;
export const UNION_CUT_KEY = 44;
export const UNION_QUIET = 52;
export const UNION_ROW = 56;

/** Header of `FrequentItems`; error and weight are doubles, room is what fits in the labels. */
export const ITEMS_ERROR = 0;
export const ITEMS_WEIGHT = 8;
export const ITEMS_TABLE = 16;
export const ITEMS_ROOM = 20;
export const ITEMS_LABEL_BYTES = 24;
export const ITEMS_LABELS = 28;
export const ITEMS_LABEL_ROOM = 32;
export const ITEMS_SLOTS = 36;
export const ITEMS_FREE = 40;
export const ITEMS_FREE_COUNT = 44;
export const ITEMS_FREE_ROOM = 48;
export const ITEMS_BYTES = 56;
/** Words of a row of `FrequentItems` after its key: weight and error in halves, slot and length of the label. */
export const ITEM_COUNT = 2;
export const ITEM_MISSED = 4;
export const ITEM_LABEL_SLOT = 6;
export const ITEM_LABEL_LENGTH = 7;

/** Header of `PlaceCounts`: addresses of the rows and of the list of places seen, places for which there is room, places seen. */
export const PLACES_ROWS = 0;
export const PLACES_LIST = 4;
export const PLACES_ROOM = 8;
export const PLACES_SIZE = 12;
export const PLACES_BYTES = 16;

/** A `WindowSummary`: span and totals are doubles, tenths are words, then the addresses of its parts. */
export const WINDOW_START = 0;
export const WINDOW_END = 8;
export const WINDOW_TOTALS = 16;
export const WINDOW_SERVED = 240;
export const WINDOW_OVERLOADED = 280;
export const WINDOW_ZONE = 320;
export const WINDOW_PLACES = 324;
export const WINDOW_PATHS = 328;
export const WINDOW_AGENTS = 332;
export const WINDOW_PENDING = 336;
export const WINDOW_BYTES = 344;

/** Header of `PendingRequests`: address of the requests, how many there are, and how many there is room for. */
export const PENDING_AT = 0;
export const PENDING_COUNT = 4;
export const PENDING_ROOM = 8;
export const PENDING_BYTES = 16;
/** A pending request, in words: what the samples keep of it. Place and family as in a row; see also `TRAIT_…`. */
export const REQUEST_SOURCE_HI = 0;
export const REQUEST_SOURCE_LO = 4;
export const REQUEST_ADDRESS_HI = 8;
export const REQUEST_ADDRESS_LO = 12;
export const REQUEST_PLACE = 16;
export const REQUEST_ASN = 20;
export const REQUEST_AGENT_LO = 24;
export const REQUEST_PATH_LO = 28;
/** Method | path class << 8 | referred << 16. */
export const REQUEST_META = 32;
/** `SourceFlag` bits that it sets. */
export const REQUEST_FLAGS = 36;
export const REQUEST_TRAITS = 40;
export const REQUEST_BYTES = 44;
/** Traits: the bits of user agent and path (0..31), tenth of the window, answer, and what it was, a bit each. */
export const TRAIT_AGENT_BIT = 0;
export const TRAIT_PATH_BIT = 5;
export const TRAIT_TENTH = 10;
export const TRAIT_ANSWER = 14;
export const TRAIT_NAMED = 18;
export const TRAIT_ATTEMPT = 19;
export const TRAIT_POSTED = 20;
export const TRAIT_QUERIED = 21;
export const TRAIT_OVERLOAD = 22;
/** An entry of requests being sorted: key, address of the request; bytes. */
export const ENTRY_KEY = 0;
export const ENTRY_REQUEST = 8;
export const ENTRY_BYTES = 16;
/** Buckets in which requests are sorted, at most: they take four bytes each. */
export const SORT_BUCKETS = 8192;

/** The context: what the kernel is told once. Keys of the hashes, caches of classes, tables of places. */
export const CONTEXT = 65536;
export const HASH_KEY_HI = 65536;
export const HASH_KEY_LO = 65540;
export const HAS_ALLOWED = 65544;
export const CACHE_MASK = 65548;
export const PATH_CACHE_HI = 65552;
export const PATH_CACHE_LO = 65556;
export const PATH_CACHE_VALUES = 65560;
export const AGENT_CACHE_HI = 65564;
export const AGENT_CACHE_LO = 65568;
export const AGENT_CACHE_VALUES = 65572;
export const CHUNKS4 = 65576;
export const VALUES4 = 65580;
export const HEADS6 = 65584;
export const STARTS6 = 65588;
export const PLACES6 = 65592;
export const BLOCKS6 = 65596;
export const LAST_BLOCK6 = 65600;
export const BASE6 = 65604;
export const SHIFT6 = 65608;
export const CODE_OF_PLACE = 65612;
export const PLACE_OF_CODE = 65616;

/** A record: doubles, then words. Positions are addresses. */
export const RECORD_TIME = 0;
export const RECORD_BYTES = 8;
export const RECORD_DURATION = 16;
export const RECORD_ZONE = 24;
export const RECORD_STATUS = 28;
export const RECORD_METHOD = 32;
export const RECORD_FAMILY = 36;
export const RECORD_ADDRESS_HI = 40;
export const RECORD_ADDRESS_LO = 44;
export const RECORD_PATH_START = 48;
export const RECORD_QUERY_START = 52;
export const RECORD_PATH_END = 56;
export const RECORD_AGENT_START = 60;
export const RECORD_AGENT_END = 64;
export const RECORD_REFERRED = 68;
export const RECORD_HAS_REFERRER = 72;
export const RECORD_HAS_AGENT = 76;
export const RECORD_COUNTRY_START = 80;
export const RECORD_COUNTRY_END = 84;
export const RECORD_SOURCE_HI = 88;
export const RECORD_SOURCE_LO = 92;
export const RECORD_ALLOWED = 96;
/** The place, and the window that it is added to: what the kernel finds out by itself. */
export const RECORD_PLACE = 100;
export const RECORD_WINDOW = 104;
export const RECORD_ASN = 108;
/** Tenth of the window that it falls in, which the kernel finds out as well. */
export const RECORD_TENTH = 112;
export const RECORD_SIZE = 128;
/** The record that is handed in. */
export const RECORD = 65664;

/** A run over lines: the program, what is accepted, the open windows; and what came of it. */
export const RUN_CODE = 65792;
export const RUN_CODE_END = 65796;
export const RUN_LITERALS = 65800;
export const RUN_LEADING = 65804;
export const RUN_MOST_BYTES = 65816;
export const RUN_WINDOWS = 65820;
export const RUN_FROM = 65824;
export const RUN_UNTIL = 65832;
/** Event time at which a window would leave. */
export const RUN_LEAVE = 65840;
export const RUN_MAXIMUM = 65848;
export const RUN_FIRST = 65856;
export const RUN_LAST = 65864;
export const RUN_LINES = 65872;
/** Addresses of the open windows, at most {@link MOST_WINDOWS}. */
export const RUN_WINDOW = 65888;
export const MOST_WINDOWS = 32;
/** Records of lines that have been read and not yet been added, at most {@link BATCH_LINES}: 8192 bytes. */
export const BATCH = 66048;
export const BATCH_LINES = 64;
/** What reads the lines, its table of keys remembered by their bytes, and what it must know of lines beside their fields. */
export const RUN_READER = 74240;
export const RUN_MEMO = 74244;
export const RUN_NEEDS = 74248;
export const RUN_ASSIGN = 74252;
export const RUN_SEPARATOR = 74256;
export const RUN_REQUIRED = 74260;
/** Wall times, from and to, that have one offset to UTC, ms; and that offset. */
export const RUN_WALL_FROM = 74264;
export const RUN_WALL_TO = 74272;
export const RUN_WALL_OFFSET = 74280;
/** Steps of the same program for lines whose fields have the shape that they usually have: none where it has no such. */
export const RUN_ORDINARY = 74288;
export const RUN_ORDINARY_END = 74292;
/** What stands around the lines. */
export const RUN_ENVELOPE = 74296;
/** Room for finding where a sample is to be cut: counts of buckets, and the keys of one, at most so many. */
export const SELECT_COUNTS = 74304;
export const SELECT_COUNTS_BYTES = 8192;
export const SELECT_KEYS = 82496;
export const SELECT_MOST_KEYS = 2048;
/**
 * User agents and paths remembered by their bytes: addresses of a memo's tags, and of its entries. A tag is a word that tells for most
 * texts whether they are that of the entry; those that a text may have lie side by side, {@link MEMO_WAYS} of them.
 */
export const PATH_MEMO = 98880;
export const AGENT_MEMO = 98888;
export const MEMO_TAGS = 0;
export const MEMO_ENTRIES = 4;
export const MEMO_WAYS = 4;
export const MEMO_PATHS = 2048;
export const MEMO_PATH_BYTES = 128;
export const MEMO_AGENTS = 512;
export const MEMO_AGENT_BYTES = 256;
/** An entry: hash in two halves, class, length, where the row of the frequent item was seen last, then the bytes. */
export const MEMO_HASH_HI = 0;
export const MEMO_HASH_LO = 4;
export const MEMO_CLASS = 8;
export const MEMO_LENGTH = 12;
export const MEMO_ROW = 16;
export const MEMO_TEXT = 32;
/** A record of a line in which nothing was found. */
export const RUN_BLANK = 98896;
/** End of the context. */
export const CONTEXT_END = 99024;

/** What may read lines: a field program, the keys of JSON or of pairs, named columns. */
export const READ_FIELDS = 0;
export const READ_JSON = 1;
export const READ_PAIRS = 2;
export const READ_COLUMNS = 3;

/**
 * What a line must have beside its fields: nothing, a host beyond doubt, an address at the end of what was forwarded, a status of
 * three digits.
 */
export const NEEDS_NOTHING = 0;
export const NEEDS_HOST = 1;
export const NEEDS_ADDRESSES = 2;
export const NEEDS_STATUS = 3;

/** Numbers of `Envelope` in records/envelopes.ts: those that the kernel takes off, which end before the line. */
export const ENVELOPE_NONE = 0;
export const ENVELOPE_SYSLOG = 1;
export const ENVELOPE_SYSLOG_5424 = 2;
export const ENVELOPE_CRI = 3;
export const ENVELOPE_TIME = 6;

/** Bytes of what is remembered of keys. */
export const MEMO_BYTES = 24576;

/** Words of a step of a field program: field, how its end is found, offset and length of the literal after it, part, shortcut. */
export const STEP_WORDS = 6;
export const STEP_FIELD = 0;
export const STEP_ENDING = 4;
export const STEP_LITERAL = 8;
export const STEP_LENGTH = 12;
export const STEP_PART = 16;
export const STEP_KIND = 20;

/**
 * A step of an ordinary program: shortcut or shape (0: none), field, the text after it in eight bytes, with a mask, and its length; how
 * many words are skipped, or which byte of the text is looked for; flags; bytes.
 */
export const ORDINARY_KIND = 0;
export const ORDINARY_FIELD = 4;
export const ORDINARY_LITERAL = 8;
export const ORDINARY_MASK = 16;
export const ORDINARY_LENGTH = 24;
export const ORDINARY_COUNT = 28;
export const ORDINARY_FLAGS = 29;
export const ORDINARY_STEP = 32;
/** Steps of an ordinary program at most. */
export const ORDINARY_STEPS = 64;
/** A value that goes on after a comma or a colon; one that blanks may stand before; one of a column, which does not begin with a quote. */
export const IS_LIST = 1;
export const IS_PADDED = 2;
export const IS_COLUMN = 4;

/**
 * Shapes of fields that ordinary programs have beside the shortcuts below: words that are stepped over, up to the text after them or to
 * a quote; values that are taken, likewise, to the next blank, or to the end of the line; times; requests with a URL; what was
 * forwarded, an address; date and clock in columns; a query; a duration at the end, with a unit or without; a date,
 * and the clock time that belongs to it.
 */
export const SHAPE_SKIP = 16;
export const SHAPE_SKIP_TO = 17;
export const SHAPE_SKIP_QUOTED = 18;
export const SHAPE_TAKE = 19;
export const SHAPE_TAKE_QUOTED = 20;
export const SHAPE_WORD = 21;
export const SHAPE_REST = 22;
export const SHAPE_ISO_TIME = 23;
export const SHAPE_EPOCH_TIME = 24;
export const SHAPE_REQUEST_URL = 25;
export const SHAPE_FORWARDED = 26;
export const SHAPE_WALL_TIME = 27;
export const SHAPE_QUERY = 28;
export const SHAPE_DURATION = 29;
export const SHAPE_DATE = 30;
export const SHAPE_CLOCK = 31;

/** Numbers of `Ending` in program-steps.ts. */
export const ENDING_LITERAL = 0;
export const ENDING_QUOTED = 1;
export const ENDING_LIST = 2;
export const ENDING_WORD = 3;
export const ENDING_REST = 4;
export const ENDING_ITSELF = 5;
export const ENDING_CUT = 6;
export const ENDING_PADDED = 7;

/** Numbers of `Shortcut` there. */
export const STEP_ABSENT = 1;
export const STEP_ADDRESS = 2;
export const STEP_CLF_TIME = 3;
export const STEP_REQUEST = 4;
export const STEP_STATUS = 5;
export const STEP_BYTES = 6;
export const STEP_QUOTED = 7;
export const STEP_DURATION = 8;
export const STEP_PATH = 9;

/** Numbers of `Field` and `TimePart` in records/fields.ts, as far as programs for ordinary lines are made by them. */
export const FIELD_SKIP = 0;
export const FIELD_CLIENT = 1;
export const FIELD_FORWARDED = 2;
export const FIELD_USER = 3;
export const FIELD_CLF_TIME = 4;
export const FIELD_ISO_TIME = 5;
export const FIELD_EPOCH_TIME = 6;
export const FIELD_TIME_PART = 7;
export const FIELD_METHOD = 9;
export const FIELD_PATH = 10;
export const FIELD_QUERY = 11;
export const FIELD_PROTOCOL = 12;
export const FIELD_STATUS = 13;
export const FIELD_BYTES = 14;
export const FIELD_HOST = 20;
export const FIELD_ANY_TIME = 24;
export const FIELD_REQUEST_URL = 25;
export const FIELD_URL = 26;
export const FIELD_REQUEST_HOST = 28;
export const PART_CLOCK = 12;
export const PART_DATE = 13;

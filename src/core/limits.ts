import { correctionLimits, indexedLimits, queryLimits } from "./search/search-limits.ts";

/** Every size, count and depth the formats allow. Enforced while reading, never afterwards. */
export const limits = {
  json: {
    /** Nesting of objects and arrays in any document. */
    depth: 32,
    /** Bytes of one JSON document read from a package, a registry or a store. */
    bytes: 1 << 20,
    /** Findings reported of one document; nobody reads more, and a hostile one could have half a million. */
    findings: 100,
  },
  package: {
    /** Bytes of a packed `.mosis` file. */
    packedBytes: 50 * (1 << 20),
    /** Bytes of all entries together, inflated. */
    inflatedBytes: 200 * (1 << 20),
    /** Entries, `manifest.json` and `signature.sig` included. */
    entries: 4096,
    /** Inflated over packed size, for entries inflating over `ratioFromBytes`. */
    ratio: 200,
    ratioFromBytes: 1 << 20,
    /** Bytes of one path. */
    pathBytes: 200,
    /** Segments of one path. */
    pathDepth: 16,
    /** Bytes of the list of files that is signed: with some signatures, `signature.sig` stays below `json.bytes`. */
    documentBytes: (1 << 20) - (1 << 14),
  },
  image: {
    /** Pixels of one side. */
    side: 8192,
    /** Bytes of the pixels, before they are deflated. */
    pixelBytes: 64 * (1 << 20),
    /** Pixels of the shorter and the longer side of a screenshot. */
    screenshotMin: 240,
    screenshotMax: 3840,
    /** Longer over shorter side of a screenshot. */
    screenshotAspect: 3,
  },
  /**
   * What a worker may take to check a package. The slowest files that keep every other limit take 1 s of work (a document of 19,000
   * elements, one of 225,000 attributes), 4 s of the clock where ten others want the same two cores, and 340 MiB before anything is
   * collected; a package of the largest size takes 0.2 s, the densest Lua 0.4 s a megabyte. A phone is up to ten times slower. A round of
   * the merge job judges 50 submissions in 30 minutes, even if each takes all its time.
   */
  checking: {
    /** Milliseconds of one file. */
    fileMs: 10_000,
    /** Milliseconds of a whole package, the start of a worker included. */
    packageMs: 20_000,
    /** Of objects and strings; buffers are bounded by `package` and `image`. */
    heapMiB: 512,
  },
  code: {
    /** Bytes of one Lua or RML file that is analysed; a longer one is refused. */
    bytes: 2 * (1 << 20),
    /** Findings reported of one file, and of one rule about files; nobody reads more. */
    findings: 100,
    /** Names in one file that are looked up in others: of files, of globals, of permissions. */
    references: 2000,
    /** Names of one's own among which one that was meant is looked for. */
    suggestions: 1000,
  },
  rml: {
    /** Elements of one document. */
    elements: 20_000,
    /** Elements within each other. */
    depth: 100,
    /** Attributes of one element. */
    attributes: 256,
  },
  rcss: {
    /** Rules and declarations of one style sheet. */
    statements: 50_000,
    /** Words, numbers and functions of one value that are looked at. */
    pieces: 500,
  },
  /**
   * One piece of Lua. Where Lua 5.4 has a limit, ours is the same or lower; `depth`, `upvalues`, `registers` and `jumps` leave some
   * to what we count more roughly than its compiler does.
   */
  lua: {
    /** Tokens: what bounds the memory that its tree takes. Lua has no limit. */
    tokens: 1 << 19,
    /** Characters of one string or long comment, and of one numeral. Lua has no limit. */
    literalChars: 1 << 20,
    numeralChars: 1 << 10,
    /** Statements, expressions and functions within each other. Lua's is 199, of which calls of the host take some. */
    depth: 190,
    /** Variables of one function at one place, Lua's own, and all that it declares. */
    locals: 200,
    declared: 32_767,
    /** Variables of functions around that one function uses. Lua's is 255 with `_ENV`. */
    upvalues: 254,
    /** Variables and values that one function holds at one place. Lua's is 254. */
    registers: 251,
    /** Functions that stand directly in one function. Lua's is 131,071. */
    functions: 1 << 16,
    /** Visible labels, and jumps whose label is still to come. Lua's is 32,767 each. */
    jumps: 32_000,
    /** Tokens of the body of one `for`. Lua's is 131,071 instructions, and no token makes five. */
    loopTokens: 26_000,
  },
  delta: {
    /** Bytes of a delta over those of the whole package, in percent; a larger one is not published. */
    packedPercent: 60,
    /** Versions before a newest one that are brought to it by a delta each. */
    versions: 5,
    /** Bytes at the end of an older file that its newer text may repeat: all that a deflate stream can reach. */
    dictionaryBytes: 1 << 15,
    /** Copies out of older files in one delta. */
    copies: 1 << 16,
    /** Signatures of a package that a delta leads to: with these, `signature.sig` stays below `json.bytes`. */
    signatures: 64,
  },
  /** What of an app its document holds at most; with all of it, it stays below `json.bytes`, or is cut down once more. */
  appDocument: {
    /** Versions; `/v1` has all of them. */
    versions: 100,
    /** Newest of those, with notes and the developer's reasons for permissions. */
    detailed: 10,
    /** Bytes of those notes and reasons. */
    detailBytes: 128 * (1 << 10),
    /** Locales with at least a name and a summary. */
    locales: 100,
    /** Bytes of listings with description and screenshots. */
    listingBytes: 384 * (1 << 10),
    /** Characters of the reason why a version was withdrawn. */
    reasonChars: 200,
    /** Withdrawn ones among the versions left out, of which code and status remain. */
    withdrawn: 1000,
  },
  feed: {
    /** The newest ones of what a feed is about. */
    entries: 50,
    /** Characters of what is new in a version. */
    contentChars: 4000,
  },
  manifest: {
    idChars: 128,
    versionCode: 2 ** 31 - 1,
  },
  domainProof: {
    /** Bytes of the file; there is room for some hundred developers and registries. */
    bytes: 1 << 16,
    /** Milliseconds until its server has answered in full. */
    ms: 10_000,
  },
  trust: {
    /** Bytes of TUF metadata files: the defaults of python-tuf and tuf-js, but not above `json.bytes`. */
    rootBytes: 512_000,
    timestampBytes: 16_384,
    snapshotBytes: 1 << 20,
    targetsBytes: 1 << 20,
    /** New root versions a client takes in one refresh, and their bytes together: the default of python-tuf, and 8 MiB. */
    rootRotations: 256,
    rootWalkBytes: 8 * (1 << 20),
    /** 2^14 bins: their snapshot is still below `snapshotBytes`. */
    bitLength: 14,
  },
  search: { ...queryLimits, ...correctionLimits, ...indexedLimits },
  device: {
    /** Milliseconds after an update in which crashes count against the new version: a day. */
    probationMs: 24 * 60 * 60_000,
    /** Crashes within probation that bring the previous version back. */
    probationCrashes: 3,
    /** Milliseconds between two checks for updates: a day. */
    checkEveryMs: 24 * 60 * 60_000,
    /** Milliseconds until a failed check is repeated; doubled with each failure, up to `checkEveryMs`. */
    checkRetryMs: 15 * 60_000,
    /** Milliseconds after which a device that waits for a network or its charger looks again. */
    lookAgainMs: 15 * 60_000,
    /** Milliseconds that a low battery or a metered network may put things off. */
    postponeMs: 3 * 24 * 60 * 60_000,
  },
  /** Characters of somebody's input echoed in a message. */
  echoChars: 200,
} as const;

/** What there is to know of a developer's machine; whoever gathers it decides nothing. */
export interface SetupFacts {
  readonly node: {
    readonly version: string;
    /** Why `mosis` does not run on it, with what to do. */
    readonly trouble: string | null;
  };
  readonly mosis: {
    readonly version: string;
    /** The version that is installed for the current folder; null where none is. */
    readonly installed: string | null;
  };
  /** `version` is null where there is no Git. */
  readonly git: { readonly version: string | null; readonly name: string | null; readonly email: string | null };
  /** `$MOSIS_HOME`; `trouble` says why nothing can be written there. */
  readonly home: { readonly path: string; readonly trouble: string | null };
  /** `mode` is null where there is no folder, or the system knows no modes; `trouble` says why the folder cannot be read. */
  readonly keyFolder: { readonly path: string; readonly mode: number | null; readonly trouble: string | null };
  readonly keys: readonly KeyFacts[];
  /** Files that were being written when a process was killed. */
  readonly leftovers: readonly string[];
  /** The character set that the environment names; null where it names none. */
  readonly charset: string | null;
  /** Null where the current folder holds no manifest. */
  readonly project: ProjectFacts | null;
  /** Null where no store was named; then nobody asks the network. */
  readonly store: StoreFacts | null;
}

/** A private key and its public half. */
export interface KeyFacts {
  readonly path: string;
  /** Permission bits; null where the system knows none. */
  readonly mode: number | null;
  readonly encrypted: boolean;
  /** Why it cannot be used. */
  readonly trouble: string | null;
}

export interface ProjectFacts {
  /** Id of the app; null where the manifest cannot be read. */
  readonly app: string | null;
  readonly errors: number;
  /** Findings that are no errors. */
  readonly others: number;
}

export interface StoreFacts {
  readonly url: string;
  /** Why it cannot be reached. */
  readonly unreachable: string | null;
  /** Null where it could not be asked, or its signatures do not hold: then `trouble` says why. */
  readonly trust: TrustFacts | null;
  readonly trouble: { readonly message: string; readonly fix: string } | null;
  /** How far this machine's clock is ahead of the store's, in milliseconds; null where the store does not say what time it is. */
  readonly clockAheadMs: number | null;
}

export interface TrustFacts {
  /** SHA-256 of the root that was pinned first. */
  readonly root: string;
  /** Whether the device of this machine had pinned it, or it is the first one seen. */
  readonly isPinned: boolean;
  /** When the timestamp expires, RFC 3339. */
  readonly expires: string;
}

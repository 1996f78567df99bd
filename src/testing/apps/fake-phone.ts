/** A phone that does what a test says. Everything on it may be read and changed while an app runs. */
export interface FakePhone {
  readonly locale: string;
  /** Milliseconds as of Date.now(). */
  now: number;
  /** What its owner answers to questions, those of permissions too. */
  agrees: boolean;
  /** What the camera takes; null where its owner thinks better of it. */
  picture: { readonly source: string; readonly width: number; readonly height: number } | null;
  readonly granted: Set<string>;
  readonly stored: Map<string, unknown>;
  readonly toasts: string[];
  /** What telemetry counted, in order. */
  readonly counted: string[];
  readonly notifications: Map<string, { readonly title: string; readonly text?: string; readonly at?: number }>;
  readonly timers: Map<number, { at: number; readonly every: number | null; readonly call: () => void }>;
  readonly listeners: { readonly event: string; readonly listener: () => void }[];
}

export function fakePhone(change: Partial<FakePhone> = {}): FakePhone {
  return {
    locale: "en",
    now: Date.UTC(2026, 10, 26, 9, 30),
    agrees: true,
    picture: null,
    granted: new Set(),
    stored: new Map(),
    toasts: [],
    counted: [],
    notifications: new Map(),
    timers: new Map(),
    listeners: [],
    ...change,
  };
}
/** Lets time pass: every timer that is due in it runs, in order. */
export function pass(phone: FakePhone, ms: number): void {
  const end = phone.now + ms;
  for (;;) {
    const [due] = [...phone.timers].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at);
    if (due === undefined) break;
    const [id, timer] = due;
    phone.now = timer.at;
    if (timer.every === null) phone.timers.delete(id);
    else timer.at += timer.every;
    timer.call();
  }
  phone.now = end;
}

// Loaded into every process of a job by `--import`: its clock is the one of the test, not that of this machine.
const shift = Number(process.env["TEST_CLOCK_SHIFT_MS"] ?? 0);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...args: readonly unknown[]) {
    super(...((args.length === 0 ? [RealDate.now() + shift] : args) as []));
  }

  static override now(): number {
    return RealDate.now() + shift;
  }
} as DateConstructor;

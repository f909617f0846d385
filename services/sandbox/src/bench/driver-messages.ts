/* What the benchmark and its driver process tell each other. */

export const SERVICE_ID = 'bench';

/** How flows are started: so many at a time, or so many a second whether or not earlier ones have ended. */
export type Load = { concurrency: number } | { rate: number };

export type DriverOrder =
  | { order: 'prepare'; urls: { rp: string; idp: string; as: string }; dataBytes: number }
  /** Runs for `seconds`, and on until `flowsMin` flows were started. */
  | { order: 'run'; load: Load; seconds: number; flowsMin: number };

export type DriverReport =
  | { report: 'prepared' }
  /** The time in which flows are started is over; some are still under way. */
  | { report: 'window closed' }
  | { report: 'done'; result: RunResult }
  | { report: 'failed'; reason: string };

export interface RunResult {
  /** Length of the window in which flows were started. */
  windowSeconds: number;
  /** Flows that ended within the window. */
  flowsInWindow: number;
  /** Of every flow that was started in the window: from its (intended) start to the data in the RP's hands. */
  latenciesMs: number[];
  errorCount: number;
  /** The first few. */
  errors: string[];
}

import type { CaptureEnd } from './capture-end';
import type { CaptureFigures } from './capture-start';
import type { Lsn } from './position';

/** Change capture of a task that runs. */
export interface RunningCapture {
  /** Position before which every change is in a file. */
  readonly position: Lsn;
  /** Settles when changes are being read. */
  readonly started: Promise<void>;
  figures(): CaptureFigures;
  /** Reads and writes until `stop` fires. Throws the reason that ends the task. */
  run(stop: AbortSignal): Promise<CaptureEnd>;
  /** Resolves when everything committed so far has been read, or the capture ends. */
  caughtUp(): Promise<void>;
  /** Runs `work` between two batches, while nothing is read. */
  between(work: () => Promise<void>): Promise<void>;
  /** Ends a capture that does not run. */
  abandon(): Promise<void>;
  /** Behaves as if the process crashed: nothing more is written or confirmed. */
  die(): Promise<void>;
  /** Ends the capture with an error. */
  fail(error: unknown): void;
}

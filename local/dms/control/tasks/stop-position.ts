import type { Cancel, Clock } from '../../../clock';
import { invalidValue } from '../faults';

/** Position at which change capture stops by itself. */
export interface StopPosition {
  readonly kind: 'server_time' | 'commit_time';
  readonly at: Date;
  readonly text: string;
}

const shape = /^(server_time|commit_time):\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)$/;

/**
 * Parses `server_time:2026-02-09T12:12:12` or `commit_time:...`, in UTC (API reference,
 * CreateReplicationTask).
 */
export function readStopPosition(text: string | undefined): StopPosition | undefined {
  if (text === undefined) return undefined;
  const [, kind, time] = shape.exec(text) ?? [];
  const at = new Date(`${time}Z`);
  if ((kind !== 'server_time' && kind !== 'commit_time') || Number.isNaN(at.getTime()))
    throw invalidValue(
      `CdcStopPosition ${JSON.stringify(text)} is neither server_time:YYYY-MM-DDThh:mm:ss nor commit_time:YYYY-MM-DDThh:mm:ss`,
    );
  return { kind, at, text };
}

/** Part of a task that holds its stop position until that is reached. */
interface Stopping {
  stopPosition: StopPosition | undefined;
}

/**
 * Fires once when the task's stop position is reached. After that the position is cleared, so a resume
 * continues from there (_ours_).
 */
export class StopAt {
  readonly #reached = new AbortController();
  readonly #task: Stopping;
  readonly #position: StopPosition | undefined;
  readonly #cancel: Cancel;

  constructor(task: Stopping, clock: Clock) {
    this.#task = task;
    this.#position = task.stopPosition;
    this.#cancel =
      this.#position?.kind === 'server_time'
        ? clock.schedule(this.#position.at, () => this.#reached.abort())
        : () => undefined;
  }

  get signal(): AbortSignal {
    return this.#reached.signal;
  }

  get lastCommit(): Date | undefined {
    return this.#position?.kind === 'commit_time' ? this.#position.at : undefined;
  }

  pastCommit(): void {
    this.#reached.abort();
  }

  /** Stop reason, when the stop position has ended the capture. */
  reached(): 'STOPPED_AT_SERVER_TIME' | 'STOPPED_AT_COMMIT_TIME' | undefined {
    if (!this.signal.aborted) return undefined;
    this.#task.stopPosition = undefined;
    return this.#position?.kind === 'commit_time' ? 'STOPPED_AT_COMMIT_TIME' : 'STOPPED_AT_SERVER_TIME';
  }

  forget(): void {
    this.#cancel();
  }
}

/** State in which a run leaves its task. */
export interface TaskOutcome {
  readonly status: 'stopped' | 'failed';
  readonly stopReason: string;
  readonly lastFailure: string | undefined;
}

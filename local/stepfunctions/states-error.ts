/** Error in the sense of the states language: a name that Retry and Catch match, and a cause. */
export class StatesError extends Error {
  override readonly name = 'StatesError';

  constructor(
    readonly error: string,
    /** Absent for timeouts, as on AWS. */
    readonly reason?: string,
  ) {
    super(reason === undefined ? error : `${error}: ${reason}`);
  }

  /** `$states.errorOutput`. */
  get output(): { readonly Error: string; readonly Cause?: string } {
    return { Error: this.error, ...(this.reason === undefined ? {} : { Cause: this.reason }) };
  }
}

/**
 * Name of the error of a missed heartbeat. LocalStack recorded `States.Timeout` at AWS, and the guide lists
 * `States.HeartbeatTimeout` for Retry and Catch (docs/aws-facts/orchestration.md): a machine must stand both.
 */
export type HeartbeatError = 'States.Timeout' | 'States.HeartbeatTimeout';

const timeout = 'States.Timeout';
const uncatchable = 'States.Runtime';
const onlyByName = 'States.DataLimitExceeded';

/**
 * True when an ErrorEquals list matches the error. States.ALL matches neither States.DataLimitExceeded nor
 * States.Runtime (docs/pitfalls.md#errors-that-escape-a-catch-all).
 */
export function matches(errorEquals: readonly string[], error: StatesError): boolean {
  if (error.error === uncatchable) return false;
  return errorEquals.some((name) => {
    if (name === error.error) return true;
    if (error.error === onlyByName) return false;
    if (name === 'States.TaskFailed') return error.error !== timeout;
    return name === 'States.ALL';
  });
}

/** Largest payload between states: 256 KiB of UTF-8. */
export const payloadLimit = 256 * 1024;

/** Throws States.DataLimitExceeded when `value` as JSON exceeds the limit. */
export function checkSize(value: unknown, stateName: string, what: string): void {
  const text = JSON.stringify(value) ?? '';
  if (text.length * 3 <= payloadLimit || Buffer.byteLength(text) <= payloadLimit) return;
  throw new StatesError(
    onlyByName,
    `The state/task '${stateName}' returned a ${what} with a size exceeding the maximum number of bytes service limit.`,
  );
}

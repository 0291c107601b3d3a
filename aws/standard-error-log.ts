import type { Log, LogFields } from '../core/monitoring/log';

/** Log of programs outside Lambda: lines on standard error. */
export const standardErrorLog: Log = { info: write, error: write };

function write(message: string, fields: LogFields = {}): void {
  process.stderr.write(`${JSON.stringify({ message, ...fields })}\n`);
}

import { type LogGap, readLogs } from '../../../application/runs/read-logs';
import type { ConsolePorts } from '../ports';

/** Errors that DMS wrote to the log of a run's task. */
export interface TaskErrors {
  /** Oldest first. */
  readonly lines: readonly { readonly id: string; readonly text: string }[];
  /** Lines that are not listed. */
  readonly more: number;
  readonly gaps: readonly LogGap[];
}

const shownLines = 10;

export async function readTaskErrors(
  { environment, now, openLogs }: ConsolePorts,
  run: string,
): Promise<TaskErrors> {
  const { lines, gaps } = await readLogs(environment, run, { source: 'task' }, now(), openLogs());
  const errors = lines.filter(({ level }) => level === 'error');
  const shown = errors.slice(0, shownLines).map(({ id, text }) => ({ id, text }));
  return { lines: shown, more: errors.length - shown.length, gaps };
}

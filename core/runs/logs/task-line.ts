import type { LogEvent, LogLevel, LogLine } from './log-line';

/**
 * Line of a DMS task: `<time> [<component>]<severity>:  <text>  (<file>:<line>)`. The time has seconds only, so the moment of the
 * event counts (docs/aws-facts/dms-tasks.md#task-logs).
 */
const dmsLine = /^\S+ \[([A-Z_ ]+)\] ?([A-Z]): +([\s\S]*?)(?: +\([^()]*\))?\s*$/;

const levels: Readonly<Record<string, LogLevel>> = { E: 'error', W: 'warning', I: 'info' };

/** Reads a line of DMS. One in another form is kept as it is. */
export function taskLine({ id, at, message }: LogEvent): LogLine {
  const [, component, severity, text] = dmsLine.exec(message) ?? [];
  const line = { id, at: at.toISOString(), source: 'task' } as const;
  return severity === undefined || component === undefined
    ? { ...line, from: 'DMS', level: 'info', text: message.trimEnd() }
    : { ...line, from: component.trim(), level: levels[severity] ?? 'debug', text: text ?? '' };
}

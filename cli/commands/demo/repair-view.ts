import { count } from '../../output/quantities';
import { wrapped } from '../../output/hanging-indent';
import { roomOf } from '../../output/table';
import { inkOf, type Shell } from '../../shell';
import type { RepairedRun, SentMessage } from './break-and-repair';

/** Report of the failed run: its message, the command that repaired it, and the message that it is over. */
export function showRepair(shell: Shell, repaired: RepairedRun): string {
  const ink = inkOf(shell);
  const { job, table, failed, retried, messages } = repaired;
  const [first, recovered] = messages;
  const loaded = retried.run.verdict?.evidence;
  return [
    ink.bold('A run that fails, its message and its repair'),
    `  DMS was made to fail ${table} of ${job}.`,
    "  The department's topic got:",
    ...(first === undefined
      ? [ink.red('  no message arrived within a minute')]
      : ['', ...messageLines(first, roomOf(shell)).map((line) => `  ${ink.dim('│')} ${line}`.trimEnd()), '']),
    `  ${ink.bold(`lakeferry retry ${failed.run.run}`)}`,
    `  loaded ${retried.run.onlyTables?.join(', ') ?? 'all tables'} again;`,
    `  the snapshot has ${count(loaded?.tables ?? 0)} tables, ${count(loaded?.rows ?? 0)} rows`,
    recovered === undefined
      ? ink.red('  no message about the recovery arrived within a minute')
      : `  and the topic got: ${recovered.subject}`,
  ].join('\n');
}

/** Lines of a message, broken where the terminal is too narrow. The text of e-mail has long lines. */
function messageLines({ subject, text }: SentMessage, room: number): readonly string[] {
  return `${subject}\n\n${text}`.split('\n').flatMap((line) => {
    const indent = / */.exec(line)?.[0] ?? '';
    return wrapped(line.trim(), room - 4 - indent.length).map((part) => `${indent}${part}`);
  });
}

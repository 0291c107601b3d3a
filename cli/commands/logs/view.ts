import type { LogGap, RunLogs } from '../../../application/runs/read-logs';
import type { LogLevel, LogLine, LogSource } from '../../../core/runs/logs/log-line';
import { fitting } from '../../output/hanging-indent';
import { moment } from '../../output/quantities';
import { type Ink, inkOf, type Shell } from '../../shell';

const kinds: Readonly<Record<LogSource, string>> = {
  'state-machine': 'state',
  functions: 'function',
  task: 'task',
};

/** One line per log line; `no lines` without any. */
export function showLines(shell: Shell, { lines }: RunLogs): string {
  const ink = inkOf(shell);
  return lines.length === 0
    ? 'no lines'
    : lines.map((line) => fitting(shell, lineText(line, ink))).join('\n');
}

function lineText({ at, source, from, level, text }: LogLine, ink: Ink): string {
  const further = text.split(/\r?\n/).join('\n    ');
  return `${ink.dim(moment(at))} ${kinds[source]} ${from}: ${levelText(level, ink)}${further}`;
}

function levelText(level: LogLevel, ink: Ink): string {
  switch (level) {
    case 'debug':
    case 'info':
      return '';
    case 'warning':
      return `${ink.yellow('warning')} `;
    case 'error':
      return `${ink.red('error')} `;
  }
}

/** Says which log is missing and why. */
export function gapText({ source, name, reason, permission }: LogGap): string {
  switch (reason) {
    case 'forbidden':
      return `not read: ${name}: you lack ${permission}, which docs/policies/reader.json grants`;
    case 'incomplete':
      return `not read completely: ${name}: it has more lines; read them with --since and the time of the last`;
    case 'absent':
      return `not there: ${name}: ${absentBecause(source, name)}`;
  }
}

function absentBecause(source: LogSource, name: string): string {
  switch (source) {
    case 'state-machine':
      return 'Step Functions keeps the events of an execution for 90 days after its end';
    case 'functions':
      return 'somebody deleted the log groups of the functions; the next line creates them again';
    case 'task':
      return name.includes('/')
        ? 'DMS wrote no line; without the role dms-cloudwatch-logs-role it writes none, and lines are kept for 90 days'
        : 'somebody deleted the log group; DMS creates it again with the next task';
  }
}

import type { RunDetails } from '../../application/runs/read-run';
import { summarize } from '../../application/runs/run-summary';
import type { CheckReport } from '../../core/checks/report/check-report';
import type { RunWithTables } from '../../core/runs/record/run-record';
import { explain } from '../../core/runs/verdict/explain';
import { inkOf, type Shell } from '../shell';
import { attemptFacts, attemptLines } from './attempt-lines';
import { checkLines } from './check-view';
import { oneLine } from './escape-control-characters';
import { faultyTableLines } from './faulty-tables';
import { hangingIndent } from './hanging-indent';
import { phaseLines } from './phase-lines';
import { bytes, count, duration, moment, plural } from './quantities';
import { outcomeText } from './run-list';
import { splitLines } from './split-view';
import { table } from './table';

/** One run with its tables, the check of its source and its segments. */
export function showRunDetails(shell: Shell, details: RunDetails): string {
  const width = shell.interactive ? shell.width() : Number.POSITIVE_INFINITY;
  const faulty = faultyTableLines(details.faulty, inkOf(shell), width);
  return [
    showRun(shell, details, details.check),
    ...withGap(attemptLines(details.attempts ?? [], inkOf(shell), shell.now())),
    ...withGap(faulty),
    ...splitLines(shell, details.splits ?? []),
  ].join('\n');
}

function withGap(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

/** One run: outcome with its reasons, times, tables. */
export function showRun(shell: Shell, { run, tables }: RunWithTables, report?: CheckReport): string {
  const { bold } = inkOf(shell);
  const width = shell.interactive ? shell.width() : Number.POSITIVE_INFINITY;
  const blocks = [
    factLines(shell, run, width),
    findingLines(run, bold, width),
    checkLines(report, run.sourceCheck, bold, width),
    publishingLines(run, bold),
    [bold('phases'), ...phaseLines(run.phases)],
    tables.length === 0 ? [] : [bold(plural(tables.length, 'table')), tableLines(tables, width)],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function factLines(shell: Shell, run: RunWithTables['run'], width: number): string[] {
  const ink = inkOf(shell);
  const summary = summarize(run, shell.now());
  const facts: [string, string][] = [
    ['job', run.jobKey],
    ['requested', `by ${oneLine(summary.requestedBy)}`],
    ...attemptFacts(run),
    ...(summary.waitsFor === undefined
      ? []
      : [['waits', oneLine(summary.waitsFor)] satisfies [string, string]]),
    ['opened', moment(run.openedAt)],
    ['took', duration(summary.took)],
    ['rows', count(summary.rows)],
    ...(run.trigger.by === 'file'
      ? []
      : [['task', run.task?.arn ?? run.task?.identifier ?? 'none'] satisfies [string, string]]),
    ['execution', run.execution],
  ];
  return [
    `${ink.bold(run.run)}  ${outcomeText(summary, ink)}`,
    ...facts.flatMap(([name, value]) => hangingIndent(`  ${name.padEnd(9)}  `, value, width)),
  ];
}

function findingLines(record: RunWithTables['run'], bold: (text: string) => string, width: number): string[] {
  const { verdict, leftBehind, skippedFor } = record;
  const lines = (verdict?.findings ?? []).flatMap((finding) => {
    const { cause, fix } = explain(finding, record);
    const place = finding.table === undefined ? '' : `${oneLine(finding.table)}: `;
    return [
      `  ${place}${cause}`,
      ...hangingIndent('    seen  ', finding.detail, width),
      ...hangingIndent('    fix   ', fix, width),
    ];
  });
  const more = (verdict?.findingCount ?? 0) - (verdict?.findings.length ?? 0);
  if (more > 0) lines.push(`  and ${count(more)} more`);
  const message = verdict?.evidence.message;
  if (message !== undefined && !verdict?.findings.some(({ detail }) => detail === message))
    lines.push(`  DMS message: ${oneLine(message)}`);
  if (skippedFor !== undefined) lines.push(`  the job was in use by run ${skippedFor}`);
  if (leftBehind !== undefined)
    lines.push(`  not cleaned up: ${leftBehind.error}: ${oneLine(leftBehind.cause)}`);
  return lines.length === 0 ? [] : [bold('why'), ...lines];
}

const publishingStates = {
  published: '',
  superseded: ', not published: a newer run had published before',
  named: ', which readers are not switched to',
} as const;

function publishingLines(run: RunWithTables['run'], bold: (text: string) => string): string[] {
  const { publishing, unlisted = [] } = run;
  const outside =
    unlisted.length === 0
      ? []
      : [bold('not in the catalogue'), ...unlisted.map((one) => `  ${oneLine(one)}`)];
  if (publishing === undefined) return outside;
  const { files, smallFiles, emptyTables, carriedTables, removed = 0, notRemoved } = publishing;
  const state = publishingStates[publishing.outcome];
  return [
    bold('in the lake'),
    `  snapshot ${publishing.snapshot}${state}`,
    `  ${plural(publishing.tables, 'table')} (${emptyTables} empty, ${carriedTables} unchanged), ${plural(files, 'file')}, ${bytes(publishing.bytes)}; ${count(smallFiles)} of the files are small`,
    `  manifest ${publishing.manifest}`,
    ...(publishing.keptUntil === undefined ? [] : [`  kept until ${moment(publishing.keptUntil)}`]),
    ...(removed === 0 ? [] : [`  ${plural(removed, 'older snapshot')} removed`]),
    ...(notRemoved === undefined ? [] : [`  older snapshots could not be removed: ${oneLine(notRemoved)}`]),
    ...outside,
  ];
}

function tableLines(tables: RunWithTables['tables'], width: number): string {
  // DMS reports rows, not bytes: the column is left out where it would be empty.
  const hasSizes = tables.some((one) => one.bytes !== undefined);
  return table(
    [
      { title: '  TABLE', shrinks: true },
      { title: 'STATE', shrinks: true },
      { title: 'ROWS', align: 'right' },
      ...(hasSizes ? [{ title: 'SIZE', align: 'right' as const }] : []),
    ],
    tables.map((one) => [
      `  ${one.schema}.${one.table}`,
      one.carried === undefined ? one.state : 'taken over',
      count(one.rows),
      one.bytes === undefined ? '' : bytes(one.bytes),
    ]),
    width,
  );
}

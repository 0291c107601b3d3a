import type { CheckReport } from '../../core/checks/report/check-report';
import type { RunWithTables } from '../../core/runs/record/run-record';
import { explain } from '../../core/runs/verdict/explain';
import { summarize } from '../run-summary';
import { inkOf, type Shell } from '../shell';
import { checkLines } from './check-view';
import { hung } from './hanging-indent';
import { bytes, count, duration, moment, plural } from './quantities';
import { outcomeWord } from './run-list';
import { table } from './table';

/** One run, whole: what it came to and why, its times, its tables. */
export function showRun(shell: Shell, { run, tables }: RunWithTables, report?: CheckReport): string {
  const ink = inkOf(shell);
  const width = shell.interactive ? shell.width() : Number.POSITIVE_INFINITY;
  const summary = summarize(run, shell.now());
  const facts: [string, string][] = [
    ['job', run.jobKey],
    ['asked by', summary.requestedBy],
    ['opened', moment(run.openedAt)],
    ['took', duration(summary.took)],
    ['rows', count(summary.rows)],
    ...(run.trigger.by === 'file'
      ? []
      : [['task', run.task?.arn ?? run.task?.identifier ?? 'none'] satisfies [string, string]]),
    ['execution', run.execution],
  ];
  const blocks = [
    [
      `${ink.bold(run.run)}  ${outcomeWord(summary, ink)}`,
      ...facts.map(([name, value]) => `  ${name.padEnd(9)}  ${value}`),
    ],
    findingLines(run, ink.bold, width),
    checkLines(report, run.sourceCheck, ink.bold, width),
    publishingLines(run, ink.bold),
    [ink.bold('phases'), ...phaseLines(run.phases)],
    tables.length === 0 ? [] : [ink.bold(plural(tables.length, 'table')), tableLines(tables, shell.width())],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function findingLines(
  { verdict, leftBehind, skippedFor }: RunWithTables['run'],
  bold: (text: string) => string,
  width: number,
): string[] {
  const lines = (verdict?.findings ?? []).flatMap((finding) => {
    const { cause, fix } = explain(finding);
    const where = finding.table === undefined ? '' : `${finding.table}: `;
    return [
      `  ${where}${cause}`,
      ...hung('    seen  ', finding.detail, width),
      ...hung('    fix   ', fix, width),
    ];
  });
  const more = (verdict?.findingCount ?? 0) - (verdict?.findings.length ?? 0);
  if (more > 0) lines.push(`  and ${count(more)} more`);
  const message = verdict?.evidence.message;
  if (message !== undefined && !verdict?.findings.some(({ detail }) => detail === message))
    lines.push(`  DMS said: ${message}`);
  if (skippedFor !== undefined) lines.push(`  the job was held by run ${skippedFor}`);
  if (leftBehind !== undefined) lines.push(`  left behind: ${leftBehind.error}: ${leftBehind.cause}`);
  return lines.length === 0 ? [] : [bold('why'), ...lines];
}

function publishingLines({ publishing }: RunWithTables['run'], bold: (text: string) => string): string[] {
  if (publishing === undefined) return [];
  const { files, smallFiles, emptyTables, carriedTables, removed, notRemoved } = publishing;
  const state = publishing.outcome === 'published' ? '' : ', which a newer run had published before';
  return [
    bold('in the lake'),
    `  snapshot ${publishing.snapshot}${state}`,
    `  ${plural(publishing.tables, 'table')} (${emptyTables} empty, ${carriedTables} as before), ${plural(files, 'file')}, ${bytes(publishing.bytes)}; ${count(smallFiles)} of the files are small`,
    `  manifest ${publishing.manifest}`,
    ...(removed === 0 ? [] : [`  ${plural(removed, 'older snapshot')} removed`]),
    ...(notRemoved === undefined ? [] : [`  older snapshots could not be removed: ${notRemoved}`]),
  ];
}

function phaseLines(phases: RunWithTables['run']['phases']): string[] {
  let last: number | undefined;
  // The same state of the machine sees to it that there is none, whether there ever was one or not.
  const said = (phase: string): string =>
    phase === 'taskDeleted' && phases.taskCreated === undefined ? 'no task left' : inWords(phase);
  const width = Math.max(...Object.keys(phases).map((phase) => said(phase).length));
  const inOrder = Object.entries(phases).sort(([, a], [, b]) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return inOrder.flatMap(([phase, at]) => {
    if (at === undefined) return [];
    const now = Date.parse(at);
    const since = last === undefined ? '' : `+${duration(Math.max(0, now - last))}`;
    last = now;
    return [`  ${said(phase).padEnd(width)}  ${moment(at)}  ${since}`.trimEnd()];
  });
}

function tableLines(tables: RunWithTables['tables'], width: number): string {
  // DMS tells rows, not bytes: no column without a figure in it.
  const sized = tables.some((one) => one.bytes !== undefined);
  return table(
    [
      { title: '  TABLE', shrinks: true },
      { title: 'STATE', shrinks: true },
      { title: 'ROWS', align: 'right' },
      ...(sized ? [{ title: 'SIZE', align: 'right' as const }] : []),
    ],
    tables.map((one) => [
      `  ${one.schema}.${one.table}`,
      one.state,
      count(one.rows),
      one.bytes === undefined ? '' : bytes(one.bytes),
    ]),
    width,
  );
}

/** `taskCreated` -> `task created` */
function inWords(phase: string): string {
  return phase.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

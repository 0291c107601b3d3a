import { type CheckFinding, type CheckReport, type Severity, severities } from '../../core/checks/check';
import { sourceName } from '../doctor/source-checks';
import { type Ink, inkOf, type Shell } from '../shell';
import { visible } from './escape-control-characters';
import { wrapped } from './hanging-indent';
import { duration, plural } from './quantities';

/** Findings of jobs, the worst first, each with what mends it below. */
export function showReports(shell: Shell, reports: readonly CheckReport[], all: boolean): string {
  if (reports.length === 0) return 'no jobs';
  const ink = inkOf(shell);
  const shown = reports.map((report) => showReport(report, all, ink, shell.width()));
  return [...shown, ...(reports.length === 1 ? [] : [summary(reports, ink)])].join('\n\n');
}

function showReport(report: CheckReport, all: boolean, ink: Ink, width: number): string {
  const { job, connection, engine, version, findings, milliseconds, queries } = report;
  const about = `${sourceName({ name: connection, engine }, version)}, ${plural(queries, 'query', 'queries')} in ${duration(milliseconds)}`;
  return [
    `${ink.bold(job ?? connection)}  ${ink.dim(about)}`,
    ...inOrder(findings).flatMap((finding) => showFinding(finding, ink, width)),
    ...(all ? besides(report, ink, width) : []),
    `  ${counts([report], ink)}${report.skipped.length > 0 && !all ? ink.dim(' (--all says why)') : ''}`,
  ].join('\n');
}

const marks: Readonly<Record<Severity, string>> = { error: '✗ error', warning: '! warning', note: 'i note' };

function showFinding(finding: CheckFinding, ink: Ink, width: number): string[] {
  const { severity, check, found, why, mend } = finding;
  const paint = { error: ink.red, warning: ink.yellow, note: ink.dim }[severity];
  const lines = (label: string, text: string): string[] => {
    const indent = ' '.repeat(label.length);
    return wrapped(text, width - label.length).map((line, index) => `${index === 0 ? label : indent}${line}`);
  };
  return [
    `  ${paint(marks[severity].padEnd(9))}${ink.bold(placeOf(finding) || 'the source')}  ${ink.dim(check)}`,
    ...lines(' '.repeat(11), visible(found)),
    ...lines(`${' '.repeat(11)}why: `, why).map((line) => ink.dim(line)),
    ...(mend === undefined ? [] : mendLines(mend, width)),
  ];
}

const mendNames = {
  sql: 'mend, in SQL:',
  setting: 'mend, in the server’s settings:',
  config: 'mend, in the department’s file:',
} as const;

/** SQL is pasted, so its lines stay as they are, however long. */
function mendLines({ kind, text }: NonNullable<CheckFinding['mend']>, width: number): string[] {
  const indent = ' '.repeat(11);
  const lines = kind === 'sql' ? text.split('\n').map(visible) : wrapped(visible(text), width - 13);
  return [`${indent}${mendNames[kind]}`, ...lines.map((line) => `${indent}  ${line}`)];
}

function besides({ passed, skipped }: CheckReport, ink: Ink, width: number): string[] {
  return [
    ...passed.map((id) => `  ${ink.green('✓'.padEnd(9))}${id}`),
    ...skipped.flatMap(({ check, because }) => [
      `  ${'-'.padEnd(9)}${check}`,
      ...wrapped(`not looked at: ${because}`, width - 11).map((line) => `${' '.repeat(11)}${line}`),
    ]),
  ];
}

function summary(reports: readonly CheckReport[], ink: Ink): string {
  return `${ink.bold(plural(reports.length, 'job'))}: ${counts(reports, ink)}`;
}

function counts(reports: readonly CheckReport[], ink: Ink): string {
  const of = (severity: Severity): number =>
    reports.reduce(
      (sum, { findings }) => sum + findings.filter((one) => one.severity === severity).length,
      0,
    );
  const [blocks, warns, informs] = [of('error'), of('warning'), of('note')];
  const sum = (list: 'passed' | 'skipped'): number => reports.reduce((all, one) => all + one[list].length, 0);
  return [
    blocks === 0 ? ink.green('nothing blocks') : ink.red(`${blocks} ${blocks === 1 ? 'blocks' : 'block'}`),
    ...(warns === 0 ? [] : [ink.yellow(`${warns} ${warns === 1 ? 'warns' : 'warn'}`)]),
    ...(informs === 0 ? [] : [`${informs} to know`]),
    `${sum('passed')} passed`,
    ...(sum('skipped') === 0 ? [] : [`${sum('skipped')} not looked at`]),
  ].join(', ');
}

function inOrder(findings: readonly CheckFinding[]): readonly CheckFinding[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      placeOf(a).localeCompare(placeOf(b), 'en'),
  );
}

function placeOf({ schema, table, column }: CheckFinding): string {
  return visible([schema, table, column].filter((part) => part !== undefined).join('.'));
}

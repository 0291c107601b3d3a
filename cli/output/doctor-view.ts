import {
  type CheckFinding,
  type CheckReport,
  type Severity,
  severities,
} from '../../core/checks/report/check-report';
import { sourceName } from '../doctor/source-checks';
import { type Ink, inkOf, type Shell } from '../shell';
import { visible } from './escape-control-characters';
import { wrapped } from './hanging-indent';
import { duration, plural } from './quantities';

/** Lists the findings of jobs, errors first, each with its fix. */
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
  const { severity, check, found, why, fix } = finding;
  const paint = { error: ink.red, warning: ink.yellow, note: ink.dim }[severity];
  const lines = (label: string, text: string): string[] => {
    const indent = ' '.repeat(label.length);
    return wrapped(text, width - label.length).map((line, index) => `${index === 0 ? label : indent}${line}`);
  };
  return [
    `  ${paint(marks[severity].padEnd(11))}${ink.bold(placeOf(finding) || 'the source')}  ${ink.dim(check)}`,
    ...lines(' '.repeat(13), visible(found)),
    ...lines(`${' '.repeat(13)}why: `, why).map((line) => ink.dim(line)),
    ...(fix === undefined ? [] : fixLines(fix, width)),
  ];
}

const fixNames = {
  sql: 'fix, in SQL:',
  setting: 'fix, in the server’s settings:',
  config: 'fix, in the department file:',
} as const;

/** SQL is pasted, so its lines stay as they are, however long. */
function fixLines({ kind, text }: NonNullable<CheckFinding['fix']>, width: number): string[] {
  const indent = ' '.repeat(13);
  const lines = kind === 'sql' ? text.split('\n').map(visible) : wrapped(visible(text), width - 15);
  return [`${indent}${fixNames[kind]}`, ...lines.map((line) => `${indent}  ${line}`)];
}

function besides({ passed, skipped }: CheckReport, ink: Ink, width: number): string[] {
  return [
    ...passed.map((id) => `  ${ink.green('✓'.padEnd(11))}${id}`),
    ...skipped.flatMap(({ check, because }) => [
      `  ${'-'.padEnd(11)}${check}`,
      ...wrapped(`skipped: ${because}`, width - 13).map((line) => `${' '.repeat(13)}${line}`),
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
  const [errors, warnings, notes] = [of('error'), of('warning'), of('note')];
  const sum = (list: 'passed' | 'skipped'): number => reports.reduce((all, one) => all + one[list].length, 0);
  return [
    errors === 0 ? ink.green('no errors') : ink.red(plural(errors, 'error')),
    ...(warnings === 0 ? [] : [ink.yellow(plural(warnings, 'warning'))]),
    ...(notes === 0 ? [] : [plural(notes, 'note')]),
    `${sum('passed')} passed`,
    ...(sum('skipped') === 0 ? [] : [`${sum('skipped')} skipped`]),
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

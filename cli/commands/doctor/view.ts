import type { CheckFinding, CheckReport, Severity } from '../../../core/checks/report/check-report';
import { escapeControlCharacters } from '../../output/escape-control-characters';
import { hangingIndent } from '../../output/hanging-indent';
import { duration, plural } from '../../output/quantities';
import { bySeverity, severityCounts } from '../../output/severity-counts';
import { sourceName } from '../../output/source-name';
import { type Ink, inkOf, type Shell } from '../../shell';

/** Reports of jobs, the most severe findings first, each with its fix. `all` adds the checks that passed. */
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
    ...(all ? otherChecks(report, ink, width) : []),
    `  ${counts([report], ink)}${report.skipped.length > 0 && !all ? ink.dim(' (--all shows why)') : ''}`,
  ].join('\n');
}

const marks: Readonly<Record<Severity, string>> = { error: '✗ error', warning: '! warning', note: 'i note' };

const indent = ' '.repeat(13);

function showFinding(finding: CheckFinding, ink: Ink, width: number): string[] {
  const { severity, check, found, why, fix } = finding;
  const paint = paintOf(severity, ink);
  return [
    `  ${paint(marks[severity].padEnd(11))}${ink.bold(placeOf(finding) || 'the source')}  ${ink.dim(check)}`,
    ...hangingIndent(indent, escapeControlCharacters(found), width),
    ...hangingIndent(`${indent}why: `, why, width).map((line) => ink.dim(line)),
    ...(fix === undefined ? [] : fixLines(fix, width)),
  ];
}

function paintOf(severity: Severity, ink: Ink): (text: string) => string {
  return { error: ink.red, warning: ink.yellow, note: ink.dim }[severity];
}

const fixTitles = {
  sql: 'fix, in SQL:',
  setting: 'fix, in the settings of the server:',
  config: 'fix, in the department file:',
  aws: 'fix, in AWS, by its owner:',
} as const;

/** Lines of SQL stay as they are, however long, so that they can be copied. */
function fixLines({ kind, text }: NonNullable<CheckFinding['fix']>, width: number): string[] {
  const lines =
    kind === 'sql'
      ? text.split('\n').map((line) => `${indent}  ${escapeControlCharacters(line)}`)
      : hangingIndent(`${indent}  `, escapeControlCharacters(text), width);
  return [`${indent}${fixTitles[kind]}`, ...lines];
}

function otherChecks({ passed, skipped }: CheckReport, ink: Ink, width: number): string[] {
  return [
    ...passed.map((id) => `  ${ink.green('✓'.padEnd(11))}${id}`),
    ...skipped.flatMap(({ check, because }) => [
      `  ${'-'.padEnd(11)}${check}`,
      ...hangingIndent(indent, `skipped: ${because}`, width),
    ]),
  ];
}

function summary(reports: readonly CheckReport[], ink: Ink): string {
  return `${ink.bold(plural(reports.length, 'job'))}: ${counts(reports, ink)}`;
}

function counts(reports: readonly CheckReport[], ink: Ink): string {
  const bySeverityText = severityCounts(reports.flatMap(({ findings }) => findings));
  const sum = (list: 'passed' | 'skipped'): number => reports.reduce((all, one) => all + one[list].length, 0);
  return [
    ...(bySeverityText.some(({ severity }) => severity === 'error') ? [] : [ink.green('no errors')]),
    ...bySeverityText.map(({ severity, text }) =>
      severity === 'note' ? text : paintOf(severity, ink)(text),
    ),
    `${sum('passed')} passed`,
    ...(sum('skipped') === 0 ? [] : [`${sum('skipped')} skipped`]),
  ].join(', ');
}

function inOrder(findings: readonly CheckFinding[]): readonly CheckFinding[] {
  return bySeverity([...findings].sort((a, b) => placeOf(a).localeCompare(placeOf(b), 'en')));
}

function placeOf({ schema, table, column }: CheckFinding): string {
  return escapeControlCharacters([schema, table, column].filter((part) => part !== undefined).join('.'));
}

import type { CheckFinding, CheckReport } from '../../core/checks/report/check-report';
import { escapeControlCharacters, oneLine } from './escape-control-characters';
import { hangingIndent } from './hanging-indent';
import { plural } from './quantities';
import { bySeverity, severityCounts } from './severity-counts';

const shownFindings = 20;

/** Findings of the check of a run's source, the most severe first, each with its fix. `summary` is the one in the run's record. */
export function checkLines(
  report: CheckReport | undefined,
  summary: string | undefined,
  bold: (text: string) => string,
  width: number,
): string[] {
  const summaryLines = summary === undefined || summary === '' ? [] : [`  ${summary}`];
  if (report === undefined) return summaryLines.length === 0 ? [] : [bold('source'), ...summaryLines];
  const { findings, passed, skipped, version, queries, connection, engine } = report;
  const source = version === undefined ? connection : `${connection} (${engine} ${oneLine(version)})`;
  const counts = [
    ...severityCounts(findings).map(({ text }) => text),
    `${passed.length} passed`,
    `${skipped.length} skipped`,
  ];
  const more = findings.length - shownFindings;
  return [
    `${bold('source')}  ${source}:`,
    `  ${counts.join(', ')}; ${plural(queries, 'query', 'queries')}`,
    ...bySeverity(findings)
      .slice(0, shownFindings)
      .flatMap((one) => findingLines(one, width)),
    ...(more > 0 ? [`  and ${more} more: --json has them all`] : []),
    ...summaryLines,
  ];
}

/** SQL stays on its line, however long, so that it can be copied. */
function findingLines(
  { severity, schema, table, column, found, fix }: CheckFinding,
  width: number,
): string[] {
  const place = [schema, table, column].filter((part) => part !== undefined).join('.');
  const text = escapeControlCharacters(`${place === '' ? '' : `${place}: `}${found}`);
  return [
    ...hangingIndent(`  ${severity.padEnd(7)}  `, text, width),
    ...(fix === undefined
      ? []
      : fix.text
          .split('\n')
          .map(
            (line, index) =>
              `           ${(index === 0 ? fix.kind : '').padEnd(fix.kind.length)}  ${escapeControlCharacters(line)}`,
          )),
  ];
}

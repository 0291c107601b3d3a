import type { CheckFinding, CheckReport } from '../../core/checks/report/check-report';
import { visible } from './escape-control-characters';
import { hung } from './hanging-indent';
import { plural } from './quantities';

const shown = 20;

/** Lists the findings of the source check before a run, errors first, each with its fix. */
export function checkLines(
  report: CheckReport | undefined,
  said: string | undefined,
  bold: (text: string) => string,
  width: number,
): string[] {
  if (report === undefined) return said === undefined || said === '' ? [] : [bold('source'), `  ${said}`];
  const { findings, passed, skipped, version, queries } = report;
  const order = ['error', 'warning', 'note'] as const;
  const sorted = order.flatMap((severity) => findings.filter((one) => one.severity === severity));
  const counted = order.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  });
  const looked =
    version === undefined ? report.connection : `${report.connection} (${report.engine} ${version})`;
  return [
    `${bold('source')}  ${looked}:`,
    `  ${[...counted, `${passed.length} passed`, `${skipped.length} skipped`].join(', ')}; ${plural(queries, 'query', 'queries')}`,
    ...sorted.slice(0, shown).flatMap((one) => findingLines(one, width)),
    ...(sorted.length > shown ? [`  and ${sorted.length - shown} more: --json has them all`] : []),
    ...(said === undefined || said === '' ? [] : [`  ${said}`]),
  ];
}

/** SQL stays on its line, however long, to be pasted. */
function findingLines(
  { severity, schema, table, column, found, fix }: CheckFinding,
  width: number,
): string[] {
  const where = [schema, table, column].filter((part) => part !== undefined).join('.');
  return [
    ...hung(`  ${severity.padEnd(7)}  `, visible(`${where === '' ? '' : `${where}: `}${found}`), width),
    ...(fix === undefined
      ? []
      : fix.text
          .split('\n')
          .map(
            (line, place) =>
              `           ${(place === 0 ? fix.kind : '').padEnd(fix.kind.length)}  ${visible(line)}`,
          )),
  ];
}

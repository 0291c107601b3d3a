import { fullTableName, type TableName, tableIdentity } from '../../tables/table-name';
import { matchesTable } from '../../tables/table-pattern';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { SourceFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { configFix, finding, placeOf } from '../report/finding';
import { nearestTable } from './nearest-table';
import { tableEntry } from './table-entry';

const tableExists = defineShared('table-exists', {
  modes: 'all',
  severity: 'error',
  title: 'each listed table exists',
  why: 'DMS compares names exactly, in the case of the source. It leaves out a table that it does not find, and the task succeeds',
  page: 'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Selections.html',
});

const patternMatches = defineShared('pattern-matches', {
  modes: 'all',
  severity: 'warning',
  title: 'each pattern selects a table',
  why: 'DMS does not report a pattern that matches nothing',
  page: 'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Wildcards.html',
});

export const listedTableChecks: readonly Check<SharedSource>[] = [
  {
    definition: tableExists,
    skip: withoutFacts('tables'),
    evaluate({ request, facts }) {
      const existing = new Set(facts.tables.map(tableIdentity));
      return request.tables
        .filter((table) => !existing.has(tableIdentity(table)))
        .map((table) => missing(table, facts));
    },
  },
  {
    definition: patternMatches,
    skip: withoutFacts('tables'),
    evaluate({ request, facts }) {
      return request.patterns
        .filter((pattern) => !facts.tables.some((table) => matchesTable(pattern, table)))
        .map((pattern) =>
          finding(patternMatches, `no table matches ${fullTableName(pattern)}`, {
            // The task of a job that selects no table at all fails: FailOnNoTablesCaptured.
            ...(facts.tables.length === 0 ? { severity: 'error' } : {}),
          }),
        );
    },
  },
];

function missing({ schema, table }: TableName, { names }: SourceFacts): CheckFinding {
  const lower = tableIdentity({ schema, table }).toLowerCase();
  const inOtherCase = names.find((name) => tableIdentity(name).toLowerCase() === lower);
  const near = inOtherCase ?? nearestTable({ schema, table }, names);
  return finding(tableExists, missingText(inOtherCase, near), {
    ...placeOf({ schema, table }),
    ...(near === undefined ? {} : { fix: configFix(`- ${tableEntry(near)}`) }),
  });
}

function missingText(inOtherCase: TableName | undefined, near: TableName | undefined): string {
  if (inOtherCase !== undefined)
    return `the source spells it ${fullTableName(inOtherCase)}, and DMS distinguishes upper and lower case`;
  const unknown = 'the table does not exist, or the login may not see it';
  return near === undefined ? unknown : `${unknown}; the nearest name is ${fullTableName(near)}`;
}

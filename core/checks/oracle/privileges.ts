import type { CheckDefinition } from '../catalogue/check-definition';
import type { Check, CheckedSource, CheckOutcome } from '../evaluation/check';
import { withoutFacts, withoutResult } from '../evaluation/skip-reasons';
import { quotedTable } from '../query/identifiers';
import { rowsOf, textOf } from '../query/query-results';
import { finding, placeOf, sqlFix } from '../report/finding';
import { define } from './definitions';
import { type NeededPrivileges, neededByCapture, neededByDictionary } from './needed-privileges';
import { isRds, loginOf } from './oracle-source';

const dictionary = define('dictionary-privileges', {
  modes: 'all',
  severity: 'error',
  title: 'the login can read the dictionary views that DMS reads',
  why: 'DMS lists tables, keys and log groups from these views before it loads',
});

const tables = define('table-privileges', {
  modes: 'all',
  severity: 'error',
  title: 'the login can read every table of the job',
  why: 'DMS leaves out a table that its login cannot read, and the task can still succeed',
});

const capture = define('capture-privileges', {
  modes: 'changes',
  severity: 'error',
  title: 'the login can read the redo logs',
  why: 'DMS reads transactions and logs through these objects',
});

const withoutPrivileges = withoutResult('dictionary-access', 'privileges');

export const privilegeChecks: readonly Check<CheckedSource>[] = [
  {
    definition: dictionary,
    skip: withoutPrivileges,
    evaluate: (source) => missing(dictionary, source, neededByDictionary),
  },
  {
    definition: tables,
    skip: (source) => withoutResult('session')(source) ?? withoutFacts('tables')(source),
    evaluate({ facts, results }) {
      const login = loginOf(results);
      return facts.tables
        .filter(({ readable }) => readable === false)
        .map((table) =>
          finding(tables, `${login} cannot read the table`, {
            ...placeOf(table),
            fix: sqlFix(`GRANT SELECT ON ${quotedTable(table)} TO ${login};`),
          }),
        );
    },
  },
  {
    definition: capture,
    skip: withoutPrivileges,
    evaluate: (source) => missing(capture, source, neededByCapture(source.request, source.results)),
  },
];

function missing(
  definition: CheckDefinition,
  { results }: CheckedSource,
  { objects, system }: NeededPrivileges,
): CheckOutcome {
  const visible = new Set(rowsOf(results, 'dictionary-access').map((row) => textOf(row, 'object_name')));
  const held = new Set(rowsOf(results, 'privileges').map((row) => textOf(row, 'privilege')));
  const missingObjects = objects.filter((name) => !visible.has(name));
  const missingSystem = system.filter((name) => !held.has(name));
  if (missingObjects.length + missingSystem.length === 0) return [];
  const login = loginOf(results);
  return [
    finding(definition, `${login} lacks ${[...missingSystem, ...missingObjects].join(', ')}`, {
      fix: sqlFix(
        [
          ...missingSystem.map((name) => `GRANT ${name} TO ${login};`),
          ...missingObjects.map((name) => grantOf(name, login, isRds(results))),
        ].join('\n'),
      ),
    }),
  ];
}

function grantOf(name: string, login: string, onRds: boolean): string {
  const privilege = name.startsWith('DBMS_') ? 'EXECUTE' : 'SELECT';
  return onRds
    ? `EXEC rdsadmin.rdsadmin_util.grant_sys_object('${name}', '${login}', '${privilege}');`
    : `GRANT ${privilege} ON SYS.${name} TO ${login};`;
}

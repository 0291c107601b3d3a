import type { CheckDefinition } from '../catalogue/check-definition';
import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import type { SourceFacts } from '../facts/source-facts';
import { quotedTable } from '../query/identifiers';
import type { QueryResults } from '../query/query';
import { rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { oracleCatalogue as catalogue } from './catalogue';
import { versionOf } from './facts';
import { isRds, readsByLogMiner } from './judge-instance';
import { binaryReaderObjects, captureViews, dictionaryViews, logMinerObjects } from './queries';

/** Privileges for exactly what the mode needs. Source: DMS guide, CHAP_Source.Oracle. */
export function privilegeChecks(
  request: CheckRequest,
  facts: SourceFacts,
  results: QueryResults,
): readonly Ruling[] {
  const byLogMiner = readsByLogMiner(request);
  // Containers, and the privilege to mine, came with Oracle 12.
  const isOld = Number(versionOf(results).split('.')[0]) < 12;
  const objects = [...captureViews, ...(byLogMiner ? logMinerObjects : binaryReaderObjects)].filter(
    (name) => !isOld || name !== 'V_$CONTAINERS',
  );
  const mining = isOld ? [] : ['LOGMINING'];
  const system = ['SELECT ANY TRANSACTION', ...(byLogMiner ? mining : ['CREATE ANY DIRECTORY'])];
  return [
    {
      check: catalogue.dictionaryPrivileges,
      say: () => missing(catalogue.dictionaryPrivileges, dictionaryViews, ['CREATE SESSION'], results),
    },
    {
      check: catalogue.tablePrivileges,
      say: () => {
        const because = whyUnavailable(results, 'session') ?? facts.unavailable?.tables;
        return because === undefined ? unreadable(facts, results) : { skippedBecause: because };
      },
    },
    {
      check: catalogue.capturePrivileges,
      say: () => missing(catalogue.capturePrivileges, objects, system, results),
    },
  ];
}

function missing(
  check: CheckDefinition,
  objects: readonly string[],
  systemPrivileges: readonly string[],
  results: QueryResults,
): Outcome {
  const why = whyUnavailable(results, 'dictionary-access') ?? whyUnavailable(results, 'privileges');
  if (why !== undefined) return { skippedBecause: why };
  const seen = new Set(rowsOf(results, 'dictionary-access').map((row) => textOf(row, 'object_name')));
  const held = new Set(rowsOf(results, 'privileges').map((row) => textOf(row, 'privilege')));
  const lacking = objects.filter((name) => !seen.has(name));
  const unheld = systemPrivileges.filter((name) => !held.has(name));
  if (lacking.length + unheld.length === 0) return [];
  const login = loginOf(results);
  return [
    finding(check, `${login} lacks ${[...unheld, ...lacking].join(', ')}`, {
      fix: {
        kind: 'sql',
        text: [
          ...unheld.map((name) => `GRANT ${name} TO ${login};`),
          ...lacking.map((name) => grantOf(name, login, isRds(results))),
        ].join('\n'),
      },
    }),
  ];
}

function unreadable({ tables }: SourceFacts, results: QueryResults): readonly CheckFinding[] {
  const login = loginOf(results);
  return tables
    .filter(({ readable }) => readable === false)
    .map((table) =>
      finding(catalogue.tablePrivileges, `${login} may not read the table`, {
        schema: table.schema,
        table: table.table,
        fix: { kind: 'sql', text: `GRANT SELECT ON ${quotedTable(table)} TO ${login};` },
      }),
    );
}

function loginOf(results: QueryResults): string {
  return textOf(rowsOf(results, 'session')[0], 'login') ?? 'dms_user';
}

function grantOf(name: string, login: string, rds: boolean): string {
  const privilege = name.startsWith('DBMS_') ? 'EXECUTE' : 'SELECT';
  return rds
    ? `EXEC rdsadmin.rdsadmin_util.grant_sys_object('${name}', '${login}', '${privilege}');`
    : `GRANT ${privilege} ON SYS.${name} TO ${login};`;
}

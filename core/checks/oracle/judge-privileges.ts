import type { CheckDefinition, CheckFinding } from '../check';
import type { CheckAsk } from '../check-request';
import type { SourceFacts } from '../engine';
import { quotedTable } from '../identifiers';
import type { Answers } from '../query';
import { finding, rowsOf, textOf, whyUnanswered } from '../query-results';
import type { Outcome, Ruling } from '../verdicts';
import { oracleCatalogue as catalogue } from './catalogue';
import { versionOf } from './facts';
import { isRds, readsByLogMiner } from './judge-instance';
import { binaryReaderObjects, captureViews, dictionaryViews, logMinerObjects } from './queries';

/** Privileges for exactly what the mode needs. Source: DMS guide, CHAP_Source.Oracle. */
export function privilegeRulings(ask: CheckAsk, facts: SourceFacts, answers: Answers): readonly Ruling[] {
  const byLogMiner = readsByLogMiner(ask);
  // Containers, and the privilege to mine, came with Oracle 12.
  const isOld = Number(versionOf(answers).split('.')[0]) < 12;
  const objects = [...captureViews, ...(byLogMiner ? logMinerObjects : binaryReaderObjects)].filter(
    (name) => !isOld || name !== 'V_$CONTAINERS',
  );
  const mining = isOld ? [] : ['LOGMINING'];
  const system = ['SELECT ANY TRANSACTION', ...(byLogMiner ? mining : ['CREATE ANY DIRECTORY'])];
  return [
    {
      check: catalogue.dictionaryPrivileges,
      say: () => missing(catalogue.dictionaryPrivileges, dictionaryViews, ['CREATE SESSION'], answers),
    },
    {
      check: catalogue.tablePrivileges,
      say: () => {
        const because = whyUnanswered(answers, 'session') ?? facts.unseen?.tables;
        return because === undefined ? unreadable(facts, answers) : { cannotLook: because };
      },
    },
    {
      check: catalogue.capturePrivileges,
      say: () => missing(catalogue.capturePrivileges, objects, system, answers),
    },
  ];
}

function missing(
  check: CheckDefinition,
  objects: readonly string[],
  systemPrivileges: readonly string[],
  answers: Answers,
): Outcome {
  const why = whyUnanswered(answers, 'dictionary-access') ?? whyUnanswered(answers, 'privileges');
  if (why !== undefined) return { cannotLook: why };
  const seen = new Set(rowsOf(answers, 'dictionary-access').map((row) => textOf(row, 'object_name')));
  const held = new Set(rowsOf(answers, 'privileges').map((row) => textOf(row, 'privilege')));
  const lacking = objects.filter((name) => !seen.has(name));
  const unheld = systemPrivileges.filter((name) => !held.has(name));
  if (lacking.length + unheld.length === 0) return [];
  const login = loginOf(answers);
  return [
    finding(check, `${login} lacks ${[...unheld, ...lacking].join(', ')}`, {
      mend: {
        kind: 'sql',
        text: [
          ...unheld.map((name) => `GRANT ${name} TO ${login};`),
          ...lacking.map((name) => grantOf(name, login, isRds(answers))),
        ].join('\n'),
      },
    }),
  ];
}

function unreadable({ tables }: SourceFacts, answers: Answers): readonly CheckFinding[] {
  const login = loginOf(answers);
  return tables
    .filter(({ readable }) => readable === false)
    .map((table) =>
      finding(catalogue.tablePrivileges, `${login} may not read the table`, {
        schema: table.schema,
        table: table.table,
        mend: { kind: 'sql', text: `GRANT SELECT ON ${quotedTable(table)} TO ${login};` },
      }),
    );
}

function loginOf(answers: Answers): string {
  return textOf(rowsOf(answers, 'session')[0], 'login') ?? 'dms_user';
}

function grantOf(name: string, login: string, rds: boolean): string {
  const privilege = name.startsWith('DBMS_') ? 'EXECUTE' : 'SELECT';
  return rds
    ? `EXEC rdsadmin.rdsadmin_util.grant_sys_object('${name}', '${login}', '${privilege}');`
    : `GRANT ${privilege} ON SYS.${name} TO ${login};`;
}

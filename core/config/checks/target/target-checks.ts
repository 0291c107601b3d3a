import type { SourceEngine } from '../../model/source-engine';
import { type ExpectedTable, expectations } from '../../tables/expected-tables';
import { targetNaming } from '../../tables/target-naming';
import type { Finding } from '../reading/problem';
import { readTableEntry, UnreadableTableName } from '../reading/table-entry';
import type { Connections, PostgresTarget } from '../schema/connections-schema';
import type { Department } from '../schema/department-schema';
import type { Job } from '../schema/job-schema';
import { checkLakeSettings, checkLobModes } from './lob-checks';

const databaseOnly = ['prepare', 'lower-case', 'target-schema'] as const;

/** Keys and settings of a job that its target does not support. Paths start at the job. */
export function checkTarget(job: Job, department: Department, { sources, targets }: Connections): Finding[] {
  const target = targets[job.target ?? department.target];
  if (target === undefined) return [];
  if (target.engine === 's3') return [...databaseKeys(job), ...checkLakeSettings(job)];
  const source = sources[job.source ?? department.source];
  const tables = targetTables(job, source?.engine);
  return [
    ...fileFormat(job),
    ...checkLobModes(job),
    ...preparedTwice(job),
    ...oneTableTwice(tables),
    ...(source?.secret === target.secret && source.database === target.database
      ? ontoItself(tables, target)
      : []),
  ];
}

/** Tables that a job names exactly, with their names in the target; empty if a name cannot be read. */
export function targetTables(job: Job, engine: SourceEngine | undefined): readonly ExpectedTable[] {
  try {
    return expectations(
      job.tables.map(readTableEntry),
      job.rules ?? [],
      targetNaming({ schema: job['target-schema'], lowerCase: job['lower-case'] }, engine),
    ).expectedTables;
  } catch (error) {
    if (error instanceof UnreadableTableName) return [];
    throw error;
  }
}

function databaseKeys(job: Job): Finding[] {
  return databaseOnly.flatMap((key) =>
    job[key] === undefined
      ? []
      : [
          {
            path: [key],
            onKey: true,
            message: `"${key}" does not apply to the lake: it is for jobs with a PostgreSQL target`,
            hint: 'remove it',
          },
        ],
  );
}

function fileFormat(job: Job): Finding[] {
  if (job.format === undefined) return [];
  return [
    {
      path: ['format'],
      onKey: true,
      message: '"format" does not apply to a PostgreSQL target: it is for files in the lake',
      hint: 'remove it',
    },
  ];
}

function preparedTwice(job: Job): Finding[] {
  if (job.prepare === undefined || job['task-settings']?.FullLoadSettings?.TargetTablePrepMode === undefined)
    return [];
  return [
    {
      path: ['prepare'],
      onKey: true,
      message: '"prepare" and TargetTablePrepMode in task-settings set the same thing',
      hint: 'remove one of them',
    },
  ];
}

/** Two tables with one name in the target. `table-checks` compares names of the source only. */
function oneTableTwice(tables: readonly ExpectedTable[]): Finding[] {
  const seen = new Map<string, ExpectedTable>();
  return tables.flatMap((table) => {
    const key = JSON.stringify([table.targetSchema, table.targetTable]);
    const other = seen.get(key);
    seen.set(key, table);
    if (other === undefined || (other.schema === table.schema && other.targetTable === other.table))
      return [];
    return [
      {
        path: ['tables'],
        message:
          `"${other.schema}.${other.table}" and "${table.schema}.${table.table}" would both be written to ` +
          `"${table.targetSchema}.${table.targetTable}"`,
        hint: 'rename one of them, or put them in jobs with different target-schema',
      },
    ];
  });
}

function ontoItself(tables: readonly ExpectedTable[], { database }: PostgresTarget): Finding[] {
  const own = tables.find(
    ({ schema, table, targetSchema, targetTable }) => schema === targetSchema && table === targetTable,
  );
  if (own === undefined) return [];
  return [
    {
      path: ['tables'],
      message: `"${own.schema}.${own.table}" would be written onto itself: source and target are the same database, ${database}`,
      hint: 'choose another target, or set target-schema',
    },
  ];
}

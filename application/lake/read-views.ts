import { viewName } from '../../core/lake/catalogue/glue-names';
import { glueParameters } from '../../core/lake/catalogue/glue-table';
import { loadListTable } from '../../core/lake/catalogue/load-list';
import { readViewedTable, UnreadableParameter } from '../../core/lake/catalogue/viewed-table';
import { athenaView, missingKey } from '../../core/lake/catalogue/views';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { deployedJob } from '../environments/deployed-names';
import { UseCaseError } from '../use-case-error';
import { openLake } from './lake';

export interface TableView {
  readonly table: string;
  /** Absent for a table that needs no view, or that can have none. */
  readonly sql?: string;
  readonly kind: 'snapshot' | 'arrival';
  /** Columns of the key that the files do not have. Absent when they have all. */
  readonly missingKey?: readonly string[];
  /** Reason why the table's own parameters cannot be read. */
  readonly unreadable?: string;
}

export interface JobViews {
  readonly job: string;
  readonly database: string;
  readonly views: readonly TableView[];
}

/** Reads the SQL of the Athena views that show the job's tables as they are in the source. */
export async function readViews(environment: DeployedEnvironment, key: string, now: Date): Promise<JobViews> {
  const { identity, publishing } = await deployedJob(environment, key, now);
  const job = identity.key;
  if (publishing.kind === 'none') throw new UseCaseError({ kind: 'publishes-nothing', job });
  const database = publishing.catalogue?.database;
  if (database === undefined) throw new UseCaseError({ kind: 'not-in-catalogue', job });
  const tables = await openLake(environment).catalogue.tables(database);
  const hasLoadList = tables.some(({ name }) => name === loadListTable);
  const views = tables
    .filter(({ parameters }) => parameters[glueParameters.job] === job)
    .flatMap((one): TableView[] => {
      const table = readViewedTable(database, one, hasLoadList);
      if (table === undefined) return [];
      if (table instanceof UnreadableParameter) {
        const kind = one.parameters[glueParameters.kind] === 'snapshot' ? 'snapshot' : 'arrival';
        return [{ table: one.name, kind, unreadable: table.message }];
      }
      const sql = athenaView(table, viewName(table.name, table.kind));
      const missing = missingKey(table);
      return [
        {
          table: table.name,
          kind: table.kind,
          ...(sql === undefined ? {} : { sql }),
          ...(sql !== undefined || missing.length === 0 ? {} : { missingKey: missing }),
        },
      ];
    });
  return { job, database, views };
}

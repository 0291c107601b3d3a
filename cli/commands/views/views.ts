import { viewName } from '../../../core/lake/catalogue/glue-names';
import { glueParameters } from '../../../core/lake/catalogue/glue-table';
import { viewedTable } from '../../../core/lake/catalogue/viewed-table';
import { athenaView } from '../../../core/lake/catalogue/views';
import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { wrongUse } from '../../exit-codes';
import { deployedJob, openLake } from '../../lake/lake-job';

/** The views that give a job's tables as their source has them, for a person to run in Athena. */
export const views: Run = async (invocation) => {
  const { shell, args } = invocation;
  const connection = await connect(invocation);
  const { identity, publishing } = await deployedJob(connection, args[0], shell.now());
  if (publishing.kind === 'none')
    throw wrongUse(`${identity.key} publishes nothing to the lake: there is nothing to view`);
  const database = publishing.catalogue?.database;
  if (database === undefined)
    throw wrongUse(`${identity.key} is in no catalogue: set lake.catalogue: true and deploy the department`);
  const found = (await openLake(connection).catalogue.tables(database)).filter(
    ({ parameters }) => parameters[glueParameters.job] === identity.key,
  );
  const made = found.flatMap((one) => {
    const table = viewedTable(database, one);
    if (table === undefined) return [];
    const sql = athenaView(table, viewName(table.name, table.kind));
    return [{ table: table.name, sql, without: sql === undefined ? reason(table.kind) : undefined }];
  });
  present(invocation, made, () =>
    made.length === 0
      ? `${identity.key} has no table in ${database} yet: its next run brings them`
      : made.map(({ table, sql, without }) => sql ?? `-- ${table}: ${without}`).join('\n\n'),
  );
  return undefined;
};

function reason(kind: 'snapshot' | 'arrival'): string {
  return kind === 'snapshot'
    ? 'needs no view, Parquet has the types'
    : 'no primary key is known (or no operation and commit time): changes cannot be folded';
}

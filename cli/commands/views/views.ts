import { readViews, type TableView } from '../../../application/lake/read-views';
import { type Action, present } from '../../command/invocation';
import { connect } from '../../environment/connect';

export const viewsOfJob: Action<{ readonly job: string }> = async ({ job }, invocation) => {
  const environment = await connect(invocation);
  const { database, views } = await readViews(environment, job, invocation.shell.now());
  // JSON omits undefined values.
  const withReason = views.map(({ table, sql, kind }) => ({
    table,
    sql,
    without: sql === undefined ? reasonWithout(kind) : undefined,
  }));
  present(invocation, withReason, (all) =>
    all.length === 0
      ? `${job} has no table in ${database} yet: its next run adds them`
      : all.map(({ table, sql, without }) => sql ?? `-- ${table}: ${without}`).join('\n\n'),
  );
  return undefined;
};

function reasonWithout(kind: TableView['kind']): string {
  switch (kind) {
    case 'snapshot':
      return 'needs no view: Parquet has the types';
    case 'arrival':
      return 'changes cannot be folded: the primary key, or operation and commit time, are unknown';
  }
}

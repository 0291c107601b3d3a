import { readViews, type TableView } from '../../../application/lake/read-views';
import { type Action, present } from '../../command/invocation';
import { type ExplainedViews, viewsDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';

export const viewsOfJob: Action<{ readonly job: string }> = async ({ job }, invocation) => {
  const environment = await connect(invocation);
  const { views, ...of } = await readViews(environment, job, invocation.shell.now());
  const explained: ExplainedViews = {
    ...of,
    views: views.map(({ missingKey, unreadable, ...view }) =>
      view.sql === undefined
        ? { ...view, without: unreadable ?? reasonWithout(view.kind, missingKey) }
        : view,
    ),
  };
  present(invocation, viewsDocument, explained, ({ database, views: all }) =>
    all.length === 0
      ? `${job} has no table in ${database} yet: its next run adds them`
      : all.map(({ table, sql, without }) => sql ?? `-- ${table}: ${without}`).join('\n\n'),
  );
  return undefined;
};

function reasonWithout(kind: TableView['kind'], missingKey: readonly string[] = []): string {
  if (kind === 'arrival' && missingKey.length > 0)
    return `changes cannot be folded: the files do not have ${missingKey.join(', ')} of the primary key; keep it in "exclude-columns" and "rules" of the job`;
  switch (kind) {
    case 'snapshot':
      return 'needs no view: Parquet has the types';
    case 'arrival':
      return 'changes cannot be folded: the primary key, or operation and commit time, are unknown';
  }
}

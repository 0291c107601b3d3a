import { measureEnds } from '../../application/runs/measure-ends';
import { createConnections } from '../../aws/deployed/connections';
import { createHistory } from '../../aws/history/history';
import { createInbox } from '../../aws/lake/inbox';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { createSecrets } from '../../aws/secrets';
import { loadCsv } from './load-csv';
import { openTarget } from './target-database';

export const handler = lambda(
  ({ historyTable, retentionDays, connections }, { emitter, log }) => ({
    history: measureEnds(createHistory({ tableName: historyTable }), emitter),
    plans: createPlans(),
    connections: createConnections(connections),
    secrets: createSecrets(),
    inbox: createInbox(),
    openTarget,
    log,
    retentionDays,
  }),
  loadCsv,
);

import { measureEnds } from '../../application/runs/measure-ends';
import { createHistory } from '../../aws/history/history';
import { createInbox } from '../../aws/lake/inbox';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { createSecrets } from '../../aws/secrets';
import { loadCsv } from './load-csv';
import { openTarget } from './target-database';

export const handler = lambda(
  ({ historyTable, retentionDays }, { emitter, log }) => ({
    history: measureEnds(createHistory({ tableName: historyTable }), emitter),
    plans: createPlans(),
    secrets: createSecrets(),
    inbox: createInbox(),
    openTarget,
    log,
    retentionDays,
  }),
  loadCsv,
);

import { createDms } from '../../aws/dms/dms';
import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { judgeRun } from './judge-run';

export const handler = lambda(
  ({ historyTable }) => ({
    history: createHistory({ tableName: historyTable }),
    dms: createDms(),
    plans: createPlans(),
  }),
  judgeRun,
);

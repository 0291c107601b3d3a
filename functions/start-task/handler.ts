import { createDms } from '../../aws/dms/dms';
import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { startTask } from './start-task';

export const handler = lambda(
  ({ historyTable, retentionDays }) => ({
    history: createHistory({ tableName: historyTable }),
    dms: createDms(),
    plans: createPlans(),
    retentionDays,
  }),
  startTask,
);

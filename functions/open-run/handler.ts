import { createExecutions } from '../../aws/executions';
import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { openRun } from './open-run';

export const handler = lambda(
  ({ historyTable, retentionDays }) => ({
    history: createHistory({ tableName: historyTable }),
    executions: createExecutions(),
    plans: createPlans(),
    retentionDays,
  }),
  openRun,
);

import { createDms } from '../../aws/dms/dms';
import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { createTask } from './create-task';

export const handler = lambda(
  ({ historyTable, environment, namePrefix, retentionDays, stagingBucket }) => ({
    history: createHistory({ tableName: historyTable }),
    dms: createDms(),
    plans: createPlans(),
    environment,
    namePrefix,
    stagingBucket,
    retentionDays,
  }),
  createTask,
);

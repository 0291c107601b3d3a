import { measureEnds } from '../../application/runs/measure-ends';
import { createExecutions } from '../../aws/executions';
import { createHistory } from '../../aws/history/history';
import { createLakeObjects } from '../../aws/lake/objects';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { openRun } from './open-run';

export const handler = lambda(
  ({ historyTable, retentionDays, stagingBucket }, { emitter }) => ({
    history: measureEnds(createHistory({ tableName: historyTable }), emitter),
    executions: createExecutions(),
    plans: createPlans(),
    objects: createLakeObjects(),
    stagingBucket,
    retentionDays,
  }),
  openRun,
);

import { createDeadLetters } from '../../aws/dead-letters';
import { createDailyArrivals } from '../../aws/history/daily-arrivals';
import { createJobPlans } from '../../aws/job-plans';
import { createLakeObjects } from '../../aws/lake/objects';
import { lambda } from '../../aws/lambda';
import { copyToLake } from './copy-to-lake';

export const handler = lambda(
  ({ environment, historyTable, lakeBucket, retentionDays }, { log }) => ({
    plans: createJobPlans(environment),
    objects: createLakeObjects(),
    history: createDailyArrivals({ tableName: historyTable }),
    letters: createDeadLetters(),
    lakeBucket,
    retentionDays,
    log,
  }),
  copyToLake,
);

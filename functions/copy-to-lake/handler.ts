import { namedEnvironment } from '../../core/model/environment-names';
import { createDeadLetters } from '../../aws/dead-letters';
import { createDailyArrivals } from '../../aws/history/daily-arrivals';
import { createJobPlans } from '../../aws/job-plans';
import { createLakeObjects } from '../../aws/lake/objects';
import { lambda } from '../../aws/lambda';
import { copyToLake } from './copy-to-lake';

export const handler = lambda(
  (settings, { log }) => ({
    plans: createJobPlans(namedEnvironment(settings)),
    objects: createLakeObjects(),
    history: createDailyArrivals({ tableName: settings.historyTable }),
    letters: createDeadLetters(),
    lakeBucket: settings.lakeBucket,
    retentionDays: settings.retentionDays,
    log,
  }),
  copyToLake,
);

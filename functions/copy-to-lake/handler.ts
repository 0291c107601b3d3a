import { createLetters } from '../../aws/dead-letters';
import { createLandings } from '../../aws/history-landings';
import { createJobPlans } from '../../aws/job-plans';
import { createLakeObjects } from '../../aws/lake-objects';
import { lambda } from '../../aws/lambda';
import { copyToLake } from './copy-to-lake';

export const handler = lambda(
  ({ environment, historyTable, lakeBucket, retentionDays }) => ({
    plans: createJobPlans(environment),
    objects: createLakeObjects(),
    history: createLandings({ tableName: historyTable }),
    letters: createLetters(),
    lakeBucket,
    retentionDays,
    log: (line: string) => console.log(line),
  }),
  copyToLake,
);

import { createHistory } from '../../aws/history/history';
import { createCatalogue } from '../../aws/lake/catalogue';
import { createLakeDocuments } from '../../aws/lake/documents';
import { createLakeObjects } from '../../aws/lake/objects';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { publishSnapshot } from './publish-snapshot';

/** Minutes of work per invocation, of the 15 that Lambda allows. */
const minutesOfWork = 10;

export const handler = lambda(
  ({ historyTable, stagingBucket, lakeBucket }, { log }) => ({
    history: createHistory({ tableName: historyTable }),
    plans: createPlans(),
    objects: createLakeObjects(),
    documents: createLakeDocuments(),
    catalogue: createCatalogue(),
    stagingBucket,
    lakeBucket,
    log,
    time: () => new Date(),
    startClock: () => {
      const started = performance.now();
      return () => performance.now() - started > minutesOfWork * 60_000;
    },
  }),
  publishSnapshot,
);

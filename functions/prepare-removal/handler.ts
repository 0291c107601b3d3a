import { answerCustomResource } from '../../aws/cloudformation/custom-resource';
import { createStacks } from '../../aws/cloudformation/stacks';
import { createContinueFunction } from '../../aws/continue-function';
import { createTaskList } from '../../aws/dms/list-tasks';
import { createHistory } from '../../aws/history/history';
import { createLakeObjects } from '../../aws/lake/objects';
import { createBucketVersions } from '../../aws/lake/versions';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { namedEnvironment, platformName } from '../../core/model/environment-names';
import { prepareRemoval } from './prepare-removal';

/** Less than the timeout of the function, for the last page and the next invocation. */
const minutesOfWork = 10;

export const handler = lambda(
  (settings, { log }) => ({
    environment: settings.environment,
    namePrefix: settings.namePrefix,
    history: createHistory({ tableName: settings.historyTable, log }),
    tasks: createTaskList(),
    plans: createPlans(),
    objects: createLakeObjects(),
    versions: createBucketVersions(),
    lakeBucket: settings.lakeBucket,
    stacks: createStacks(),
    answer: answerCustomResource,
    continueWith: createContinueFunction(`${platformName(namedEnvironment(settings))}-prepare-removal`),
    startClock: () => {
      const started = performance.now();
      return () => performance.now() - started > minutesOfWork * 60_000;
    },
    log,
  }),
  prepareRemoval,
);

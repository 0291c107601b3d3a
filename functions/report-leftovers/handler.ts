import { createAlerts } from '../../aws/alerts';
import { createDeadLetters } from '../../aws/dead-letters';
import { createTaskList } from '../../aws/dms/list-tasks';
import { createExecutions } from '../../aws/executions';
import { createHistory } from '../../aws/history/history';
import { createLakeDocuments } from '../../aws/lake/documents';
import { createLakeObjects } from '../../aws/lake/objects';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { reportLeftovers } from './report-leftovers';

export const handler = lambda(
  (
    { historyTable, environment, namePrefix, stagingBucket, lakeBucket, alertsTopicArn, consoleUrl },
    { log },
  ) => {
    const tasks = createTaskList();
    return {
      environment,
      namePrefix,
      history: createHistory({ tableName: historyTable, log }),
      tasks,
      dms: tasks,
      executions: createExecutions(),
      plans: createPlans(),
      objects: createLakeObjects(),
      documents: createLakeDocuments(),
      deadLetters: createDeadLetters(),
      alerts: createAlerts(alertsTopicArn),
      stagingBucket,
      lakeBucket,
      consoleUrl,
      log,
    };
  },
  reportLeftovers,
);

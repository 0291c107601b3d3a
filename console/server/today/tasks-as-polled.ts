import type { Dms } from '../../../aws/dms/dms';
import type { History } from '../../../aws/history/history';

/** Tasks of CDC jobs as the last poll saw them: the console sends no request to DMS. */
export function tasksAsPolled(history: Pick<History, 'replications'>): Pick<Dms, 'describeTasks'> {
  return {
    async describeTasks(arns) {
      const wanted = new Set(arns);
      return (await history.replications()).flatMap(({ taskArn, taskIdentifier, seen }) =>
        taskArn === undefined || seen === undefined || !wanted.has(taskArn)
          ? []
          : [{ arn: taskArn, identifier: taskIdentifier, status: seen.status }],
      );
    },
  };
}

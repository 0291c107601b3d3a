import { createDms } from '../../aws/dms/dms';
import { createExecutions } from '../../aws/executions';
import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { deleteTask } from './delete-task';

export const handler = lambda(
  ({ historyTable }) => ({
    history: createHistory({ tableName: historyTable }),
    dms: createDms(),
    executions: createExecutions(),
  }),
  deleteTask,
);

import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { closeRun } from './close-run';

export const handler = lambda(
  ({ historyTable }) => ({ history: createHistory({ tableName: historyTable }) }),
  closeRun,
);

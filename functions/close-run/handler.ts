import { measureEnds } from '../../application/runs/measure-ends';
import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { closeRun } from './close-run';

export const handler = lambda(
  ({ historyTable }, { emitter }) => ({
    history: measureEnds(createHistory({ tableName: historyTable }), emitter),
  }),
  closeRun,
);

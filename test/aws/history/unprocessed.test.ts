import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { createHistory } from '../../../aws/history/history';
import { newRun } from '../../../core/runs/record/new-run';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { scheduledInput } from '../../helpers/runs/run-input';

let store: TestHistory;
beforeEach(async () => {
  store = await startTestHistory();
});
afterEach(() => store.stop());

test('tables that DynamoDB did not process are sent again', async () => {
  const tables = Array.from({ length: 130 }, (_, index) => ({
    schema: 'sales',
    table: `t${index}`,
    state: 'Table completed',
    rows: index,
    errorRows: 0,
  }));
  const run = await store.history.openRun(newRun(scheduledInput(), 'arn:execution', 400, new Date()));
  const send = store.client.send.bind(store.client);
  let batches = 0;
  const moody = Object.assign(Object.create(store.client), {
    send: async (command: Parameters<typeof send>[0]) => {
      if (!(command instanceof BatchWriteCommand) || batches++ > 0) return send(command);
      return { UnprocessedItems: command.input.RequestItems };
    },
  });
  await createHistory({ tableName: 'history', client: moody }).recordTables(run, tables);
  expect((await store.history.runWithTables(run.run))?.tables).toHaveLength(130);
});

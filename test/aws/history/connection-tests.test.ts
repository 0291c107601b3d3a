import { havePassed } from '../../../core/runs/task/connection';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';

let store: TestHistory;
beforeEach(async () => {
  store = await startTestHistory();
});
afterEach(() => store.stop());

const now = new Date('2026-03-10T12:00:00.000Z');
const connections = {
  replicationInstanceArn: 'arn:instance',
  endpoints: ['source', 'target'].map((endpointArn) => ({ endpointArn, hash: `hash of ${endpointArn}` })),
};
const [source] = connections.endpoints;

test('passed tests are kept per instance and endpoint, with what was tested', async () => {
  const { history } = store;
  expect(await history.passedTests(connections)).toEqual([]);
  await history.recordPassedTests(connections, now);
  await history.recordPassedTests(connections, now);
  expect(havePassed(connections, await history.passedTests(connections), now)).toBe(true);
  expect(await history.passedTests({ ...connections, replicationInstanceArn: 'arn:another' })).toEqual([]);
});

test('a forgotten test is none, until the next one has passed', async () => {
  const { history } = store;
  // Nothing is known yet.
  await history.forgetPassedTests(connections);
  expect(await history.passedTests(connections)).toEqual([]);
  await history.recordPassedTests(connections, now);
  if (source !== undefined) await history.forgetPassedTests({ ...connections, endpoints: [source] });
  expect(havePassed(connections, await history.passedTests(connections), now)).toBe(false);
  await history.recordPassedTests(connections, now);
  expect(havePassed(connections, await history.passedTests(connections), now)).toBe(true);
});

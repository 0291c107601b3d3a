// The stand-in of thousands of runs, held to the tests of the history on DynamoDB.
jest.mock('../../helpers/runs/history-table', () => {
  const { memoryHistory } = jest.requireActual<typeof import('../../helpers/runs/memory-history')>(
    '../../helpers/runs/memory-history',
  );
  return {
    startTestHistory: async () => ({ history: memoryHistory(), stop: async () => undefined }),
  };
});

import './checks.test';
import './history.test';
import './replications.test';
import './shapes.test';

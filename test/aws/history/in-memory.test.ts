// The history in memory has to pass the tests of the history on DynamoDB.
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
import './job-states.test';
import './admission/admissions.test';
import './admission/request-budget.test';
import './admission/holds.test';

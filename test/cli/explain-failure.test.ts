import { explainFailure } from '../../cli/explain-failure';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
  [
    named('AccessDenied', 'User: x is not authorized to perform: dms:StopReplicationTask'),
    'AWS refused: AccessDenied: User: x is not authorized to perform: dms:StopReplicationTask; docs/policies has what people need',
  ],
  [named('ExpiredToken', 'it is over'), 'AWS refused: ExpiredToken: it is over'],
  [
    new Error('Region is missing'),
    'no AWS region: set AWS_REGION to that of the environment (config/environments)',
  ],
  [
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    'cannot reach AWS (ECONNREFUSED): check the network',
  ],
])('%s is told with what to change', (error, said) => {
  expect(explainFailure(error, {})).toBe(said);
});

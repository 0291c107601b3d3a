import { endingText } from '../../../cli/errors/ending-shape';
import { unexpectedErrorText } from '../../../cli/errors/unexpected-error-text';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
  [
    named('AccessDenied', 'User: x is not authorized to perform: dms:StopReplicationTask'),
    'AWS refused: AccessDenied: User: x is not authorized to perform: dms:StopReplicationTask: docs/policies lists the permissions that people need',
  ],
  [named('ExpiredToken', 'it is over'), 'AWS refused: ExpiredToken: it is over'],
  [
    new Error('Region is missing'),
    'no AWS region: set AWS_REGION, or region in the file of the environment (config/environments)',
  ],
  [
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    'cannot reach AWS (ECONNREFUSED): check the network',
  ],
])('%s is reported with what to change', (error, text) => {
  expect(endingText(unexpectedErrorText(error, {}))).toBe(text);
});

import { toRunError } from '../../aws/errors';

function awsError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error('its words'), { name, $metadata: { httpStatusCode } });
}

test.each([
  ['ValidationException', 400, 'AwsRefused'],
  ['ResourceNotFoundException', 400, 'AwsRefused'],
  ['NoSuchBucket', 404, 'AwsRefused'],
  ['ThrottlingException', 400, 'Throttled'],
  ['ProvisionedThroughputExceededException', 400, 'Throttled'],
  ['SomethingNew', 503, 'ServiceUnavailable'],
  ['InternalServerError', 500, 'ServiceUnavailable'],
  ['AccessDeniedException', 400, 'AccessDenied'],
])('%s with status %i is %s', (name, status, ours) => {
  const stored = toRunError(awsError(name, status), 'writing the history');
  expect(stored).toMatchObject({ name: ours, message: `writing the history: ${name}: its words` });
});

test('a broken connection is transient, an unknown error is not', () => {
  const broken = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  expect(toRunError(broken, 'asking').name).toBe('ServiceUnavailable');
  expect(toRunError(new Error('what?'), 'asking').name).toBe('AwsRefused');
});

import type { FunctionDefinition } from '../../../local/lambda/function-definition';
import { platformLines } from '../../../local/lambda/platform-lines';
import { FunctionError } from '../../../local/service';

const now = () => new Date('2026-03-01T12:00:00Z');
const definition = (logFormat: FunctionDefinition['logFormat']): FunctionDefinition => ({
  name: 'work',
  arn: 'arn',
  roleArn: 'role',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  folder: '/code',
  environment: {},
  timeoutSeconds: 3,
  memoryMiB: 128,
  logFormat,
});
const error = new FunctionError('Throttled', 'too many', ['Error: too many', '    at work']);

test('as text, an error is a line per line of its stack', () => {
  const lines = platformLines(definition('Text'), 'id-1', now);
  expect(lines.start()).toEqual(['START RequestId: id-1 Version: $LATEST']);
  expect(lines.error(error)).toEqual(['ERROR id-1 Throttled: too many', 'Error: too many', '    at work']);
  expect(lines.end(12, 1024 ** 2 + 1)).toEqual([
    'END RequestId: id-1',
    'REPORT RequestId: id-1 Duration: 12 ms Memory Size: 128 MB Max Memory Used: 2 MB',
  ]);
});

test('as JSON, each is one object', () => {
  const lines = platformLines(definition('JSON'), 'id-1', now);
  const all = [...lines.start(), ...lines.error(error), ...lines.end(12, 1024 ** 2)];
  const requestId = 'id-1';
  const time = '2026-03-01T12:00:00.000Z';
  expect(all.map((line) => JSON.parse(line))).toEqual([
    { time, type: 'platform.start', record: { requestId, version: '$LATEST' } },
    {
      timestamp: time,
      level: 'ERROR',
      requestId,
      message: { errorType: 'Throttled', errorMessage: 'too many', stackTrace: error.stackTrace },
    },
    {
      time,
      type: 'platform.report',
      record: { requestId, metrics: { durationMs: 12, memorySizeMB: 128, maxMemoryUsedMB: 1 } },
    },
  ]);
});

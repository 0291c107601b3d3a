import fc from 'fast-check';
import { taskResourceId, taskResourceIdPrefix } from '../../../core/model/task-resource-id';

const run = 'sales.orders-daily.20260302T020000Z';

test('an id is as DMS makes one: a letter, then letters and digits, 26 in all', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (anyRun, before) => {
      expect(taskResourceId({ name: 'dev', namePrefix: 'acme' }, anyRun, before)).toMatch(
        /^[A-Z][A-Z2-7]{25}$/,
      );
    }),
  );
});

test('ids of an environment begin alike, and unlike those of others', () => {
  const environments = ['dev', 'prod', { name: 'dev', namePrefix: 'acme' }];
  const prefixes = environments.map(taskResourceIdPrefix);
  expect(new Set(prefixes).size).toBe(3);
  environments.forEach((environment, at) => {
    expect(taskResourceId(environment, run, undefined).slice(0, 8)).toBe(prefixes[at]);
  });
});

test('a name without a prefix is the environment without one', () => {
  expect(taskResourceIdPrefix({ name: 'dev', namePrefix: undefined })).toBe(taskResourceIdPrefix('dev'));
});

test('the ids of deployed policies stay', () => {
  expect(taskResourceId('dev', run, undefined)).toMatchInlineSnapshot(`"K73PVCSPVRHQDEAGWMWQ2O5F6N"`);
});

test('each run has an id of its own, and a task that takes the place of another one, too', () => {
  const ids = [
    taskResourceId('dev', run, undefined),
    taskResourceId('dev', run, 'arn:aws:dms:eu-west-1:111122223333:task:FIRST'),
    taskResourceId('dev', run, 'arn:aws:dms:eu-west-1:111122223333:task:SECOND'),
    taskResourceId('dev', `${run}.2`, undefined),
  ];
  // Names of slots have 16 characters.
  expect(new Set(ids.map((id) => id.slice(0, 16))).size).toBe(ids.length);
  expect(taskResourceId('dev', run, undefined)).toBe(ids[0]);
});

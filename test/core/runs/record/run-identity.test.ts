import fc from 'fast-check';
import { snapshotOf } from '../../../../core/lake/keys/snapshot-keys';
import {
  executionArnOf,
  executionNameOf,
  runIdOf,
  taskIdentifierOf,
} from '../../../../core/runs/record/run-identity';
import { RunInput } from '../../../../core/runs/record/run-input';
import { requestedInput, scheduledInput } from '../../../helpers/runs/run-input';

test('the id of a scheduled run is its job and its scheduled time, for each delivery', () => {
  expect(runIdOf(scheduledInput())).toBe('sales.orders-daily.20260301T100000Z');
});

test('the id of a requested run is its time and the beginning of the request id', () => {
  expect(runIdOf(requestedInput('3f2a91c0-77'))).toBe('sales.orders-daily.20260301T100000000Z-3f2a91c0');
  expect(runIdOf(requestedInput('!!!'))).toMatch(/Z-[0-9a-f]{8}$/);
});

test('the id of a retry follows from the first attempt and its number, whoever requests it', () => {
  const first = runIdOf(scheduledInput());
  const retry = (requestedBy: string) =>
    scheduledInput({
      trigger: {
        by: 'retry',
        run: first,
        attempt: 2,
        requestedBy,
        requestedAt: '2026-03-01T12:00:00.000Z',
        requestId: requestedBy,
      },
    });
  expect(runIdOf(retry('ada'))).toBe(`${first}.2`);
  expect(runIdOf(retry('bob'))).toBe(`${first}.2`);
  expect(snapshotOf(`${first}.2`)).toBe('20260301T100000Z.2');
  expect(snapshotOf(first)).toBe('20260301T100000Z');
  expect(executionArnOf('arn:aws:states:eu-west-1:1:stateMachine:migration', `${first}.2`)).toBe(
    `arn:aws:states:eu-west-1:1:execution:migration:${first}.2`,
  );
});

test('execution names are valid and distinct for job names of any length', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,60}$/);
  fc.assert(
    fc.property(name, name, name, (department, job, other) => {
      const [one, two] = [job, other].map((each) =>
        runIdOf(scheduledInput({ job: `${department}/${each}` })),
      );
      const names = [one, two].map((run) => executionNameOf(run ?? ''));
      for (const each of names) expect(each).toMatch(/^[A-Za-z0-9.-]{1,80}$/);
      expect(names[0] === names[1]).toBe(job === other);
    }),
  );
});

test('each run has its own task identifier, which is valid in DMS', () => {
  const first = taskIdentifierOf('dev-sales-orders', 'sales.orders.20260301T100000Z');
  expect(first).toMatch(/^[a-z][a-z0-9-]*-[0-9a-f]{8}$/);
  expect(taskIdentifierOf('dev-sales-orders', 'sales.orders.20260302T100000Z')).not.toBe(first);
});

test.each(['requestedBy', 'requestId'])('a %s of any length is cut where it enters', (key) => {
  const input = requestedInput('3f2a91c0-77');
  const long = RunInput.parse({ ...input, trigger: { ...input.trigger, [key]: 'ada '.repeat(20_000) } });
  const value: unknown = Reflect.get(long.trigger, key);
  expect(String(value)).toHaveLength(256);
  expect(value).toContain('characters cut');
  expect(RunInput.parse(input)).toEqual(input);
});

import { bodyOfAnswer } from '../../../../aws/cloudformation/custom-resource';
import { refusalOfRemoval } from '../../../../core/runs/removal/refusal-text';
import { addWaiting, type Waiting } from '../../../../core/runs/removal/waiting';

const file = (of: string, reason: Waiting['reason'] = 'not-in-lake'): Waiting => ({
  ...{ of, reason, files: 1 },
  bytes: 10,
});
const none = { tasks: [], runs: [], waiting: [], deleted: 0 };

test('files of a job are counted together by reason', () => {
  const waiting = addWaiting([file('a/b')], [file('a/b'), file('a/b', 'unpublished'), file('c/d')]);
  expect(waiting).toEqual([{ ...file('a/b'), files: 2, bytes: 20 }, file('a/b', 'unpublished'), file('c/d')]);
});

test('of very many jobs, the sum is right, and the event of the next invocation stays small', () => {
  const jobs = Array.from({ length: 5000 }, (_, index) => file(`department-${index}/job-${index}`));
  const waiting = addWaiting([], jobs);
  expect(waiting.reduce((sum, { files }) => sum + files, 0)).toBe(5000);
  expect(JSON.stringify(waiting).length).toBeLessThan(200_000);
});

test('the text names tasks, runs, files and the steps', () => {
  const text = refusalOfRemoval(
    {
      tasks: [{ identifier: 'dev-sales-live', status: 'running' }],
      runs: ['sales.daily.1'],
      waiting: [file('sales/live')],
      deleted: 0,
    },
    'page',
  );
  expect(text).toBe(
    'the environment is not removed, and nothing was deleted: DMS tasks exist: dev-sales-live (running); runs are in flight: sales.daily.1; 1 file, 10 bytes, wait: sales/live 1 file 10 bytes, not in the lake. Fix: lakeferry stop <job> --delete, wait for the runs, or lakeferry cancel <run>, lakeferry backfill <job>, or delete the files; then delete the stack again (page)',
  );
});

test('an answer with a text of any length fits into what CloudFormation reads', () => {
  const waiting = Array.from({ length: 500 }, (_, index) => file(`${'ü'.repeat(60)}/${index}`, 'no-plan'));
  const tasks = Array.from({ length: 50 }, () => ({ identifier: 'x'.repeat(250), status: 'running' }));
  const reason = refusalOfRemoval({ ...none, tasks, waiting }, 'page');
  const ids = { stackId: 'x'.repeat(200), requestId: 'x', logicalId: 'x'.repeat(255) };
  const body = bodyOfAnswer({ status: 'FAILED', reason, ...ids, physicalId: 'x'.repeat(300) });
  expect(Buffer.byteLength(body)).toBeLessThan(4096);
  expect(reason).toMatch(/delete the stack again \(page\)$/);
});

import { recentlySeen, SeenTask, seenOf } from '../../../../core/runs/task/seen-task';
import type { Task } from '../../../../core/runs/task/task';

const at = new Date('2026-03-01T10:00:00Z');
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
const task: Task = {
  arn: 'arn:task',
  identifier: 'task',
  status: 'stopped',
  createdAt: '2026-03-01T09:00:00.000Z',
  startedAt: '2026-03-01T09:01:00.000Z',
  stopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED',
  mode: 'full-load',
  statistics: { percent: 100, tablesLoaded: 2, tablesLoading: 0, tablesQueued: 0, tablesErrored: 0 },
};
const item = { taskArn: 'arn:task', taskIdentifier: 'task', seen: SeenTask.parse(seenOf(task, at)) };

test('what a poll saw is the task as DMS described it, without its endpoints', () => {
  const endpoints = { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' };
  expect(recentlySeen({ ...item, seen: seenOf({ ...task, endpoints }, at) }, at)).toEqual(task);
});

test.each([
  ['is used for two minutes', item, 120, true],
  ['is too old after two minutes', item, 121, false],
  ['is not used without an ARN', { ...item, taskArn: undefined }, 0, false],
  ['is not used where nothing was seen', { ...item, seen: undefined }, 0, false],
])('an answer %s', (_, seeing, seconds, isUsed) => {
  expect(recentlySeen(seeing, later(seconds)) !== undefined).toBe(isUsed);
});

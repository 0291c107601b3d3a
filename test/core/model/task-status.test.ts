import { isTaskStatus, kindOf, taskStatuses } from '../../../core/model/task-status';

/** The statuses of the API reference, in its order. */
const documented = [
  ['moving', 'changing'],
  ['creating', 'changing'],
  ['deleting', 'deleting'],
  ['failed', 'down'],
  ['failed-move', 'down'],
  ['modifying', 'changing'],
  ['ready', 'ready'],
  ['running', 'running'],
  ['starting', 'starting'],
  ['stopped', 'down'],
  ['stopping', 'stopping'],
  ['testing', 'changing'],
] as const;

it.each(documented)('%s is %s', (status, kind) => {
  expect(kindOf(status)).toBe(kind);
});

it('lists every documented status and no other', () => {
  expect([...taskStatuses].sort()).toEqual(documented.map(([status]) => status).sort());
});

it.each(['', 'Running', 'paused', 'toString', 'unknown'])(
  '"%s" is not a status that DMS documents',
  (text) => {
    expect(isTaskStatus(text)).toBe(false);
    expect(kindOf(text)).toBe('unknown');
  },
);

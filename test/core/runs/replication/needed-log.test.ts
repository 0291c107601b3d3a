import type { Checkpoint } from '../../../../core/runs/replication/checkpoint';
import { neededLog } from '../../../../core/runs/replication/needed-log';

const at = '2026-03-01T09:00:00.000Z';
const taskArn = 'arn:aws:dms:eu-west-1:000000000000:task:ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const checkpointStore: Checkpoint = {
  checkpoint:
    'checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876#0#0#*#0#93',
  seenAt: at,
  seenIn: 'sweep',
  taskArn,
  status: 'stopped',
};
const seen = (status: string) => ({ taskArn, seen: { status, at, since: at } });
const slot = (name: string) => ({ slot: { name, active: false, lagBytes: 0, at } });
const now = { kind: 'now' } as const;

test('a task that is down goes on from its checkpoint, by position and by the time at which it was seen', () => {
  const needed = {
    action: 'resume',
    origin: `the checkpoint of ${at}`,
    position: 'mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876',
    since: at,
  };
  for (const status of ['stopped', 'failed', 'failed-move'])
    expect(neededLog(now, seen(status), checkpointStore)).toEqual(needed);
  expect(neededLog(now, { ...seen('stopped'), ...slot('abcdefghijklmnop_1') }, checkpointStore)).toEqual({
    ...needed,
    slot: 'abcdefghijklmnop_1',
    slotOf: taskArn,
  });
});

test('a task that runs, or is changing its state, needs no log of the past', () => {
  for (const status of ['running', 'starting', 'stopping', 'modifying'])
    expect(neededLog({ kind: 'position', position: '12' }, seen(status), checkpointStore)).toBeUndefined();
  expect(neededLog({ kind: 'position', position: '12' }, { taskArn }, checkpointStore)).toBeUndefined();
});

test('the checkpoint and slot of another task are ignored', () => {
  const other = { ...checkpointStore, taskArn: `${taskArn}2` };
  expect(neededLog(now, seen('stopped'), other)).toBeUndefined();
  expect(
    neededLog(now, { ...seen('stopped'), ...slot('another_slot_of_somebody') }, undefined),
  ).toBeUndefined();
  expect(neededLog(now, { ...seen('stopped'), ...slot('abcdefghijklmnop_1') }, other)).toEqual({
    action: 'resume',
    origin: 'the stopped task',
    slot: 'abcdefghijklmnop_1',
    slotOf: taskArn,
  });
});

test.each([undefined, { taskArn, seen: { status: 'gone', at, since: at } }])(
  'a first start begins at the configured place (%j)',
  (known) => {
    expect(neededLog(now, known, checkpointStore)).toBeUndefined();
    expect(neededLog({ kind: 'time', time: at }, known, checkpointStore)).toEqual({
      action: 'start',
      origin: 'start-from',
      since: at,
    });
    expect(neededLog({ kind: 'position', position: '4AF/B00000D0' }, known, checkpointStore)).toEqual({
      action: 'start',
      origin: 'start-from',
      position: '4AF/B00000D0',
    });
    expect(neededLog({ kind: 'position', position: 'checkpoint:V1#1#77#0' }, known, checkpointStore)).toEqual(
      {
        action: 'start',
        origin: 'start-from',
        position: '77',
      },
    );
    expect(neededLog({ kind: 'checkpoint' }, known, checkpointStore)).toMatchObject({ since: at });
    expect(neededLog({ kind: 'checkpoint' }, known, undefined)).toBeUndefined();
  },
);

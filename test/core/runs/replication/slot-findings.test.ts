import { type Slot, slotAlarmBytes } from '../../../../core/model/replication-slot';
import { describeSlots, slotAlarm, slotFindings } from '../../../../core/runs/replication/slot-findings';

const arn = (id: string) => `arn:aws:dms:eu-west-1:000000000000:task:${id}`;
const slot = (name: string, over: Partial<Slot> = {}): Slot => ({
  name,
  active: false,
  lagBytes: 10,
  walStatus: 'reserved',
  ...over,
});
const now = new Date('2026-03-01T12:00:00.000Z');
const known = {
  taskArn: arn('K55IUCGBASJS5VHZJIINA45FII'),
  formerTasks: [arn('UHDQBLZC4QL5Y7FAXXXXXXXXXX'), arn('SHORT')],
};

test('the task’s own slot is found by the first 16 characters of its id, in lower case', () => {
  const own = slot('k55iucgbasjs5vhz_00016402_f9fa1f5f', { active: true });
  expect(slotFindings([slot('theirs'), own], known, now)).toEqual({ own, toDrop: [], inUse: [] });
});

test('only unread slots of former tasks are dropped', () => {
  const left = slot('uhdqblzc4ql5y7fa_00016402_cf8d3a45');
  const read = slot('short_00016402', { active: true });
  const others = [slot('uhdqblzc4ql5y7f'), slot('shorter_00016402'), slot('debezium'), slot('')];
  expect(slotFindings([left, read, ...others], known, now)).toEqual({ toDrop: [left], inUse: [read] });
});

test('without a known task of the job, no slot is ours', () => {
  expect(slotFindings([slot('uhdqblzc4ql5y7fa_1')], {}, now)).toEqual({ toDrop: [], inUse: [] });
});

test('a slot whose log was removed is reported', () => {
  const lost = slot('k55iucgbasjs5vhz_1', { walStatus: 'lost' });
  expect(slotFindings([lost], known, now).gone).toMatch(/k55iucgbasjs5vhz_1.*max_slot_wal_keep_size/);
});

test('a run records the slots', () => {
  expect(describeSlots(slotFindings([], known, now))).toBe('the task has no slot yet');
  expect(
    describeSlots(slotFindings([slot('k55iucgbasjs5vhz_1', { active: true }), slot('short_1')], known, now)),
  ).toBe(
    'slot k55iucgbasjs5vhz_1, in use, 10 bytes behind; dropped short_1, not in use, 10 bytes behind: its task no longer exists',
  );
});

test('the slot of a task that is missing for an hour is dropped, but not of a task that is missing for a moment', () => {
  const own = slot('k55iucgbasjs5vhz_1');
  const gone = (since: string) => ({ ...known, seen: { status: 'gone', at: since, since } });
  expect(slotFindings([own], gone('2026-03-01T11:30:00.000Z'), now).toDrop).toEqual([]);
  expect(slotFindings([own], gone('2026-03-01T11:00:00.000Z'), now).toDrop).toEqual([own]);
  const stopped = { ...known, seen: { status: 'stopped', at: '', since: '2026-02-01T11:00:00.000Z' } };
  expect(slotFindings([own], stopped, now).toDrop).toEqual([]);
});

test('an alarm is raised once when a slot keeps too much log, and cleared once', () => {
  const of = (lagBytes: number) => ({ name: 's', active: false, lagBytes, at: '' });
  expect(slotAlarm({})).toBe('none');
  expect(slotAlarm({ slot: of(slotAlarmBytes + 1), alerts: {} })).toBe('raise');
  expect(slotAlarm({ slot: of(slotAlarmBytes + 1), alerts: { slot: 'x' } })).toBe('none');
  expect(slotAlarm({ slot: of(5), alerts: { slot: 'x' } })).toBe('clear');
  expect(slotAlarm({ slot: of(5), alerts: {} })).toBe('none');
});

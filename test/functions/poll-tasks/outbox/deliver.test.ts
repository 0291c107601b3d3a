import { changeId, correctedId, endedId, missedId, reminderId } from '../../../../core/events/outbox-message';
import type { JobChanged } from '../../../../core/events/event';
import type { NotifyPolicy } from '../../../../core/model/notify-policies';
import { missedRun } from '../../../../core/runs/job/missed-run';
import { newRun } from '../../../../core/runs/record/new-run';
import type { Outcome, Verdict } from '../../../../core/runs/record/verdict-shape';
import { verdictWithout } from '../../../../core/runs/verdict/verdict';
import { PollBench } from '../../../helpers/runs/poll-bench';
import { sampleJob } from '../../../helpers/runs/plan';
import { requestedInput, scheduledInput } from '../../../helpers/runs/run-input';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const job = 'sales/orders-daily';

let bench: PollBench;
beforeEach(() => {
  bench = new PollBench();
});

async function open(name: string, at = start, forJob = job): Promise<string> {
  const input = { ...requestedInput(name, at.toISOString()), job: forJob };
  return (await bench.history.openRun(newRun(input, `execution-${name}`, 400, at))).run;
}

async function close(run: string, outcome: Outcome, at = start): Promise<string> {
  await bench.history.closeRun(run, {
    at: at.toISOString(),
    otherwise: verdictWithout(
      outcome,
      outcome === 'skipped' ? 'lease-held' : 'state-failed',
      'LoadTables: Boom: no',
    ),
  });
  return run;
}

const ended = async (name: string, outcome: Outcome = 'failed', at = start, forJob = job) =>
  await close(await open(name, at, forJob), outcome, at);
const waiting = async () => (await bench.history.outbox()).map(({ id }) => id);
const subjects = () => bench.outside.published.map(({ subject }) => subject);

test('the end of a run is one event and one message, with the same ID', async () => {
  const run = await ended('one');
  await bench.poll(after(1));
  expect(bench.outside.events).toMatchObject([
    { id: endedId(run), run, outcome: 'failed', department: 'sales', job: 'orders-daily', mode: 'full-load' },
  ]);
  expect(bench.outside.published).toMatchObject([
    { topic: 'arn:topic', subject: '[dev] sales/orders-daily failed' },
  ]);
  expect(bench.outside.published[0]?.text).toContain(endedId(run));
  expect(await waiting()).toEqual([]);
  await bench.poll(after(2));
  expect([bench.outside.events.length, bench.outside.published.length]).toEqual([1, 1]);
});

test('a message about a run links to its page, in a waiting message of before, too', async () => {
  const run = await ended('one');
  Object.assign(bench.ports, { consoleUrl: 'https://lakeferry.example.com/' });
  await bench.poll(after(1));
  const page = `https://lakeferry.example.com/#/runs/${run}`;
  expect(bench.outside.events.map(({ links }) => links.page)).toEqual([page]);
  expect(bench.outside.published.map(({ text }) => text.includes(page))).toEqual([true]);
});

test('a streak is one first message and one "recovered", and every end is an event', async () => {
  for (const [index, outcome] of (
    ['failed', 'failed', 'skipped', 'failed', 'succeeded'] as const
  ).entries()) {
    await ended(`run${index}`, outcome, after(index * 10));
    await bench.poll(after(index * 10 + 1));
  }
  expect(bench.outside.events).toHaveLength(5);
  expect(subjects()).toEqual(['[dev] sales/orders-daily failed', '[dev] sales/orders-daily recovered']);
});

test('ends that one poll settles count in their order', async () => {
  for (const index of [0, 1, 2]) await ended(`run${index}`, 'failed', after(index));
  await ended('good', 'succeeded', after(3));
  await bench.poll(after(10));
  expect(subjects()).toEqual(['[dev] sales/orders-daily failed', '[dev] sales/orders-daily recovered']);
  expect(await bench.history.jobState(job)).toMatchObject({ succeeded: { at: after(3).toISOString() } });
});

test('the message of an open run waits until the run is closed', async () => {
  const run = await open('one');
  await bench.history.enqueue({
    id: endedId(run),
    forJob: job,
    at: start.toISOString(),
    about: { kind: 'run-ended', run },
  });
  for (let minute = 1; minute < 30; minute += 1) await bench.poll(after(minute));
  expect(bench.outside.events).toEqual([]);
  await close(run, 'failed', after(30));
  await bench.poll(after(31));
  expect(bench.outside.ids()).toEqual([endedId(run)]);
});

test('a message about a run that was never written is dropped after a day, with a log line', async () => {
  const about = { kind: 'run-ended', run: 'never' } as const;
  await bench.history.enqueue({ id: endedId('never'), forJob: job, at: start.toISOString(), about });
  await bench.poll(after(23 * 60));
  expect(await waiting()).toHaveLength(1);
  await bench.poll(after(24 * 60 + 1));
  expect(await waiting()).toEqual([]);
  expect(bench.reported.lines).toContainEqual(
    expect.objectContaining({ message: 'a message was dropped', because: 'the history has no run never' }),
  );
});

test('a missed run is a message, unless a late run replaced it before', async () => {
  const due = [{ at: '2026-03-01T11:00:00Z' }, { at: '2026-03-01T11:30:00Z' }];
  const plan = { bucket: 'assets', key: 'sales.json' };
  for (const one of due) {
    const record = missedRun(job, one, plan, 400, start);
    const id = missedId(record.run);
    const about = { kind: 'run-ended', run: record.run } as const;
    await bench.history.enqueue({ id, forJob: job, at: start.toISOString(), about });
    await bench.history.openRun(record);
  }
  const late = scheduledInput({}, '2026-03-01T11:30:00Z');
  await bench.history.openRun(newRun(late, 'late', 400, start));
  await bench.poll(after(1));
  expect(bench.outside.events).toMatchObject([
    { id: 'sales.orders-daily.20260301T110000Z#missed', outcome: 'missed' },
  ]);
  expect(subjects()).toEqual(['[dev] sales/orders-daily did not start']);
  expect(await waiting()).toEqual([]);
});

test('a closed run whose publish may still end waits for its last verdict', async () => {
  const run = await open('one');
  await bench.history.recordVerdict(
    run,
    verdictWithout('succeeded', 'not-judged', ''),
    start.toISOString(),
    'snapshot',
  );
  await bench.history.beginShowing(run);
  await close(run, 'failed');
  await bench.poll(after(1));
  expect(bench.outside.events).toEqual([]);
  await bench.history.recordPublished(run, after(2).toISOString());
  await bench.history.endShowing(run);
  await bench.poll(after(3));
  expect(bench.outside.events).toMatchObject([{ outcome: 'succeeded' }]);
});

test('during an outage of three hours runs close as usual, and each message arrives after it', async () => {
  bench.outside.refusesEvent = () => 'InternalFailure: no';
  bench.outside.refusesMessage = () => true;
  const runs: string[] = [];
  for (let minute = 0; minute < 180; minute += 1) {
    if (minute % 20 === 0)
      runs.push(await ended(`at${minute}`, 'failed', after(minute), `sales/job-${minute}`));
    expect((await bench.poll(after(minute + 1))).problems).toEqual([]);
  }
  expect(bench.reported.values.at(-1)).toEqual({ name: 'MessagesUndelivered', value: 9 });
  expect((await bench.history.outbox())[0]?.problem).toContain('InternalFailure');
  bench.outside.refusesEvent = () => undefined;
  bench.outside.refusesMessage = () => false;
  for (let minute = 181; minute < 192; minute += 1) await bench.poll(after(minute));
  expect([...bench.outside.ids()].sort()).toEqual(runs.map(endedId).sort());
  expect(bench.outside.published).toHaveLength(9);
  expect(await waiting()).toEqual([]);
  expect(bench.reported.values.at(-1)).toEqual({ name: 'MessagesUndelivered', value: 0 });
});

test('a message that is refused for ever stops no other, of its job or of others, and stays visible', async () => {
  const poisoned = await ended('poison');
  bench.outside.refusesEvent = ({ detail }) =>
    detail.includes(poisoned) ? 'MalformedDetail: no' : undefined;
  bench.put({ pk: 'OUTBOX', sk: 'a-broken', about: 7 });
  await bench.poll(after(1));
  const good = [
    await ended('good', 'failed', after(2)),
    await ended('other', 'failed', after(2), 'sales/other'),
  ];
  for (let minute = 3; minute < 200; minute += 1) await bench.poll(after(minute));
  expect([...bench.outside.ids()].sort()).toEqual(good.map(endedId).sort());
  expect(await waiting()).toEqual([endedId(poisoned)]);
  expect(bench.reported.values.at(-1)).toEqual({ name: 'MessagesUndelivered', value: 2 });
});

test('a step that is done is not repeated while another fails', async () => {
  bench.outside.channels = { a: { kind: 'topic', arn: 'arn:a' }, b: { kind: 'topic', arn: 'arn:b' } };
  bench.outside.refusesMessage = (topic) => topic === 'arn:a';
  const run = await ended('one');
  for (let minute = 1; minute < 30; minute += 1) await bench.poll(after(minute));
  expect([bench.outside.ids(), bench.outside.published.map(({ topic }) => topic)]).toEqual([
    [endedId(run)],
    ['arn:b'],
  ]);
  bench.outside.refusesMessage = () => false;
  for (let minute = 30; minute < 42; minute += 1) await bench.poll(after(minute));
  expect(bench.outside.published.map(({ topic }) => topic)).toEqual(['arn:b', 'arn:a']);
  expect(await waiting()).toEqual([]);
});

test('1,000 messages are delivered over some polls, the oldest first', async () => {
  for (let index = 0; index < 1000; index += 1)
    await ended(`n${index}`, 'failed', new Date(start.getTime() + index), `sales/job-${index % 400}`);
  const perPoll: number[] = [];
  for (let minute = 1; minute <= 6; minute += 1) {
    const before = bench.outside.events.length;
    await bench.poll(after(minute));
    perPoll.push(bench.outside.events.length - before);
  }
  expect(perPoll).toEqual([200, 200, 200, 200, 200, 0]);
  const left = bench.reported.values.filter(({ name }) => name === 'MessagesUndelivered');
  expect(left.map(({ value }) => value)).toEqual([800, 600, 400, 200, 0, 0]);
  expect(new Set(bench.outside.ids()).size).toBe(1000);
  const times = bench.outside.events.map(({ at }) => at);
  expect(Math.max(...times.slice(0, 200).map(Date.parse))).toBeLessThan(
    Math.min(...times.slice(200).map(Date.parse)),
  );
});

test('two polls at once deliver each message once', async () => {
  for (let index = 0; index < 50; index += 1)
    await ended(`n${index}`, 'failed', new Date(start.getTime() + index), `sales/job-${index % 5}`);
  await Promise.all([bench.poll(after(1)), bench.poll(after(1)), bench.poll(after(1))]);
  expect(bench.outside.events).toHaveLength(50);
  expect(new Set(bench.outside.ids()).size).toBe(50);
  expect(bench.outside.published).toHaveLength(5);
});

test('a message that a slow function stores again after its delivery is not delivered again', async () => {
  const run = await ended('one');
  await bench.poll(after(1));
  const about = { kind: 'run-ended', run } as const;
  await bench.history.enqueue({ id: endedId(run), forJob: job, at: start.toISOString(), about });
  await bench.poll(after(2));
  expect([bench.outside.ids(), await waiting()]).toEqual([[endedId(run)], []]);
});

test('a close that is repeated after the delivery stores no message', async () => {
  const run = await ended('one');
  await bench.poll(after(1));
  await close(run, 'failed', after(2));
  expect(await waiting()).toEqual([]);
});

async function corrected(run: string): Promise<void> {
  const record = await bench.history.knownRun(run);
  const wrong = record.verdict ?? verdictWithout('failed', 'not-judged', '');
  const right: Verdict = { ...wrong, outcome: 'succeeded', findings: [], findingCount: 0 };
  await bench.history.correctVerdict(record, wrong, right, after(2).toISOString());
}

test('a load that was closed as failed and turns out to be loaded is corrected, once', async () => {
  const run = await ended('one');
  const correct = async () => await corrected(run);
  await bench.poll(after(1));
  await correct();
  await correct();
  await bench.poll(after(3));
  await correct();
  await bench.poll(after(4));
  expect(bench.outside.events).toMatchObject([
    { id: endedId(run), outcome: 'failed' },
    { id: `${run}#corrected`, outcome: 'succeeded' },
  ]);
  expect(subjects().at(-1)).toBe('[dev] sales/orders-daily recovered');
});

test('a correction before the first message is in it', async () => {
  const run = await ended('one');
  await corrected(run);
  await bench.poll(after(2));
  expect(bench.outside.events).toMatchObject([{ id: endedId(run), outcome: 'succeeded' }]);
  expect(await waiting()).toEqual([]);
});

test('what a poll has no time for is delivered by the next one, each message and event once', async () => {
  for (const name of ['one', 'two', 'three']) await ended(name, 'failed', start, `sales/${name}`);
  bench.elapsedMs = () => (bench.outside.published.length === 0 ? 0 : 120_000);
  await bench.poll(after(1));
  expect(bench.outside.events).toHaveLength(3);
  expect(bench.outside.published).toHaveLength(1);
  expect(bench.reported.values.at(-1)).toEqual({ name: 'MessagesUndelivered', value: 2 });
  bench.elapsedMs = () => 0;
  await bench.poll(after(2));
  expect([bench.outside.events.length, bench.outside.published.length]).toEqual([3, 3]);
  expect(await waiting()).toEqual([]);
});

test('a correction whose writer was killed before the verdict waits for the verdict', async () => {
  const run = await ended('one');
  await bench.poll(after(1));
  const at = after(2).toISOString();
  await bench.history.enqueue({ id: correctedId(run), forJob: job, at, about: { kind: 'run-ended', run } });
  await bench.poll(after(3));
  expect([bench.outside.ids(), await waiting()]).toEqual([[endedId(run)], [correctedId(run)]]);
  await corrected(run);
  await bench.poll(after(5));
  expect([bench.outside.ids(), subjects().at(-1)]).toEqual([
    [endedId(run), correctedId(run)],
    '[dev] sales/orders-daily recovered',
  ]);
});

test('a correction after the failure was settled, and before its message was delivered, ends the streak', async () => {
  const run = await ended('one');
  bench.outside.refusesEvent = () => 'InternalFailure: no';
  await bench.poll(after(1));
  await corrected(run);
  await bench.poll(after(2));
  bench.outside.refusesEvent = () => undefined;
  for (let minutes = 3; minutes < 8; minutes += 1) await bench.poll(after(minutes));
  expect([bench.outside.ids(), await waiting()]).toEqual([[endedId(run), correctedId(run)], []]);
  expect((await bench.history.jobState(job))?.trouble).toBeUndefined();
});

test.each<[NotifyPolicy, number]>([
  ['edge', 1],
  ['failures', 2],
  ['always', 3],
  ['never', 0],
])(
  'the policy %s sends %i messages about two failures and a skipped run, and 3 events',
  async (policy, sent) => {
    bench.outside.jobs = [
      sampleJob(
        { department: 'sales', job: 'orders-daily', tables: ['orders'] },
        { notify: { policy, channels: ['email'] } },
      ),
    ];
    for (const [index, outcome] of (['failed', 'skipped', 'failed'] as const).entries())
      await ended(`run${index}`, outcome, after(index));
    await bench.poll(after(5));
    expect([bench.outside.events.length, bench.outside.published.length]).toEqual([3, sent]);
  },
);

test('a topic gets text, a chat its own format, and a webhook an event', async () => {
  bench.outside.channels = {
    email: { kind: 'topic', arn: 'arn:topic' },
    slack: { kind: 'chat', arn: 'arn:chat' },
    pager: { kind: 'webhook' },
  };
  const run = await ended('one');
  await bench.poll(after(1));
  const of = (topic: string) => bench.outside.published.find((one) => one.topic === topic);
  expect(of('arn:topic')?.text).toMatch(/What happened/);
  expect(JSON.parse(of('arn:chat')?.text ?? '')).toMatchObject({ source: 'custom', id: endedId(run) });
  expect(of('arn:chat')?.subject).toBeUndefined();
  expect(bench.outside.notifications).toMatchObject([
    { id: endedId(run), channel: 'pager', notice: 'first', event: { run } },
  ]);
});

test('operators get the message of a department that an earlier version deployed', async () => {
  bench.outside.channels = undefined;
  const run = await ended('one');
  await bench.poll(after(1));
  expect(bench.alerts).toMatchObject([{ id: endedId(run), job, kind: 'run-failed', state: 'raised' }]);
  expect(bench.outside.published).toEqual([]);
});

test('an event that another part of Lakeferry stores is delivered, with a message by the policy', async () => {
  const event: JobChanged = {
    version: '1',
    id: changeId(job, 'stale', start.toISOString()),
    type: 'Lakeferry Job Changed',
    environment: 'dev',
    department: 'sales',
    job: 'orders-daily',
    mode: 'full-load',
    at: start.toISOString(),
    cause: 'the data is 30 hours old',
    links: { show: 'lakeferry status sales/orders-daily' },
    change: 'stale',
  };
  const message = { id: event.id, forJob: job, at: event.at, about: { kind: 'event', event } as const };
  await bench.history.enqueue(message);
  await bench.poll(after(1));
  expect([bench.outside.ids(), subjects()]).toEqual([
    [event.id],
    ['[dev] sales/orders-daily has data that is too old'],
  ]);
});

test('a reminder is a message without an event, and none once the streak is over', async () => {
  const run = await ended('one');
  await bench.poll(after(1));
  const remind = (id: string) =>
    bench.history.enqueue({ id, forJob: job, at: start.toISOString(), about: { kind: 'reminder', run } });
  await remind(reminderId(job, after(1440)));
  await bench.poll(after(1440));
  expect([bench.outside.events.length, subjects().at(-1)]).toEqual([
    1,
    '[dev] sales/orders-daily still failed since 2026-03-01 (1 run)',
  ]);
  await ended('good', 'succeeded', after(1500));
  await remind(reminderId(job, after(2880)));
  await bench.poll(after(1501));
  expect(subjects().at(-1)).toBe('[dev] sales/orders-daily recovered');
  expect(await waiting()).toEqual([]);
});

test('reminders that waited through an outage of three days are one message', async () => {
  const run = await ended('one');
  await bench.poll(after(1));
  bench.outside.refusesMessage = () => true;
  bench.outside.jobs = [
    sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] }, { schedule: undefined }),
  ];
  for (let minute = 1440; minute < 4 * 1440; minute += 10) await bench.poll(after(minute));
  bench.outside.refusesMessage = () => false;
  for (let minute = 4 * 1440; minute < 4 * 1440 + 30; minute += 1) await bench.poll(after(minute));
  expect(subjects()).toEqual([
    '[dev] sales/orders-daily failed',
    '[dev] sales/orders-daily still failed since 2026-03-01 (1 run)',
  ]);
  expect((await bench.history.jobState(job))?.notified).toMatchObject({ kind: 'reminder', run });
  expect(await waiting()).toEqual([]);
});

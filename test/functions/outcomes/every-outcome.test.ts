import { type Mode, modes } from '../../../core/model/mode';
import { type NotifyPolicy, notifyPolicies } from '../../../core/model/notify-policies';
import type { Outcome } from '../../../core/runs/record/verdict-shape';
import { deliverUnder, type Items } from '../../helpers/runs/ended-run';
import { type End, type EndName, ends, use } from '../../helpers/runs/ends';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { RunMachine } from '../../helpers/runs/run-machine';

/** Documented event of an end, and its messages. */
interface Expected {
  readonly outcome: Outcome;
  readonly cause: RegExp;
  readonly fix: RegExp | undefined;
  /** Fix of a CDC job, which is not retried. Absent: the same. */
  readonly cdcFix?: RegExp;
  /** Tables: all, loaded, failed. */
  readonly counts: readonly [number, number, number];
  readonly headline: string;
  /** Policies under which the end is a message, when it is the first of its job. */
  readonly messages: readonly NotifyPolicy[];
}

const none = [0, 0, 0] as const;
const whole = [2, 2, 0] as const;
const half = [2, 1, 1] as const;
const bad = ['failures', 'edge', 'always'] as const;
const suspended = {
  cause: /^sales\.orders: DMS suspended the table: /,
  fix: /allow table errors; .*lakeferry retry sales\.orders-daily\.\S+ loads the table$/,
  cdcFix: /allow table errors$/,
};
const failed = { outcome: 'failed', headline: 'failed', messages: bad } as const;
const skipped = {
  outcome: 'skipped',
  headline: 'was skipped',
  messages: ['always'],
  counts: none,
} as const;

const expected: Readonly<Record<EndName, Expected>> = {
  succeeded: {
    outcome: 'succeeded',
    cause: /^(loaded 2 tables|the task replicates changes)$/,
    fix: undefined,
    counts: whole,
    headline: 'succeeded',
    messages: ['always'],
  },
  'succeeded with table errors': {
    ...suspended,
    outcome: 'succeeded-with-table-errors',
    counts: half,
    headline: 'loaded only some tables',
    messages: bad,
  },
  'failed: a table': { ...failed, ...suspended, counts: half },
  'failed: the task': {
    ...failed,
    cause: /^the DMS task failed: .*the disk is gone/,
    fix: /the task’s log in CloudWatch/,
    counts: whole,
  },
  'failed: blocked by a source check': {
    ...failed,
    cause: /^a source check found an error.*: sales\.orders: no primary key \(fix in SQL: ALTER TABLE/,
    fix: /^apply the fix in the message \(lakeferry show/,
    counts: none,
  },
  'failed: not published': {
    ...failed,
    cause: /^the tables were loaded but not published.*the Glue database is gone/,
    fix: /^fix the error in the message; then lakeferry retry sales\.orders-daily\.\S+ publishes the tables$/,
    cdcFix: /^fix the error in the message, then run the job again$/,
    counts: whole,
  },
  'failed: connection test': {
    ...failed,
    cause: /^the replication instance cannot reach a database or bucket.*the database is asleep/,
    fix: /in the secret, on the server or in the network/,
    counts: none,
  },
  'failed: max-duration': {
    ...failed,
    cause: /^a step exceeded its time limit.*the job’s max-duration/,
    fix: /raise max-duration or split the job/,
    counts: whole,
  },
  resource: {
    outcome: 'resource',
    cause: /^the replication instance ran out of memory: STOPPED_DUE_TO_LOW_MEMORY/,
    fix: /^use a larger instance class/,
    counts: whole,
    headline: 'failed: the replication instance is too small',
    messages: bad,
  },
  stopped: {
    outcome: 'stopped',
    cause: /^somebody stopped the run or its DMS task: /,
    fix: /^CloudTrail shows who stopped it/,
    counts: whole,
    headline: 'was stopped',
    messages: bad,
  },
  'skipped: another run is in flight': {
    ...skipped,
    cause: /^another run of the job was in flight: sales\.orders-daily\.20260301T100000Z holds the lease/,
    fix: /^leave more time between two runs/,
  },
  'skipped: paused': {
    ...skipped,
    cause: /^the job is paused.*by ada \(the source moves\)/,
    fix: /end the pause with lakeferry unpause sales\/orders-daily$/,
  },
  'skipped: kept stopped': {
    ...skipped,
    cause: /^somebody stopped the job.*ada stopped it at/,
    fix: /^run the command in the detail/,
  },
  cancelled: {
    outcome: 'cancelled',
    cause: /^a person or a newer run cancelled the run: ada cancelled it at .*: wrong filter$/,
    fix: /^lakeferry retry sales\.orders-daily\.\S+ loads what is missing/,
    cdcFix: /^run the job again/,
    counts: whole,
    headline: 'was cancelled',
    messages: ['always'],
  },
};

interface Case {
  readonly name: EndName;
  readonly mode: Mode;
  readonly end: End;
}

const cases = Object.entries<End>(ends).flatMap(([name, end]) =>
  modes
    .filter((mode) => end.impossible?.[mode] === undefined)
    .map((mode): Case => ({ name: name as EndName, mode, end })),
);

test.each(cases)('$mode, $name', async ({ name, mode, end }) => {
  const items: Items = new Map();
  const history = memoryHistory(items);
  // No poll of the machine delivers the message: it waits for the polls below, one history per policy.
  const machine = await new RunMachine({ ...history, outbox: async () => [] }).open();
  try {
    use(machine, mode);
    const run = await end.make(machine, history, mode);
    const { outcome, cause, counts, headline, messages, ...fixes } = expected[name];
    const fix = mode === 'full-load' ? fixes.fix : (fixes.cdcFix ?? fixes.fix);
    for (const policy of notifyPolicies) {
      const { event, message } = await deliverUnder(policy, mode, items, run, machine.clock.now());
      const [tables, loaded, failedTables] = counts;
      expect({ policy, event }).toMatchObject({
        policy,
        event: {
          mode,
          outcome,
          attempt: 1,
          cause: expect.stringMatching(cause),
          ...(fix === undefined ? {} : { fix: expect.stringMatching(fix) }),
          counts: { tables, loaded, failed: failedTables },
          links: { show: `lakeferry show ${run}` },
        },
      });
      expect('fix' in event).toBe(fix !== undefined);
      expect([event.digest.tables.length, event.digest.more]).toEqual([tables, 0]);
      if (failedTables > 0)
        expect(event.digest.tables[0]).toMatchObject({ table: 'sales.orders', state: 'failed', rows: 3 });
      expect([policy, message?.subject]).toEqual([
        policy,
        messages.includes(policy) ? `[dev] sales/orders-daily ${headline}` : undefined,
      ]);
      if (message !== undefined) for (const text of textsOf(event)) expect(message.text).toContain(text);
    }
  } finally {
    await machine.stop();
  }
});

/** Facts that a message has to hold. */
function textsOf({ cause, fix, links, run }: Awaited<ReturnType<typeof deliverUnder>>['event']) {
  return [cause, ...(fix === undefined ? [] : [fix]), links.show, run];
}

test('each impossible combination has its reason', () => {
  const reasons = Object.values<End>(ends).flatMap(({ impossible = {} }) => Object.values(impossible));
  expect(cases).toHaveLength(Object.keys(ends).length * modes.length - reasons.length);
  for (const reason of reasons) expect(reason).toMatch(/\w/);
});

import { missedId } from '../../../core/events/outbox-message';
import { loadRefusals } from '../../../core/loads/load-codes';
import { modes } from '../../../core/model/mode';
import { type NotifyPolicy, notifyPolicies } from '../../../core/model/notify-policies';
import { missedRun } from '../../../core/runs/job/missed-run';
import { loadedTable, newLoadRun } from '../../../core/runs/record/new-load-run';
import { type Outcome, outcomes } from '../../../core/runs/record/verdict-shape';
import { judgeLoad, type LoadOutcome } from '../../../core/runs/verdict/load-verdict';
import { deliverUnder, type Items } from '../../helpers/runs/ended-run';
import { sampleLoad } from '../../helpers/runs/load-plan';
import { memoryHistory } from '../../helpers/runs/memory-history';

const start = new Date('2026-03-01T10:00:00.000Z');
const later = new Date('2026-03-01T10:05:00.000Z');
const plan = { bucket: 'assets', key: 'sales.json' };
const bad = ['failures', 'edge', 'always'] as const;

interface Expected {
  readonly outcome: Outcome;
  readonly headline: string;
  readonly messages: readonly NotifyPolicy[];
  readonly counts: { readonly loaded: number; readonly failed: number; readonly rows: number };
  readonly cause: RegExp;
  readonly hasFix: boolean;
}

const loaded = { kind: 'loaded', rows: 10 } as const;
const skipped = {
  outcome: 'skipped',
  headline: 'was skipped',
  messages: ['always'],
  counts: { loaded: 0, failed: 1, rows: 0 },
  hasFix: true,
} as const;

/** Ends of the load of a file. */
const files: readonly [string, LoadOutcome, Expected][] = [
  [
    'loaded',
    { ...loaded, rejected: 0 },
    {
      outcome: 'succeeded',
      headline: 'succeeded',
      messages: ['always'],
      counts: { loaded: 1, failed: 0, rows: 10 },
      cause: /^loaded 1 table$/,
      hasFix: false,
    },
  ],
  [
    'loaded without some rows',
    { ...loaded, rejected: 2, rejectFile: 's3://inbox/rejected/a.csv' },
    {
      outcome: 'succeeded-with-table-errors',
      headline: 'loaded only some tables',
      messages: bad,
      counts: { loaded: 1, failed: 0, rows: 10 },
      cause: /^some rows do not fit the table.*2 of 12 rows: s3:\/\/inbox\/rejected\/a\.csv$/,
      hasFix: true,
    },
  ],
  [
    'loaded before',
    { ...loaded, kind: 'loaded-before', by: 'another-run', rejected: 0 },
    { ...skipped, cause: /^this version of the file was loaded before: by run another-run$/ },
  ],
  [
    'superseded',
    { ...loaded, kind: 'superseded', by: 'a-newer-run' },
    { ...skipped, cause: /^a file that was dropped later.*by run a-newer-run$/ },
  ],
  ...loadRefusals.map((code): [string, LoadOutcome, Expected] => [
    code,
    { kind: 'refused', code, details: ['line 7: "x" is not a number'] },
    {
      outcome: 'failed',
      headline: 'failed',
      messages: bad,
      counts: { loaded: 0, failed: 1, rows: 0 },
      cause: /: line 7: "x" is not a number$/,
      hasFix: true,
    },
  ]),
];

test.each(files)('load, %s', async (_, outcome, expected) => {
  const items: Items = new Map();
  const history = memoryHistory(items);
  const detail = { bucket: { name: 'inbox' }, object: { key: 'sales/prices/a.csv', 'version-id': 'v1' } };
  const run = newLoadRun(
    { load: 'sales/prices', plan, time: start.toISOString(), detail },
    'message',
    1,
    400,
    start,
  );
  await history.openRun(run);
  const verdict = judgeLoad(outcome);
  if (outcome.kind === 'loaded')
    await history.recordTables(run, [loadedTable(sampleLoad(), outcome, undefined)]);
  await history.recordVerdict(run.run, verdict, start.toISOString());
  await history.closeRun(run.run, { at: start.toISOString(), otherwise: verdict });
  for (const policy of notifyPolicies) {
    const { event, message } = await deliverUnder(policy, 'full-load', items, run.run, later);
    expect({ policy, event }).toMatchObject({
      policy,
      event: {
        job: 'prices',
        mode: 'load',
        outcome: expected.outcome,
        requestedBy: 's3://inbox/sales/prices/a.csv',
        counts: { tables: 1, ...expected.counts },
        cause: expect.stringMatching(expected.cause),
        links: { show: `lakeferry show ${run.run}` },
      },
    });
    expect(event.fix !== undefined).toBe(expected.hasFix);
    expect([policy, message?.subject]).toEqual([
      policy,
      expected.messages.includes(policy) ? `[dev] sales/prices ${expected.headline}` : undefined,
    ]);
  }
});

/** Outcomes that the load of a file cannot have, each with the reason. */
const impossible: Partial<Record<Outcome, string>> = {
  resource: 'no replication instance takes part',
  stopped: 'no execution that a person could stop takes part',
  cancelled: 'cancel takes runs of jobs',
  missed: 'a file has no schedule',
};

test('each outcome of a load is in the table, or impossible', () => {
  const covered = files.map(([, , { outcome }]) => outcome);
  expect([...new Set([...covered, ...Object.keys(impossible)])].sort()).toEqual([...outcomes].sort());
});

test.each(modes)('%s, missed', async (mode) => {
  const items: Items = new Map();
  const history = memoryHistory(items);
  const run = missedRun('sales/orders-daily', { at: '2026-03-01T09:00:00Z' }, plan, 400, start);
  const id = missedId(run.run);
  const about = { kind: 'run-ended', run: run.run } as const;
  await history.enqueue({ id, forJob: run.jobKey, at: start.toISOString(), about });
  await history.openRun(run);
  for (const policy of notifyPolicies) {
    const { event, message } = await deliverUnder(policy, mode, items, run.run, later, id);
    expect(event).toMatchObject({
      mode,
      outcome: 'missed',
      scheduledTime: '2026-03-01T09:00:00Z',
      cause: expect.stringMatching(/the schedule was due at 2026-03-01T09:00:00Z, and no run began/),
      fix: expect.stringMatching(/start a run with lakeferry run sales\/orders-daily$/),
    });
    expect([policy, message?.subject]).toEqual([
      policy,
      policy === 'never' ? undefined : '[dev] sales/orders-daily did not start',
    ]);
  }
});

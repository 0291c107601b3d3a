import { chatMessageOf } from '../../../core/events/chat-message';
import { LakeferryEvent, type RunEnded } from '../../../core/events/event';
import { messageOf } from '../../../core/events/message';
import { runEndedEvent } from '../../../core/events/run-ended';
import type { RunRecord } from '../../../core/runs/record/run-record';
import type { TableRecord } from '../../../core/runs/record/table-record';
import { outcomes } from '../../../core/runs/record/verdict-shape';

const run = 'sales.orders-daily.20260301T020000Z';

function record(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    run,
    jobKey: 'sales/orders-daily',
    department: 'sales',
    job: 'orders-daily',
    day: '2026-03-01',
    openedAt: '2026-03-01T02:00:05.000Z',
    execution: 'arn:aws:states:eu-west-1:123456789012:execution:lakeferry-dev:a',
    plan: { bucket: 'plans', key: 'a.json' },
    trigger: { by: 'schedule', scheduleArn: 'arn', scheduledTime: '2026-03-01T02:00:00Z' },
    phases: { opened: '2026-03-01T02:00:05.000Z', closed: '2026-03-01T02:14:05.000Z' },
    verdict: {
      outcome: 'failed',
      findings: [{ code: 'table-error', table: 'shop.orders', detail: 'Table error after 12 rows' }],
      findingCount: 3,
      evidence: { tables: 2, tablesCompleted: 1, rows: 1_234_567 },
    },
    expiresAt: 2_000_000_000,
    ...changes,
  };
}

function table(name: string, state = 'Table completed', rows = 10): TableRecord {
  return { schema: 'shop', table: name, state, rows, errorRows: 0 };
}

const tables = [table('customers', 'Table completed', 1_234_555), table('orders', 'Table error', 12)];

it('an event of a run has the facts of its record', () => {
  const event = runEndedEvent('dev', 'full-load', record(), tables);
  expect(LakeferryEvent.parse(event)).toEqual(event);
  expect(event).toMatchObject({
    id: `${run}#ended`,
    outcome: 'failed',
    attempt: 1,
    scheduledTime: '2026-03-01T02:00:00Z',
    durationSeconds: 840,
    requestedBy: 'schedule',
    counts: { tables: 2, loaded: 1, failed: 1, rows: 1_234_567 },
    cause: 'shop.orders: DMS suspended the table: Table error after 12 rows (and 2 more findings)',
    links: { show: `lakeferry show ${run}` },
  });
  expect(event.digest.tables[0]).toMatchObject({ table: 'shop.orders', state: 'failed', rows: 12 });
});

it('names a table that the catalogue cannot have, also after a success', () => {
  const verdict = {
    outcome: 'succeeded' as const,
    findings: [],
    findingCount: 0,
    evidence: { tables: 2, tablesCompleted: 2, rows: 1 },
  };
  const unlisted = [
    'shop.orders: its file has no header; set format: {header: true}',
    'shop.items: no header',
  ];
  const causeOf = (some: readonly string[]): string =>
    runEndedEvent('dev', 'full-load', record({ verdict, unlisted: [...some] }), []).cause;
  expect(causeOf([])).toBe('loaded 2 tables');
  expect(causeOf(unlisted.slice(0, 1))).toBe(
    'loaded 2 tables; not in the catalogue: shop.orders: its file has no header; set format: {header: true}',
  );
  expect(causeOf(unlisted)).toMatch(/\(lakeferry show lists the others\)$/);
});

it('a run that succeeded without a check of its source says both', () => {
  const { verdict } = record();
  if (verdict === undefined) throw new Error('no verdict');
  const findings = [{ code: 'source-not-checked' as const, detail: 'postgres: no answer' }];
  const succeeded = { ...verdict, outcome: 'succeeded' as const, findings, findingCount: 1 };
  expect(runEndedEvent('dev', 'full-load', record({ verdict: succeeded }), [])).toMatchObject({
    cause: 'loaded 2 tables; Lakeferry could not check the source: postgres: no answer',
    fix: expect.stringContaining('lakeferry doctor sales/orders-daily'),
  });
});

it('a fix names the job in place of a placeholder', () => {
  const { verdict } = record();
  if (verdict === undefined) throw new Error('no verdict');
  const missed = {
    ...verdict,
    outcome: 'missed' as const,
    findings: [{ code: 'missed' as const, detail: 'no run' }],
  };
  expect(runEndedEvent('dev', 'full-load', record({ verdict: missed }), []).fix).toContain(
    'lakeferry run sales/orders-daily',
  );
});

it('an open run has no event of its end', () => {
  expect(() =>
    runEndedEvent('dev', 'full-load', record({ phases: { opened: '2026-03-01T02:00:05.000Z' } }), []),
  ).toThrow('is open');
});

it('a message says what happened, why, what to do, and where to look', () => {
  const { subject, text } = messageOf(runEndedEvent('dev', 'full-load', record(), tables), 'first');
  expect(subject).toBe('[dev] sales/orders-daily failed');
  expect(text.split('\n')).toEqual([
    'sales/orders-daily failed (dev, 2026-03-01 02:14 UTC)',
    '',
    'What happened',
    '  shop.orders: DMS suspended the table: Table error after 12 rows (and 2 more findings)',
    '',
    'What to do',
    expect.stringMatching(/^ {2}the task’s log names the row/),
    '',
    'Details',
    `  lakeferry show ${run}`,
    '',
    'Tables: 1 of 2 loaded, 1,234,567 rows',
    '  shop.orders     failed, 12 rows: Table error after 12 rows',
    '  shop.customers  loaded, 1,234,555 rows',
    '',
    `While this lasts, you get one reminder per day, then a message when it is over. Message ID: ${run}#ended`,
  ]);
});

it('a reminder says since when, and a recovery that it is over', () => {
  const event = runEndedEvent('dev', 'full-load', record(), tables);
  expect(messageOf(event, 'reminder', { since: '2026-02-27T02:14:00Z', attempts: 3 }).subject).toBe(
    '[dev] sales/orders-daily still failed since 2026-02-27 (3 runs)',
  );
  expect(messageOf({ ...event, outcome: 'succeeded' }, 'recovered').subject).toBe(
    '[dev] sales/orders-daily recovered',
  );
});

it.each(outcomes)('the outcome %s has a headline of its own', (outcome) => {
  const event = { ...runEndedEvent('dev', 'full-load', record(), tables), outcome };
  expect(messageOf(event, 'each').subject).toMatch(/^\[dev] sales\/orders-daily [a-z]/);
});

it('texts of any size and character stay within the limits of SNS, EventBridge and chat', () => {
  const long = 'ü\u0007'.repeat(200_000);
  const many = Array.from({ length: 5000 }, (_, index) => table(`${'t'.repeat(100)}${index}`, 'Table error'));
  const findings = many.slice(0, 50).map(({ schema, table: name }) => ({
    code: 'table-error' as const,
    table: `${schema}.${name}`,
    detail: long,
  }));
  const verdict = {
    outcome: 'failed' as const,
    findings,
    findingCount: 5000,
    evidence: { tables: 5000, tablesCompleted: 0, rows: 0 },
  };
  const event: RunEnded = runEndedEvent('dev', 'full-load', record({ verdict }), many);
  expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(256 * 1024);
  expect(event.digest.more).toBe(4950);
  const { subject, text } = messageOf({ ...event, job: 'j'.repeat(200) }, 'first');
  expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  expect(Buffer.byteLength(text)).toBeLessThan(256 * 1024);
  const { content } = chatMessageOf(event, 'first');
  expect(content.title.length).toBeLessThanOrEqual(250);
  expect(content.description.length).toBeLessThanOrEqual(8000);
  for (const step of content.nextSteps) expect(step.length).toBeLessThanOrEqual(350);
});

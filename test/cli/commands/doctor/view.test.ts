import { showReports } from '../../../../cli/commands/doctor/view';
import type { CheckReport } from '../../../../core/checks/report/check-report';
import { scriptedShell } from '../../../helpers/scripted-shell';

const report: CheckReport = {
  job: 'sales/orders-live',
  connection: 'sales-db',
  engine: 'postgres',
  checkedAt: '2026-11-21T02:00:00.000Z',
  version: '16.4',
  milliseconds: 240,
  queries: 7,
  findings: [
    {
      check: 'column-types',
      severity: 'note',
      schema: 'sales',
      table: 'orders',
      column: 'total',
      found: 'numeric without precision arrives as NUMERIC(28,6)',
      why: 'DMS has no number without bounds',
      source: 'https://example.org',
    },
    {
      check: 'primary-key',
      severity: 'error',
      schema: 'sales',
      table: 'order_items',
      found:
        'no primary key, and its replica identity is the key, so that neither updates nor deletes are in the log',
      why: 'updates and deletes of such a table are lost',
      source: 'https://example.org',
      fix: { kind: 'sql', text: 'ALTER TABLE "sales"."order_items" REPLICA IDENTITY FULL;' },
    },
    {
      check: 'postgres-wal-level',
      severity: 'error',
      found: 'wal_level is replica',
      why: 'the log holds no logical changes',
      source: 'https://example.org',
      fix: { kind: 'setting', text: 'wal_level = logical, then restart the server' },
    },
  ],
  passed: ['source-reachable', 'clock'],
  skipped: [{ check: 'slots', because: '42501: permission denied for view pg_replication_slots' }],
  tables: [],
};

describe('the reports of doctor', () => {
  it('list errors first, each with its place, its reason and its fix, within 80 columns', () => {
    const text = showReports(scriptedShell(), [report], false);
    expect(text).toMatchSnapshot();
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('with --all list what passed and why something was not checked', () => {
    const text = showReports(scriptedShell(), [report], true);
    expect(text).toMatch(/✓ +clock/);
    expect(text).toContain('skipped: 42501: permission denied for view pg_replication_slots');
  });

  it('never break a line of SQL, so that it can be copied', () => {
    const sql = `GRANT SELECT ON ${'"a"."long name", '.repeat(9)}"b"."c" TO "reader";`;
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('none');
    const one = { ...report, findings: [{ ...finding, fix: { kind: 'sql' as const, text: sql } }] };
    expect(showReports(scriptedShell(), [one], false)).toContain(sql);
  });

  it('show a name with terminal sequences or line breaks as text', () => {
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('none');
    const text = showReports(
      scriptedShell(),
      [{ ...report, findings: [{ ...finding, table: 'a\nb\u001b[31mc', found: 'x\u0007y' }] }],
      false,
    );
    expect(text).toContain('sales.a\\u000ab\\u001b[31mc');
    expect(text).toContain('x\\u0007y');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('of several jobs end with their totals', () => {
    expect(showReports(scriptedShell(), [report, { ...report, findings: [] }], false)).toMatch(
      /2 jobs: 2 errors, 1 note, 4 passed, 2 skipped$/,
    );
  });
});

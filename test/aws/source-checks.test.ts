import { randomBytes } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { createSourceChecks } from '../../aws/source-checks';
import type { CheckReport } from '../../core/checks/report/check-report';
import { mostAnswerBytes, narrowed } from '../../functions/check-source/narrow-result';
import { requestFor } from '../helpers/databases/query-source';

const connection = {
  name: 'sales-db',
  engine: 'postgres',
  secretName: 's',
  databaseName: 'sales',
  sslMode: 'none',
} as const;

const report = (
  findings: number,
  found = 'the table has neither a primary key nor a unique one',
): CheckReport => ({
  connection: 'sales-db',
  engine: 'postgres',
  checkedAt: '2026-03-01T10:00:00.000Z',
  milliseconds: 1,
  queries: 1,
  findings: Array.from({ length: findings }, (_, place) => ({
    check: 'table-key',
    severity: 'warning' as const,
    schema: 'sales',
    table: `table_${place}`,
    found,
    why: 'without a primary or unique key a change cannot be told to its row',
    source: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_BestPractices.html',
    fix: { kind: 'sql' as const, text: `ALTER TABLE "sales"."table_${place}" ADD PRIMARY KEY (id);` },
  })),
  passed: [],
  skipped: [],
  tables: [],
});

/** A Lambda that answers so. */
function looksAt(result: { readonly FunctionError?: string; readonly body: unknown }) {
  const text = JSON.stringify(result.body);
  const client = {
    send: async () => ({
      FunctionError: result.FunctionError,
      Payload: { transformToString: () => text },
    }),
  };
  return createSourceChecks('check-source', client as unknown as LambdaClient);
}

const request = requestFor('postgres', ['sales.orders']);

it('a report of twenty thousand tables, over the 6 MB of Lambda, arrives whole', async () => {
  const wide = report(20_000);
  expect(JSON.stringify(wide).length).toBeGreaterThan(6_000_000);
  const result = narrowed({ report: wide });
  expect(JSON.stringify(result).length).toBeLessThan(mostAnswerBytes);
  expect(await looksAt({ body: result }).doctor(request, connection)).toEqual(wide);
});

it('a small answer is plain JSON, which an older command line reads', () => {
  expect(narrowed({ report: report(1) })).toHaveProperty('report');
});

it('an answer that is too large even gzipped says what to ask instead', () => {
  const noise = randomBytes(5_000_000).toString('hex');
  expect(() => narrowed({ report: report(1, noise) })).toThrow(/ask about one job, or one schema/);
});

it('a function that ran out of time is told with its own words', async () => {
  const body = {
    errorType: 'Sandbox.Timedout',
    errorMessage: 'RequestId: 1 Error: Task timed out after 300.00 seconds',
  };
  await expect(looksAt({ FunctionError: 'Unhandled', body }).doctor(request, connection)).rejects.toThrow(
    'check-source failed: Sandbox.Timedout: RequestId: 1 Error: Task timed out after 300.00 seconds',
  );
});

it('an older platform, which answers otherwise, is to be deployed again', async () => {
  await expect(looksAt({ body: { checked: 'x' } }).doctor(request, connection)).rejects.toThrow(
    'deploy the platform stack again',
  );
});

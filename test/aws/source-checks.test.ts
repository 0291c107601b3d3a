import { randomBytes } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { createSourceLooks } from '../../aws/source-checks';
import type { CheckReport } from '../../core/checks/check';
import { mostAnswerBytes, narrowed } from '../../functions/check-source/narrow-result';
import { askFor } from '../helpers/query-source';

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
    mend: { kind: 'sql' as const, text: `ALTER TABLE "sales"."table_${place}" ADD PRIMARY KEY (id);` },
  })),
  passed: [],
  skipped: [],
  tables: [],
});

/** A Lambda that answers so. */
function looksAt(answer: { readonly FunctionError?: string; readonly body: unknown }) {
  const text = JSON.stringify(answer.body);
  const client = {
    send: async () => ({
      FunctionError: answer.FunctionError,
      Payload: { transformToString: () => text },
    }),
  };
  return createSourceLooks('check-source', client as unknown as LambdaClient);
}

const ask = askFor('postgres', ['sales.orders']);

it('a report of twenty thousand tables, over the 6 MB of Lambda, arrives whole', async () => {
  const wide = report(20_000);
  expect(JSON.stringify(wide).length).toBeGreaterThan(6_000_000);
  const answer = narrowed({ report: wide });
  expect(JSON.stringify(answer).length).toBeLessThan(mostAnswerBytes);
  expect(await looksAt({ body: answer }).doctor(ask, connection)).toEqual(wide);
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
  await expect(looksAt({ FunctionError: 'Unhandled', body }).doctor(ask, connection)).rejects.toThrow(
    'check-source failed: Sandbox.Timedout: RequestId: 1 Error: Task timed out after 300.00 seconds',
  );
});

it('an older platform, which answers otherwise, is to be deployed again', async () => {
  await expect(looksAt({ body: { checked: 'x' } }).doctor(ask, connection)).rejects.toThrow(
    'deploy the platform stack again',
  );
});

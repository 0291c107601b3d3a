import { randomBytes } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { createSourceChecks } from '../../aws/source-checks';
import type { CheckReport } from '../../core/checks/report/check-report';
import { maxResponseBytes, narrowed } from '../../functions/check-source/narrow-response';
import { sampleReport } from '../helpers/checks/sample-report';
import { requestFor } from '../helpers/databases/check-database';

const connection = {
  name: 'sales-db',
  engine: 'postgres',
  secretName: 's',
  databaseName: 'sales',
  sslMode: 'none',
} as const;

const report = (
  findings: number,
  found = 'the table has neither a primary key nor a unique key',
): CheckReport =>
  sampleReport({
    findings: Array.from({ length: findings }, (_, place) => ({
      check: 'table-key',
      severity: 'warning' as const,
      schema: 'sales',
      table: `table_${place}`,
      found,
      why: 'without a key, nobody can assign a change to its row',
      source: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_BestPractices.html',
      fix: { kind: 'sql' as const, text: `ALTER TABLE "sales"."table_${place}" ADD PRIMARY KEY (id);` },
    })),
  });

/** Source checks whose function returns this response. */
function respondingWith(result: { readonly FunctionError?: string; readonly body: unknown }) {
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

it('a report of twenty thousand tables, over the 6 MB of Lambda, arrives complete', async () => {
  const wide = report(20_000);
  expect(JSON.stringify(wide).length).toBeGreaterThan(6_000_000);
  const result = narrowed({ report: wide });
  expect(JSON.stringify(result).length).toBeLessThan(maxResponseBytes);
  expect(await respondingWith({ body: result }).doctor(request, connection)).toEqual(wide);
});

it('a small response is plain JSON', () => {
  expect(narrowed({ report: report(1) })).toHaveProperty('report');
});

it('the error of a response that is too large even compressed names a smaller request', () => {
  const noise = randomBytes(5_000_000).toString('hex');
  expect(() => narrowed({ report: report(1, noise) })).toThrow(/check one job, or one schema/);
});

it('a function that ran out of time is reported with its own message', async () => {
  const body = {
    errorType: 'Sandbox.Timedout',
    errorMessage: 'RequestId: 1 Error: Task timed out after 300.00 seconds',
  };
  await expect(
    respondingWith({ FunctionError: 'Unhandled', body }).doctor(request, connection),
  ).rejects.toThrow(
    'check-source failed: Sandbox.Timedout: RequestId: 1 Error: Task timed out after 300.00 seconds',
  );
});

it('the error of a platform of another version asks to deploy it again', async () => {
  await expect(respondingWith({ body: { checked: 'x' } }).doctor(request, connection)).rejects.toThrow(
    'deploy the platform stack again',
  );
});

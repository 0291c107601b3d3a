import { checkSources, errorOf } from '../../../application/sources/check-sources';
import { UseCaseError } from '../../../application/use-case-error';
import { sampleReport } from '../../helpers/checks/sample-report';
import { sampleJob } from '../../helpers/runs/plan';

const connection = (name: string) =>
  ({ name, engine: 'postgres', secretName: 's', databaseName: 'd', sslMode: 'none' }) as const;
const job = (name: string, source = 'sales-db') =>
  sampleJob({ department: 'sales', job: name, tables: ['t'] }, { source, connection: connection(source) });
const report = (key: string | undefined) => sampleReport(key === undefined ? {} : { job: key });
const now = new Date('2026-03-01T10:00:00Z');
const silent = (): void => undefined;

test('jobs whose source cannot be checked do not take the reports of the others with them', async () => {
  const jobs = Array.from({ length: 200 }, (_, place) => job(`j${place}`));
  const doctor = async ({ job: key }: { job?: string | undefined }) => {
    if (key === 'sales/j150' || key === 'sales/j160')
      throw new UseCaseError({ kind: 'source-check-failed', message: 'check-source failed: timed out' });
    return report(key);
  };
  const { reports, failed } = await checkSources({ doctor }, jobs, now, silent);
  expect(reports).toHaveLength(198);
  expect(errorOf(failed)).toMatchObject({
    reason: {
      kind: 'sources-not-checked',
      jobs: [
        { job: 'sales/j150', message: 'check-source failed: timed out' },
        { job: 'sales/j160', message: 'check-source failed: timed out' },
      ],
    },
  });
});

test('an error of AWS itself ends the checks of a source, and is thrown as it is', async () => {
  let calls = 0;
  const refused = Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });
  const doctor = async () => {
    calls += 1;
    throw refused;
  };
  const { failed } = await checkSources({ doctor }, [job('a'), job('b'), job('c', 'hr-db')], now, silent);
  expect(calls).toBe(2);
  expect(errorOf(failed)).toBe(refused);
});

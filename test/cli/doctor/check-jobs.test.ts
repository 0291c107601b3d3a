import { lookAtJobs, notLookedAt } from '../../../cli/doctor/check-jobs';
import { wrongUse } from '../../../cli/exit-codes';
import type { CheckReport } from '../../../core/checks/report/check-report';
import { sampleJob } from '../../helpers/plan';

const connection = (name: string) =>
  ({ name, engine: 'postgres', secretName: 's', databaseName: 'd', sslMode: 'none' }) as const;
const job = (name: string, source = 'sales-db') =>
  sampleJob({ department: 'sales', job: name, tables: ['t'] }, { source, connection: connection(source) });
const report = (key: string | undefined): CheckReport => ({
  ...(key === undefined ? {} : { job: key }),
  connection: 'sales-db',
  engine: 'postgres',
  checkedAt: '2026-03-01T10:00:00.000Z',
  milliseconds: 1,
  queries: 1,
  findings: [],
  passed: [],
  skipped: [],
  tables: [],
});
const now = new Date('2026-03-01T10:00:00Z');
const silent = (): void => undefined;

test('one of 200 jobs that check-source cannot look at leaves the reports of the others', async () => {
  const jobs = Array.from({ length: 200 }, (_, place) => job(`j${place}`));
  const doctor = async ({ job: key }: { job?: string | undefined }) => {
    if (key === 'sales/j150' || key === 'sales/j160') throw wrongUse('check-source failed: timed out');
    return report(key);
  };
  const { reports, failed } = await lookAtJobs({ doctor }, jobs, now, silent);
  expect(reports).toHaveLength(198);
  expect(notLookedAt(failed)).toMatchObject({
    name: 'CommandError',
    message:
      '2 jobs could not be looked at:\nsales/j150: check-source failed: timed out\nsales/j160: check-source failed: timed out',
  });
});

test('what AWS itself refuses is asked once a source, and said in its words', async () => {
  let requested = 0;
  const refused = Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });
  const doctor = async () => {
    requested += 1;
    throw refused;
  };
  const { failed } = await lookAtJobs({ doctor }, [job('a'), job('b'), job('c', 'hr-db')], now, silent);
  expect(requested).toBe(2);
  expect(notLookedAt(failed)).toBe(refused);
});

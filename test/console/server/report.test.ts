import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReport } from '../../../console/server/pages/write-report';
import { ConsoleWorld, hostileName } from '../../helpers/console/console-world';

const pages = mkdtempSync(join(tmpdir(), 'lakeferry-report-'));
for (const file of ['console.js', 'console.css', 'index.html']) writeFileSync(join(pages, file), '<script');
afterAll(() => rmSync(pages, { recursive: true }));

const refusal = Object.assign(new Error('not authorized to perform: states:GetExecutionHistory'), {
  name: 'AccessDeniedException',
});

test('a report names the answers that it does not have, and keeps the reason for its pages', async () => {
  const world = await new ConsoleWorld().fill();
  const folder = join(pages, 'shortened');
  const logs = world.ports.openLogs();
  const openLogs = () => ({
    ...logs,
    executions: {
      find: (arn: string, most: number) =>
        arn.includes('sales.customers') ? Promise.reject(refusal) : logs.executions.find(arn, most),
    },
  });
  const { missing, jobs } = await writeReport({ ...world.ports, openLogs }, pages, folder);
  expect(jobs).toBe(6);
  expect(missing).toContainEqual({
    path: `/runs/${world.failedRun}/path`,
    message: expect.stringContaining('states:GetExecutionHistory'),
  });
  const written = readFileSync(join(folder, 'report.js'), 'utf8');
  expect(written).toContain(`{"path":"/runs/${world.failedRun}/path","code":"refused-by-aws"`);
});

test('a report has tables and loads as their pages ask for them, and no rows of the lake', async () => {
  const world = await (await new ConsoleWorld().fill()).withLoads();
  const folder = join(pages, 'tables');
  const { missing } = await writeReport(world.ports, pages, folder);
  expect(missing).toEqual([]);
  const written = readFileSync(join(folder, 'report.js'), 'utf8');
  const { answers } = JSON.parse(written.slice(written.indexOf('{'), written.lastIndexOf(';')));
  const query = new URLSearchParams({ schema: 'sales', table: hostileName });
  const paths = Object.keys(answers);
  for (const path of [
    `/jobs/sales/customers/table?${query}`,
    '/jobs/sales/orders-daily/tables',
    '/jobs/sales/orders-daily/lake?schema=sales&table=orders',
    '/jobs/sales/orders-daily/snapshots',
    '/loads/sales/prices',
  ])
    expect(paths).toContain(path);
  expect(paths.filter((path) => /preview|rejected/.test(path))).toEqual([]);
});

test('a report reads the names of jobs and loads once, not per answer', async () => {
  const world = await (await new ConsoleWorld().fill()).withLoads();
  const { deployment } = world.environment;
  const names = [jest.spyOn(deployment, 'jobKeys'), jest.spyOn(deployment, 'loadKeys')];
  await writeReport(world.ports, pages, join(pages, 'names'));
  expect(names.map((read) => read.mock.calls.length)).toEqual([1, 1]);
});

test('a report without jobs is not written when they cannot be read', async () => {
  const world = await new ConsoleWorld().fill();
  world.environment.history.jobStates = () => Promise.reject(refusal);
  const folder = join(pages, 'nothing');
  await expect(writeReport(world.ports, pages, folder)).rejects.toBe(refusal);
  expect(existsSync(folder)).toBe(false);
});

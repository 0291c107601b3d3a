import { testClient } from 'hono/testing';
import { createReader } from '../../../console/server/create-app';
import { startServer } from '../../../console/server/start-server';
import { ConsoleWorld } from '../../helpers/console/console-world';
import { send, signIn } from '../../helpers/console/http';

async function open() {
  const world = await new ConsoleWorld().fill();
  return { world, client: testClient(createReader(world.ports, false)) };
}

test('a day of the calendar has its runs, with links, missed and skipped ones included', async () => {
  const { client, world } = await open();
  const { entries } = await (
    await client.calendar.days[':day'].$get({ param: { day: '2026-03-10' } })
  ).json();
  expect(entries.map(({ job, state }) => `${job} ${state}`)).toEqual([
    'hr/people missed',
    'hr/salaries skipped',
    'sales/customers failed',
    'sales/invoices open',
    'sales/orders-daily succeeded',
  ]);
  expect(entries[2]).toMatchObject({ run: world.failedRun, local: '2026-03-10T02:00:00+01:00' });
});

test('a coming day has times of deployed jobs, and says which jobs are paused', async () => {
  const { client } = await open();
  const { entries } = await (
    await client.calendar.days[':day'].$get({ param: { day: '2026-03-11' } })
  ).json();
  expect(entries).toHaveLength(6);
  expect(entries.find(({ job }) => job === 'hr/salaries')?.state).toBe('paused');
});

test('a text that is not a day is refused as wrong', async () => {
  const world = await new ConsoleWorld().fill();
  const server = await startServer(world.ports, { readOnly: true, pages: '', port: 0 });
  const cookie = await signIn(server.url);
  const host = `127.0.0.1:${server.port}`;
  const { status, text } = await send(server.port, '/api/calendar/days/2026-02-30', {
    headers: { cookie, host },
  });
  await server.stop();
  expect([status, JSON.parse(text)]).toEqual([
    400,
    { code: 'wrong-use', message: 'a day is written as yyyy-mm-dd' },
  ]);
});

test('clock changes name the jobs whose time they skip or repeat', async () => {
  const { client } = await open();
  const { changes } = await (await client.calendar['clock-changes'].$get()).json();
  expect(changes.map(({ at, kind }) => `${at} ${kind}`)).toEqual([
    '2025-03-30T01:00:00Z skips',
    '2025-10-26T01:00:00Z repeats',
    '2026-03-29T01:00:00Z skips',
  ]);
  expect(changes[2]).toMatchObject({ timeZone: 'Europe/Vienna', jobs: 6 });
  expect(changes[2]?.affected).toContainEqual({ job: 'sales/customers', times: ['02:00'], count: 1 });
});

test('the use of the DMS budget is estimated from runs of the last day and times of the next', async () => {
  const { client } = await open();
  const { perSecond, burst, minutes } = await (await client['dms-use'].$get()).json();
  expect([perSecond, burst]).toEqual([6.4, 120]);
  const at = (time: string) => minutes.find((one) => one.at === Date.parse(time));
  // Three runs began: the failed, the succeeded and the open one.
  expect(at('2026-03-10T01:00:00Z')).toMatchObject({ functions: 9, delay: 0 });
  expect(at('2026-03-11T01:00:00Z')).toMatchObject({ functions: 15, delay: 0 });
});

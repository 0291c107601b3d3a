import type { Client } from 'pg';
import { oracleChecks } from '../../../../core/checks/oracle/oracle';
import type { NeededLog } from '../../../../core/checks/position/needed-log';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import { requestFor } from '../../../helpers/databases/check-database';
import { examine, fill, oracleRules } from '../../../helpers/databases/dictionary-stand-in';
import { createOracleDictionary } from '../../../helpers/databases/oracle-dictionary';
import { usePostgres } from '../../../helpers/databases/postgres';

let client: Client;
// Before the server goes.
afterAll(() => client.end());
const server = usePostgres();
beforeAll(async () => {
  client = await server().connect('postgres');
  await createOracleDictionary(client);
});

const now = new Date('2026-03-01T10:00:00Z');
const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();

async function check(neededLog: NeededLog | undefined, refuse = {}, more: Partial<CheckRequest> = {}) {
  const request = {
    ...requestFor('oracle', ['SALES.ORDERS'], more),
    job: 'hr/people',
    now: now.toISOString(),
    neededLog,
  };
  const { evaluated } = await examine(client, oracleChecks, request, oracleRules, refuse);
  const id = 'oracle-position-kept';
  const [found] = evaluated.findings.filter(({ check }) => check === id);
  if (found !== undefined) return found;
  return evaluated.passed.includes(id) ? 'passed' : evaluated.skipped.find(({ check }) => check === id);
}

/**
 * Logs of an hour each, by the hours since they ended on the clock of the server, whose time zone
 * may differ.
 */
async function logs(
  ...rows: readonly { thread: number; endedAgo: number; deleted: boolean }[]
): Promise<void> {
  await fill(client, 'v$archived_log', []);
  for (const { thread, endedAgo, deleted } of rows)
    await client.query(
      `INSERT INTO v$archived_log VALUES ($1, localtimestamp - ($2 + 1) * interval '1 hour', localtimestamp - $2 * interval '1 hour',
        'NO', $3, $4, $5)`,
      [deleted ? 'YES' : 'NO', endedAgo, thread, (100 - endedAgo - 1) * 1000, (100 - endedAgo) * 1000],
    );
}

/**
 * The oldest online log with content, by the hours since it began, and a log that was never
 * written.
 */
async function online(begunAgo: number, thread = 1): Promise<void> {
  await fill(client, 'v$log', []);
  for (const [status, ago, change] of [
    ['INACTIVE', begunAgo, (100 - begunAgo) * 1000],
    ['UNUSED', 1000, 0],
  ])
    await client.query(`INSERT INTO v$log VALUES ($1, localtimestamp - $2 * interval '1 hour', $3, $4)`, [
      status,
      ago,
      thread,
      change,
    ]);
}
beforeEach(() => online(0));

const byTime = (hours: number): NeededLog => ({
  action: 'resume',
  origin: 'the checkpoint',
  position: 'unknown',
  since: hoursAgo(hours),
});
const byScn = (scn: string): NeededLog => ({ action: 'start', origin: 'start-from', position: scn });

test('a checkpoint whose time lies in deleted logs is reported', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 4, deleted: false });
  expect(await check(byTime(6.5))).toMatchObject({
    severity: 'error',
    found: expect.stringMatching(
      /^the checkpoint needs the logs from 2026-03-01T03:30:00.000Z on; those of thread 1 begin at /,
    ),
    fix: { text: expect.stringContaining('lakeferry stop hr/people --delete') },
  });
  // The clock of the server may have been set back by an hour since.
  for (const hours of [5.9, 4.5]) expect(await check(byTime(hours))).toBe('passed');
  expect(await check(byTime(0))).toBe('passed');
});

test('an SCN before the kept logs is lost, and a later one is not, to the last digit', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 4, deleted: false });
  expect(await check(byScn('94999'))).toMatchObject({
    found: 'start-from needs the logs from SCN 94999 on; those of thread 1 begin at 95000',
  });
  expect(await check(byScn('95000'))).toBe('passed');
});

test('each thread of a cluster must reach back far enough', async () => {
  await logs(
    { thread: 1, endedAgo: 9, deleted: false },
    { thread: 2, endedAgo: 5, deleted: true },
    { thread: 2, endedAgo: 4, deleted: false },
  );
  expect(await check(byTime(6.5))).toMatchObject({ found: expect.stringContaining('those of thread 2') });
});

test('a log with another copy is not lost, and an online log may still contain deleted ones', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 5, deleted: false });
  expect(await check(byTime(6.5))).toBe('passed');
  await logs({ thread: 1, endedAgo: 5, deleted: true });
  expect(await check(byTime(4))).toBe('passed');
  expect(await check(byTime(6.5))).toMatchObject({ found: expect.stringContaining('none exists') });
});

test('a deleted log that is still online is not lost, unless DMS does not read it', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true });
  await online(9);
  expect(await check(byTime(6.5))).toBe('passed');
  expect(await check(byScn('94999'))).toBe('passed');
  const archivedOnly = { connectionAttributes: 'archivedLogDestId=1;archivedLogsOnly=Y' };
  for (const needed of [byTime(6.5), byScn('94999')])
    expect(await check(needed, {}, archivedOnly)).toMatchObject({ severity: 'error' });
  expect(await check(byScn('94999'), { 'online-logs': 'ORA-00942' })).toMatchObject({
    because: expect.stringMatching(/online logs are not visible: ORA-00942/),
  });
  await online(9, 2);
  expect(await check(byScn('94999'))).toMatchObject({ severity: 'error' });
});

test('a number that contradicts the time of its checkpoint is a warning, and one that is not an SCN passes', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 4, deleted: false });
  const checkpoint = (position: string, hours: number) => ({ ...byTime(hours), position });
  expect(await check(checkpoint('27', 1))).toMatchObject({ severity: 'warning' });
  expect(await check(checkpoint('94999', 6.5))).toMatchObject({ severity: 'error' });
  for (const none of ['0', `${'0'.repeat(40)}`, '00000000000094999'])
    expect(await check(checkpoint(none, 1))).toBe('passed');
});

test('an SCN in the form of a checkpoint is an error only when its time agrees', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 4, deleted: false });
  const written = (scn: number) =>
    `00000000.${scn.toString(16).padStart(8, '0')}.00000001.000c.01.0000:4.58563.16`;
  const checkpoint = (scn: number, hours: number) => ({ ...byTime(hours), position: written(scn) });
  expect(await check(checkpoint(94999, 6.5))).toMatchObject({ severity: 'error' });
  expect(await check(checkpoint(94999, 1))).toMatchObject({ severity: 'warning' });
  expect(await check(byScn(written(94999)))).toMatchObject({ severity: 'warning' });
  expect(await check(checkpoint(95000, 6.5))).toBe('passed');
  expect(await check(byScn(written(0)))).toMatchObject({ because: expect.any(String) });
});

test('without results the check is skipped, and without a needed log nothing is queried', async () => {
  expect(await check(byTime(5), { 'logs-by-thread': 'ORA-00942' })).toMatchObject({
    because: expect.stringContaining('ORA-00942'),
  });
  expect(await check({ action: 'start', origin: 'start-from', position: 'somewhere' })).toMatchObject({
    because: 'start-from contains neither an SCN nor a time: somewhere',
  });
  expect(await check(undefined, { 'logs-by-thread': 'ORA-00942' })).toBe('passed');
});

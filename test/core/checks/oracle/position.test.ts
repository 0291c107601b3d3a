import type { Client } from 'pg';
import { oracleChecks } from '../../../../core/checks/oracle/oracle';
import type { NeededLog } from '../../../../core/checks/position/needed-log';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import { examine, fill, oracleRules } from '../../../helpers/databases/dictionary-stand-in';
import { createOracleDictionary } from '../../../helpers/databases/oracle-dictionary';
import { usePostgres } from '../../../helpers/databases/postgres';
import { requestFor } from '../../../helpers/databases/query-source';

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

async function look(neededLog: NeededLog | undefined, refuse = {}, more: Partial<CheckRequest> = {}) {
  const request = {
    ...requestFor('oracle', ['SALES.ORDERS'], more),
    job: 'hr/people',
    now: now.toISOString(),
    neededLog,
  };
  const { judgement } = await examine(client, oracleChecks, request, oracleRules, refuse);
  const id = 'oracle-position-kept';
  const [found] = judgement.findings.filter(({ check }) => check === id);
  if (found !== undefined) return found;
  return judgement.passed.includes(id) ? 'passed' : judgement.skipped.find(({ check }) => check === id);
}

/** Logs of an hour each, by how many hours ago they ended by the server's clock, which has a zone of its own. */
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

/** The oldest online log that holds anything, by how many hours ago it began; one that was never written stands beside it. */
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
  begins: 'resume',
  said: 'the checkpoint',
  position: 'unknown',
  since: hoursAgo(hours),
});
const byScn = (scn: string): NeededLog => ({ begins: 'start', said: 'start-from', position: scn });

test('a checkpoint whose time lies in deleted logs cannot be gone on from (C3, O1)', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 4, deleted: false });
  expect(await look(byTime(6.5))).toMatchObject({
    severity: 'error',
    found: expect.stringMatching(
      /^the checkpoint needs the logs from 2026-03-01T03:30:00.000Z on; those of thread 1 begin at /,
    ),
    fix: { text: expect.stringContaining('lakeferry stop hr/people --delete') },
  });
  // An hour may be the server's clock, that was set back since.
  for (const hours of [5.9, 4.5]) expect(await look(byTime(hours))).toBe('passed');
  expect(await look(byTime(0))).toBe('passed');
});

test('an SCN before all that is kept is gone, and one behind is not, up to the last digit', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 4, deleted: false });
  expect(await look(byScn('94999'))).toMatchObject({
    found: 'start-from needs the logs from SCN 94999 on; those of thread 1 begin at 95000',
  });
  expect(await look(byScn('95000'))).toBe('passed');
});

test('each thread of a cluster must reach back far enough', async () => {
  await logs(
    { thread: 1, endedAgo: 9, deleted: false },
    { thread: 2, endedAgo: 5, deleted: true },
    { thread: 2, endedAgo: 4, deleted: false },
  );
  expect(await look(byTime(6.5))).toMatchObject({ found: expect.stringContaining('those of thread 2') });
});

test('a log whose copy is kept elsewhere is not gone; where all are deleted the online log still may hold it', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 5, deleted: false });
  expect(await look(byTime(6.5))).toBe('passed');
  await logs({ thread: 1, endedAgo: 5, deleted: true });
  expect(await look(byTime(4))).toBe('passed');
  expect(await look(byTime(6.5))).toMatchObject({ found: expect.stringContaining('none are kept') });
});

test('a log that is deleted and still online is not gone, unless DMS may not read it or nobody sees it', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true });
  await online(9);
  expect(await look(byTime(6.5))).toBe('passed');
  expect(await look(byScn('94999'))).toBe('passed');
  const archivedOnly = { connectionAttributes: 'archivedLogDestId=1;archivedLogsOnly=Y' };
  for (const needed of [byTime(6.5), byScn('94999')])
    expect(await look(needed, {}, archivedOnly)).toMatchObject({ severity: 'error' });
  expect(await look(byScn('94999'), { 'online-logs': 'ORA-00942' })).toMatchObject({
    because: expect.stringMatching(/online logs are not seen: ORA-00942/),
  });
  await online(9, 2);
  expect(await look(byScn('94999'))).toMatchObject({ severity: 'error' });
});

test('a number in a checkpoint that its time does not bear out is a warning, and one that is no SCN is none', async () => {
  await logs({ thread: 1, endedAgo: 5, deleted: true }, { thread: 1, endedAgo: 4, deleted: false });
  const checkpoint = (position: string, hours: number) => ({ ...byTime(hours), position });
  expect(await look(checkpoint('27', 1))).toMatchObject({ severity: 'warning' });
  expect(await look(checkpoint('94999', 6.5))).toMatchObject({ severity: 'error' });
  for (const none of ['0', `${'0'.repeat(40)}`, '00000000000094999'])
    expect(await look(checkpoint(none, 1))).toBe('passed');
});

test('what cannot be told is not passed; without a place nothing is asked', async () => {
  expect(await look(byTime(5), { 'logs-by-thread': 'ORA-00942' })).toMatchObject({
    because: expect.stringContaining('ORA-00942'),
  });
  expect(await look({ begins: 'start', said: 'start-from', position: 'somewhere' })).toMatchObject({
    because: 'start-from tells no SCN and no time: somewhere',
  });
  expect(await look(undefined, { 'logs-by-thread': 'ORA-00942' })).toBe('passed');
});

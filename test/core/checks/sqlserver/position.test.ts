import type { Client } from 'pg';
import type { NeededLog } from '../../../../core/checks/position/needed-log';
import { sqlServerChecks } from '../../../../core/checks/sqlserver/sqlserver';
import { examine, fill, sqlServerRules } from '../../../helpers/databases/dictionary-stand-in';
import { usePostgres } from '../../../helpers/databases/postgres';
import { requestFor } from '../../../helpers/databases/query-source';
import { createSqlServerDictionary, healthy } from '../../../helpers/databases/sqlserver-dictionary';

let client: Client;
// Before the server goes.
afterAll(() => client.end());
const server = usePostgres();
beforeAll(async () => {
  client = await server().connect('postgres');
  await createSqlServerDictionary(client);
  await fill(client, 'log_stats', [{ log_min_lsn: '00000020:00000010:0001' }]);
});
afterEach(async () => {
  await healthy(client);
  await fill(client, 'msdb_dbo.backupset', []);
});

async function look(neededLog: NeededLog | undefined, refuse = {}) {
  const request = { ...requestFor('sqlserver', ['sales.Orders']), neededLog };
  const { judgement } = await examine(client, sqlServerChecks, request, sqlServerRules, refuse);
  const id = 'sqlserver-position-kept';
  const [found] = judgement.findings.filter(({ check }) => check === id);
  if (found !== undefined) return found;
  return judgement.passed.includes(id) ? 'passed' : judgement.skipped.find(({ check }) => check === id);
}

const at = (position: string): NeededLog => ({ begins: 'start', said: 'start-from', position });
const backup = (firstLsn: string, database = 'shop', type = 'L') =>
  client.query('INSERT INTO msdb_dbo.backupset VALUES ($1, $2, $3)', [database, type, firstLsn]);

test('a position in the active log is there; before it, only log backups can hold it (C3, O4)', async () => {
  expect(await look(at('00000020:00000010:0001'))).toBe('passed');
  expect(await look(at('00000021:00000000:0000'))).toBe('passed');
  expect(await look(at('00000020:00000010:0000'))).toMatchObject({
    severity: 'error',
    found:
      'start-from needs the log from 00000020:00000010:0000 on; the active log begins at 00000020:00000010:0001',
  });
  // Full backups, and those of other databases, hold no log of this one; nor does a later one.
  await backup('1', 'shop', 'D');
  await backup('1', 'other');
  await backup('33000000000000000');
  expect(await look(at('00000020:00000010:0000'))).toMatchObject({ severity: 'error' });
  await backup('31000000000000000');
  expect(await look(at('00000020:00000010:0000'))).toMatchObject({
    severity: 'warning',
    found: expect.stringContaining('log backups that DMS can read'),
  });
});

test('where msdb does not tell its backups nothing is blocked', async () => {
  expect(await look(at('00000020:00000010:0000'), { 'log-backups': '229' })).toMatchObject({
    because: expect.stringContaining('the log backups are not seen: 229'),
  });
});

test('on RDS DMS reads no backups', async () => {
  await backup('1');
  await client.query("INSERT INTO sys.databases (name) VALUES ('rdsadmin')");
  expect(await look(at('00000010:00000010:0000'))).toMatchObject({ severity: 'error' });
});

test('in an availability group another replica may hold the backups: no run is blocked for it', async () => {
  await client.query("UPDATE sys.databases SET replica_id = 'a1' WHERE name = 'shop'");
  expect(await look(at('00000010:00000010:0000'))).toMatchObject({
    severity: 'warning',
    found: expect.stringMatching(/another replica may have backed it up$/),
  });
});

test('a server that does not tell, or a place that is no LSN: skipped, never passed', async () => {
  expect(await look(at('00000020:00000010:0000'), { 'log-start': '208' })).toMatchObject({
    because: expect.stringContaining('208'),
  });
  expect(
    await look({ begins: 'resume', said: 'the checkpoint', since: '2026-03-01T10:00:00Z' }),
  ).toMatchObject({
    because: 'the checkpoint names no LSN',
  });
  expect(await look(undefined)).toBe('passed');
});

import type { Client } from 'pg';
import type { NeededLog } from '../../../../core/checks/position/needed-log';
import { sqlServerChecks } from '../../../../core/checks/sqlserver/sqlserver';
import { requestFor } from '../../../helpers/databases/check-database';
import { examine, fill, sqlServerRules } from '../../../helpers/databases/dictionary-stand-in';
import { usePostgres } from '../../../helpers/databases/postgres';
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

async function check(neededLog: NeededLog | undefined, refuse = {}) {
  const request = { ...requestFor('sqlserver', ['sales.Orders']), neededLog };
  const { evaluated } = await examine(client, sqlServerChecks, request, sqlServerRules, refuse);
  const id = 'sqlserver-position-kept';
  const [found] = evaluated.findings.filter(({ check }) => check === id);
  if (found !== undefined) return found;
  return evaluated.passed.includes(id) ? 'passed' : evaluated.skipped.find(({ check }) => check === id);
}

const at = (position: string): NeededLog => ({ action: 'start', origin: 'start-from', position });
const backup = (firstLsn: string, database = 'shop', type = 'L') =>
  client.query('INSERT INTO msdb_dbo.backupset VALUES ($1, $2, $3)', [database, type, firstLsn]);

test('a position before the active log exists only in log backups', async () => {
  expect(await check(at('00000020:00000010:0001'))).toBe('passed');
  expect(await check(at('00000021:00000000:0000'))).toBe('passed');
  expect(await check(at('00000020:00000010:0000'))).toMatchObject({
    severity: 'error',
    found:
      'start-from needs the log from 00000020:00000010:0000 on; the active log begins at 00000020:00000010:0001',
  });
  // Full backups, backups of other databases and later ones do not contain the log.
  await backup('1', 'shop', 'D');
  await backup('1', 'other');
  await backup('33000000000000000');
  expect(await check(at('00000020:00000010:0000'))).toMatchObject({ severity: 'error' });
  await backup('31000000000000000');
  expect(await check(at('00000020:00000010:0000'))).toMatchObject({
    severity: 'warning',
    found: expect.stringContaining('log backups that DMS can read'),
  });
});

test('when msdb is not readable, the check is skipped', async () => {
  expect(await check(at('00000020:00000010:0000'), { 'log-backups': '229' })).toMatchObject({
    because: expect.stringContaining('the log backups are not visible: 229'),
  });
});

test('on RDS, DMS reads no backups', async () => {
  await backup('1');
  await client.query("INSERT INTO sys.databases (name) VALUES ('rdsadmin')");
  expect(await check(at('00000010:00000010:0000'))).toMatchObject({ severity: 'error' });
});

test('in an availability group, another replica may have the backups, so it is a warning', async () => {
  await client.query("UPDATE sys.databases SET replica_id = 'a1' WHERE name = 'shop'");
  expect(await check(at('00000010:00000010:0000'))).toMatchObject({
    severity: 'warning',
    found: expect.stringMatching(/another replica may have a backup of it$/),
  });
});

test('without the log of the server, or without an LSN, the check is skipped, never passed', async () => {
  expect(await check(at('00000020:00000010:0000'), { 'log-start': '208' })).toMatchObject({
    because: expect.stringContaining('208'),
  });
  expect(
    await check({ action: 'resume', origin: 'the checkpoint', since: '2026-03-01T10:00:00Z' }),
  ).toMatchObject({
    because: 'the checkpoint contains no LSN',
  });
  expect(await check(undefined)).toBe('passed');
});

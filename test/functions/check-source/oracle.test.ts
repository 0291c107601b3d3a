import { openSource } from '../../../functions/check-source/open-source';

const { LAKEFERRY_ORACLE_HOST: host, LAKEFERRY_ORACLE_SERVICE: service } = process.env;
const isThere = host !== undefined && service !== undefined;
if (!isThere)
  console.warn('SKIPPED: no LAKEFERRY_ORACLE_HOST and _SERVICE, so the driver met no real Oracle');

(isThere ? test : test.skip)('a real Oracle answers in Thin mode, with plain values', async () => {
  const database = await openSource(
    'oracle',
    {
      host: host ?? '',
      port: Number(process.env['LAKEFERRY_ORACLE_PORT'] ?? 1521),
      username: process.env['LAKEFERRY_ORACLE_USER'] ?? '',
      password: process.env['LAKEFERRY_ORACLE_PASSWORD'] ?? '',
    },
    { name: 'o', engine: 'oracle', secretName: 's', databaseName: service ?? '', sslMode: 'none' },
    { connectTimeoutSeconds: 10 },
  );
  const request = (sql: string, binds: readonly string[] = []) =>
    database.query({ id: 'q', sql, binds, timeoutSeconds: 10 });
  expect(
    await request('SELECT 12345678901234567890 AS big, :1 AS said, NULL AS nothing FROM dual', ['x']),
  ).toMatchObject({
    rows: [{ big: '12345678901234567890', said: 'x', nothing: null }],
  });
  expect(await request('SELECT * FROM nowhere')).toMatchObject({ error: { code: 'ORA-00942' } });
  await database.close();
});

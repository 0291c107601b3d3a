import fc from 'fast-check';
import { binlogFile } from '../../../../core/checks/mysql/binlog-file';
import { parseScn } from '../../../../core/checks/oracle/log-reach';
import { parseLsn as postgresLsn } from '../../../../core/checks/postgres/lsn';
import { parseLsn as sqlServerLsn } from '../../../../core/checks/sqlserver/lsn';

test('positions in logs are read as their engines write them', () => {
  expect(postgresLsn('4AF/B00000D0')).toBe(0x4afb00000d0n);
  expect(sqlServerLsn('00000014:00000061:0001')).toBe(20000000009700001n);
  expect(binlogFile('mysql-bin-changelog.000024:373')).toBe('mysql-bin-changelog.000024');
  expect(binlogFile('mysql-bin.157832:1975:-1:2002:677883278264080:mysql-bin.157832:1876')).toBe(
    'mysql-bin.157832',
  );
  expect(parseScn('90071992547409930')).toBe(90071992547409930n);
});

test('other text is not a position', () => {
  for (const text of ['', 'now', '2026-03-01T09:00:00Z', 'checkpoint:V1#1#2', '12/', ':1'])
    expect([postgresLsn(text), sqlServerLsn(text), binlogFile(text), parseScn(text)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
});

test('an unknown position, written in zeros, is not a position', () => {
  expect(sqlServerLsn('00000000:00000000:0000')).toBeUndefined();
  expect(['0', '0'.repeat(64), '9'.repeat(20)].map(parseScn)).toEqual([undefined, undefined, undefined]);
});

test('LSNs of SQL Server keep the order of their parts', () => {
  const part = (most: number) => fc.integer({ min: 0, max: most });
  const lsn = fc.tuple(part(2 ** 31 - 1), part(10 ** 9), part(0xffff));
  const written = ([file, block, slot]: readonly [number, number, number]): bigint | undefined =>
    sqlServerLsn(`${hex(file, 8)}:${hex(block, 8)}:${hex(slot, 4)}`);
  fc.assert(
    fc.property(lsn, lsn, (one, other) => {
      const [first, second] = [written(one) ?? -1n, written(other) ?? -1n];
      const order = one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
      expect(first < second ? -1 : first > second ? 1 : 0).toBe(Math.sign(order));
    }),
  );
});

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

import type { EngineChecks } from '../../core/checks/evaluation/engine-checks';
import { mysqlChecks } from '../../core/checks/mysql/mysql';
import { parseScn } from '../../core/checks/oracle/log-reach';
import { oracleChecks } from '../../core/checks/oracle/oracle';
import { postgresChecks } from '../../core/checks/postgres/postgres';
import type { QueryResults, Row } from '../../core/checks/query/query';
import { sqlServerChecks } from '../../core/checks/sqlserver/sqlserver';
import type { SourceEngine } from '../../core/model/source-engine';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import { neededLog } from '../../core/runs/replication/needed-log';
import { requestFor } from '../helpers/databases/check-database';
import { entriesOf } from '../helpers/recorded/entries';

const checksOf: Readonly<Record<SourceEngine, EngineChecks>> = {
  mysql: mysqlChecks,
  oracle: oracleChecks,
  postgres: postgresChecks,
  sqlserver: sqlServerChecks,
};

test.each(
  entriesOf<
    {
      readonly engine: SourceEngine;
      readonly checkpoint: string;
      readonly answers: Readonly<Record<string, readonly Row[]>>;
    },
    { readonly finding?: boolean; readonly scn?: string }
  >('checkpoint'),
)('%s: %s', (_id, _meaning, { payload: { engine, checkpoint, answers }, expect: said }) => {
  const stored: Checkpoint = {
    checkpoint,
    seenAt: '2026-03-01T09:00:00.000Z',
    seenIn: 'before-stop',
    taskArn: 'arn:task',
    status: 'stopped',
  };
  const log = neededLog({ kind: 'checkpoint' }, undefined, stored);
  expect(log).toMatchObject({ action: 'start', position: checkpoint.split('#')[2] });
  const results: QueryResults = new Map(
    Object.entries(answers).map(([id, rows]) => [id, { rows, milliseconds: 1 }]),
  );
  const request = { ...requestFor(engine, ['sales.orders']), mode: 'cdc' as const, neededLog: log };
  const checks = checksOf[engine];
  const { findings, passed } = checks.evaluate(request, checks.facts(request, results), results);
  const id = `${engine}-position-kept`;
  expect(findings.filter(({ check }) => check === id)).toEqual([]);
  if (said.finding === false) expect(passed).toContain(id);
  if (said.scn !== undefined) expect(parseScn(log?.position ?? '')).toBe(BigInt(said.scn));
});

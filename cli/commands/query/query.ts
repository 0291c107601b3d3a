import { openLake } from '../../../application/lake/lake';
import { databasesOf, type QueryResult, queryLake } from '../../../application/lake/query/query-lake';
import { writtenTables } from '../../../application/lake/query/missing-tables';
import { type Action, type Invocation, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { planOf } from '../../environment/plan-of';
import { deployFix } from '../../errors/deploy-fix';
import { queryDocument } from '../../json/lake-documents';
import { fittingFormat, formatted, type QueryFormat } from './formats';

interface Input {
  readonly sql: string;
  readonly format: QueryFormat | undefined;
}

export const queryOfLake: Action<Input> = async ({ sql, format }, invocation) => {
  const plan = planOf(invocation);
  const databases = databasesOf(plan, sql);
  const lake = openLake(await connect(invocation));
  const fix = deployFix(invocation.options.environment);
  const remark = (message: string): void => invocation.shell.remark(`${message}: ${fix}`);
  const warn = (message: string): void => invocation.shell.remark(message);
  presentResult(await queryLake(lake, databases, sql, remark, warn, writtenTables(plan)), format, invocation);
  return undefined;
};

/** Prints a result. CSV and JSON in a file or a pipe are data: they are written as they are. */
export function presentResult(
  result: QueryResult,
  format: QueryFormat | undefined,
  invocation: Invocation,
): void {
  const { shell } = invocation;
  if ((format === 'csv' || format === 'json') && !shell.interactive && !invocation.options.json) {
    shell.draw(`${formatted(result, format)}\n`);
    return;
  }
  present(invocation, queryDocument, result, () =>
    formatted(result, format ?? (shell.interactive ? fittingFormat(result, shell.width()) : 'table')),
  );
}

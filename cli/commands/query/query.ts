import { openLake } from '../../../application/lake/lake';
import { databasesOf, queryLake } from '../../../application/lake/query/query-lake';
import { type Action, present } from '../../command/invocation';
import { queryDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';
import { planOf } from '../../environment/plan-of';
import { deployFix } from '../../errors/deploy-fix';
import { table } from '../../output/table';

export const queryOfLake: Action<{ readonly sql: string }> = async ({ sql }, invocation) => {
  const databases = databasesOf(planOf(invocation), sql);
  const lake = openLake(await connect(invocation));
  const { shell, options } = invocation;
  const fix = deployFix(options.environment);
  const result = await queryLake(lake, databases, sql, (message) => shell.remark(`${message}: ${fix}`));
  present(invocation, queryDocument, result, ({ columns, rows }) =>
    table(
      columns.map((title) => ({ title, shrinks: true })),
      rows.map((row) => row.map((value) => value ?? 'NULL')),
      invocation.shell.width(),
    ),
  );
  return undefined;
};

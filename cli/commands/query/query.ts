import { present, type Run } from '../../command';
import { planOf } from '../../configuration';
import { connect } from '../../connect';
import { wrongUse } from '../../exit-codes';
import { askLake } from '../../lake/ask-lake';
import { openLake } from '../../lake/lake-job';
import { table } from '../../output/table';

export const query: Run = async (invocation) => {
  const { shell, options, args } = invocation;
  const sql = args[0] ?? '';
  const known = planOf(shell, options).departments.flatMap(({ jobs }) =>
    jobs.flatMap(({ publishing }) =>
      publishing.kind === 'none' ? [] : (publishing.catalogue?.database ?? []),
    ),
  );
  const databases = [...new Set(known)];
  const asked = databases.filter((database) => sql.toLowerCase().includes(database));
  if (databases.length === 0) throw wrongUse('no job is in a catalogue: set lake.catalogue: true');
  const lake = openLake(await connect(invocation));
  const answer = await askLake(lake, asked.length === 0 ? databases : asked, sql);
  present(invocation, answer, ({ columns, rows }) =>
    table(
      columns.map((title) => ({ title, shrinks: true })),
      rows.map((row) => row.map((value) => value ?? 'NULL')),
      shell.width(),
    ),
  );
  return undefined;
};

import { examples, type Registry, type Run, runs } from '../command';

/** The commands about what readers have. */
export function addLake(registry: Registry): void {
  const ofJob = (name: string, what: string, example: string, load: () => Run) => {
    const command = registry.program
      .command(name)
      .argument('<department/job>', 'the job, such as sales/orders-daily')
      .description(what)
      .addHelpText('after', examples([example, '']));
    runs(command, registry, load);
    return command;
  };
  ofJob('snapshots', 'list the snapshots that a job keeps', 'lakeferry snapshots sales/orders-daily', () => {
    const { snapshots }: typeof import('./snapshots/snapshots') = require('./snapshots/snapshots');
    return snapshots;
  });
  ofJob(
    'rollback',
    'move readers of a job back to an earlier snapshot',
    'lakeferry rollback sales/orders-daily',
    () => {
      const { rollback }: typeof import('./rollback/rollback') = require('./rollback/rollback');
      return rollback;
    },
  ).option('--to <snapshot>', 'one that "lakeferry snapshots" lists; the one before when left out');
  ofJob('views', 'print the SQL views of a job for Athena', 'lakeferry views sales/orders-live', () => {
    const { views }: typeof import('./views/views') = require('./views/views');
    return views;
  });
  const query = registry.program
    .command('query')
    .argument('<sql>', 'a SELECT on database.table, as in Athena')
    .description('ask the lake with DuckDB, on this machine')
    .addHelpText('after', examples(['lakeferry query "SHOW ALL TABLES"', '']));
  runs(query, registry, () => {
    const { query: ask }: typeof import('./query/query') = require('./query/query');
    return ask;
  });
}

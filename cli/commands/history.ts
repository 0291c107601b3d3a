import { examples, type Registry, runs } from '../command';

export function addHistory(registry: Registry): void {
  const command = registry.program
    .command('history')
    .argument('[department/job]', 'a department or one of its jobs; all when left out')
    .option(
      '--since <time>',
      'runs opened since then: 12h, 7d, 2026-11-21 (default: 7d; of a department or job: all)',
    )
    .option('--limit <number>', 'at most that many, the newest', '20')
    .description('list runs, newest first')
    .addHelpText(
      'after',
      examples(
        ['lakeferry history', ''],
        ['lakeferry history sales --since 7d', ''],
        ['lakeferry history sales/orders-daily --limit 5 --json', ''],
      ),
    );
  runs(command, registry, () => {
    const { history }: typeof import('./history/history') = require('./history/history');
    return history;
  });
}

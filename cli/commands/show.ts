import { examples, type Registry, runs } from '../command';

export function addShow(registry: Registry): void {
  const command = registry.program
    .command('show')
    .argument('<run>', "a run's id, or department/job for its newest run")
    .description('show one run: verdict and why, phases, every table')
    .addHelpText(
      'after',
      examples(
        ['lakeferry show sales/orders-daily', 'the newest run of the job'],
        ['lakeferry show sales.orders-daily.20261121T040000Z --json', 'one run'],
      ),
    );
  runs(command, registry, () => {
    const { show }: typeof import('./show/show') = require('./show/show');
    return show;
  });
}

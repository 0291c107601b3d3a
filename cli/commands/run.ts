import { Option } from 'commander';
import { examples, type Registry, runs } from '../command';

export function addRun(registry: Registry): void {
  const command = registry.program
    .command('run')
    .argument('<department/job>', 'the job, such as sales/orders-daily')
    .addOption(new Option('--wait', 'wait until the run is over; exit code 2 if it did not succeed'))
    .description('start a job now, as its deployed plan says')
    .addHelpText(
      'after',
      examples(
        ['lakeferry run sales/orders-daily', ''],
        ['lakeferry run sales/orders-daily --wait --environment prod', ''],
      ),
    );
  runs(command, registry, () => {
    const { runJob }: typeof import('./run/run') = require('./run/run');
    return runJob;
  });
}

import { examples, type Registry, runs } from '../command';

export function addLoad(registry: Registry): void {
  const command = registry.program
    .command('load')
    .argument('<load>', 'department/load, such as sales/prices')
    .argument('<file>', 'the CSV file, plain or gzip')
    .option('--wait', 'wait until it is loaded; exit code 2 if it is not')
    .description('drop a file into the inbox of a load, which puts it into PostgreSQL')
    .addHelpText('after', examples(['lakeferry load sales/prices prices.csv --wait', '']));
  runs(command, registry, () => {
    const { load }: typeof import('./load/load') = require('./load/load');
    return load;
  });
}

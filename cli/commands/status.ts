import { examples, type Registry, runs } from '../command';

export function addStatus(registry: Registry): void {
  const command = registry.program
    .command('status')
    .argument('[department/job]', 'one CDC job, with its series and what happened to it')
    .description('show every deployed job with its newest run; of CDC jobs the task and how far behind it is')
    .addHelpText(
      'after',
      examples(
        ['lakeferry status', ''],
        ['lakeferry status sales/orders-live', 'one CDC job'],
        ['lakeferry status --environment prod --json', ''],
      ),
    );
  runs(command, registry, () => {
    const { status }: typeof import('./status/status') = require('./status/status');
    return status;
  });
}

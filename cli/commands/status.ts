import { examples, type Registry, runs } from '../command';

export function addStatus(registry: Registry): void {
  const command = registry.program
    .command('status')
    .description('show every deployed job with its newest run')
    .addHelpText(
      'after',
      examples(['lakeferry status', ''], ['lakeferry status --environment prod --json', '']),
    );
  runs(command, registry, () => {
    const { status }: typeof import('../actions/status') = require('../actions/status');
    return status;
  });
}

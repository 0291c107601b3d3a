import { examples, type Registry, runs } from '../command';

export function addValidate(registry: Registry): void {
  const command = registry.program
    .command('validate')
    .description('check the configuration: every problem at once, where it is, what to write instead')
    .addHelpText(
      'after',
      examples(['lakeferry validate', ''], ['lakeferry validate --config /tmp/config --json', '']),
    );
  runs(command, registry, () => {
    const { validate }: typeof import('./validate/validate') = require('./validate/validate');
    return validate;
  });
}

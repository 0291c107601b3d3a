import { defineCommand } from '../../command/define-command';

export const validate = defineCommand({
  name: 'validate',
  description: 'check the configuration: every problem at once, where it is, what to write instead',
  examples: [
    ['lakeferry validate', ''],
    ['lakeferry validate --config /tmp/config --json', ''],
  ],
  load: () => {
    const { validateFolder }: typeof import('./validate') = require('./validate');
    return validateFolder;
  },
});

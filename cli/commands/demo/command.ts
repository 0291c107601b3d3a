import { defineCommand } from '../../command/define-command';
import { flag } from '../../options/option';

export const demo = defineCommand({
  name: 'demo',
  showsProgress: true,
  description: 'run everything on this machine: a database, the CDK app, a local cloud, every schedule once',
  options: { keep: flag('keep', 'leave it running afterwards, until Ctrl-C') },
  examples: [
    ['lakeferry demo', ''],
    ['lakeferry demo --keep', 'then try: lakeferry history'],
    ['lakeferry demo --json', 'one JSON document on stdout'],
  ],
  load: () => {
    const { showDemo }: typeof import('./demo') = require('./demo');
    return showDemo;
  },
});

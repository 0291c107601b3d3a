import { defineCommand } from '../../command/define-command';
import { flag } from '../../options/option';
import { openOption, portOption } from '../../options/options';

export const console = defineCommand({
  name: 'console',
  showsProgress: true,
  description: 'show jobs, runs and problems in a browser, on this machine only',
  options: {
    readOnly: flag('read-only', 'offer no actions'),
    preview: flag('preview', 'show rows of the lake; on the local cloud it always does'),
    open: openOption,
    port: portOption('port on 127.0.0.1'),
  },
  notes:
    'The address is valid once: the browser gets a cookie for it. Actions run with your own AWS permissions. The pages are built on first use, which takes seconds.',
  examples: [
    ['lakeferry console', 'the local cloud of this folder'],
    ['lakeferry console --environment prod --read-only', ''],
  ],
  load: () => {
    const { openConsole }: typeof import('./console') = require('./console');
    return openConsole;
  },
});

import { defineCommand } from '../../command/define-command';
import { selectionArgument } from '../../options/arguments';
import { flag } from '../../options/option';

export const diff = defineCommand({
  name: 'diff',
  description: 'what a deployment of the files changes; ends with 2 if it changes anything',
  arguments: { selection: selectionArgument },
  options: { markdown: flag('markdown', 'print Markdown, for a comment on a pull request') },
  examples: [
    ['lakeferry diff', 'everything that differs from what is deployed'],
    ['lakeferry diff sales --environment prod', 'one department, and what it shares'],
    ['lakeferry diff --markdown > comment.md', 'for a pull request'],
  ],
  load: () => {
    const { showDiff }: typeof import('./diff') = require('./diff');
    return showDiff;
  },
});

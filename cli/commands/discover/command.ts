import { defineCommand } from '../../command/define-command';
import { textArgument } from '../../options/arguments';
import { departmentFileOption, textOption } from '../../options/options';

export const discover = defineCommand({
  name: 'discover',
  description: 'list the tables of a source: rows, size, keys, long columns',
  arguments: { source: textArgument('<connection>', 'a source of connections.yaml') },
  options: {
    schema: textOption('--schema <name>', 'only that schema, spelled as in the source'),
    as: departmentFileOption,
  },
  examples: [
    ['lakeferry discover hr-db', 'all of its tables'],
    ['lakeferry discover hr-db --schema HR --as config/departments/people.yaml', ''],
  ],
  load: () => {
    const { discoverSource }: typeof import('./discover') = require('./discover');
    return discoverSource;
  },
});

import { defineCommand } from '../../command/define-command';
import { loadArgument, textArgument } from '../../options/arguments';
import { waitOption } from '../../options/options';

export const load = defineCommand({
  name: 'load',
  description: 'upload a file to the inbox of a load, which loads it into PostgreSQL',
  arguments: { load: loadArgument, file: textArgument('<file>', 'the CSV file, plain or gzip') },
  options: { wait: waitOption('wait until it is loaded; exit code 2 if it is not') },
  examples: [['lakeferry load sales/prices prices.csv --wait', '']],
  load: () => {
    const { loadFile }: typeof import('./load') = require('./load');
    return loadFile;
  },
});

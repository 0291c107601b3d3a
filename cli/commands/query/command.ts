import { defineCommand } from '../../command/define-command';
import { textArgument } from '../../options/arguments';

export const query = defineCommand({
  name: 'query',
  description: 'query the lake with DuckDB, on this machine',
  arguments: { sql: textArgument('<sql>', 'a SELECT on database.table, as in Athena') },
  examples: [['lakeferry query "SHOW ALL TABLES"', '']],
  load: () => {
    const { queryOfLake }: typeof import('./query') = require('./query');
    return queryOfLake;
  },
});

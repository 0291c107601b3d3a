import { defineCommand } from '../../command/define-command';
import { textArgument } from '../../options/arguments';
import { oneOf } from '../../options/option';

const formatOption = {
  flags: '--format <format>',
  description: 'table, expanded (one line per value), csv or json (one object per row)',
  type: oneOf(['table', 'expanded', 'csv', 'json']),
};

export const query = defineCommand({
  name: 'query',
  description: 'query the lake with DuckDB, on this machine',
  arguments: { sql: textArgument('<sql>', 'a SELECT on database.table, as in Athena') },
  options: { format: formatOption },
  notes:
    'No value is cut. In a terminal, a table that is wider than the screen is shown expanded. --json prints one document, with the columns and rows of the result.',
  examples: [
    ['lakeferry query "SHOW ALL TABLES"', ''],
    ['lakeferry query "SELECT * FROM lakeferry_dev_sales.orders" --format csv > orders.csv', ''],
  ],
  load: () => {
    const { queryOfLake }: typeof import('./query') = require('./query');
    return queryOfLake;
  },
});

import type { Check } from '../../evaluation/check';
import { withoutResult } from '../../evaluation/skip-reasons';
import { isYes, textOf } from '../../query/query-results';
import { configFix, finding, placeOf } from '../../report/finding';
import { define } from '../definitions';
import { type PostgresSource, serverRow } from '../postgres-source';
import { logsChanges } from './logged-tables';

const definition = define('decoding-plugin', {
  modes: 'changes',
  severity: 'error',
  title: 'the plug-in that DMS uses supports REPLICA IDENTITY FULL',
  why: 'DMS uses pglogical where it is installed, and REPLICA IDENTITY FULL works with test_decoding only',
});

export const decodingPlugin: Check<PostgresSource> = {
  definition,
  skip: withoutResult('server', 'tables'),
  evaluate({ request, results, tables }) {
    const usesTestDecoding = /(?:^|;)\s*pluginName=test_decoding\b/i.test(request.connectionAttributes ?? '');
    if (usesTestDecoding || !isYes(serverRow(results), 'has_pglogical')) return [];
    return tables
      .filter((table) => logsChanges(table) && textOf(table.row, 'replica_identity') === 'f')
      .map((table) =>
        finding(definition, 'pglogical is installed, and the table has REPLICA IDENTITY FULL', {
          ...placeOf(table),
          fix: configFix('connection-attributes: {PluginName: test_decoding}'),
        }),
      );
  },
};

import type { Check, CheckedSource } from '../evaluation/check';
import { isYes, rowOf, textOf, whyUnavailable } from '../query/query-results';
import { configFix, finding } from '../report/finding';
import { define } from './definitions';
import { databaseRow, usesLogMiner, withoutDatabase } from './oracle-source';

const container = define('container', {
  modes: 'changes',
  severity: 'error',
  title: 'DMS reads the logs of a pluggable database with the Binary Reader',
  why: 'LogMiner does not work in a pluggable database, and CDB$ROOT is not a source',
});

const standby = define('standby', {
  modes: 'changes',
  severity: 'warning',
  title: 'DMS reads the logs of a standby with the Binary Reader',
  why: 'LogMiner does not work on a physical standby. The Binary Reader does, when its archive destination is set',
});

export const logReaderChecks: readonly Check<CheckedSource>[] = [
  {
    definition: container,
    skip: withoutDatabase,
    evaluate({ request, results }) {
      if (!isYes(databaseRow(results), 'cdb')) return [];
      const name = textOf(rowOf(results, 'container'), 'container');
      if (name === undefined)
        return {
          skippedBecause: whyUnavailable(results, 'container') ?? 'the session does not report its container',
        };
      if (name === 'CDB$ROOT')
        return [
          finding(container, 'the connection leads to CDB$ROOT', {
            fix: configFix('database: <the service of the pluggable database>   # in connections.yaml'),
          }),
        ];
      if (!usesLogMiner(request)) return [];
      return [
        finding(
          container,
          `the connection leads to the pluggable database ${name}, and DMS uses LogMiner by default`,
          {
            fix: configFix(
              'connection-attributes: {useLogMinerReader: N, useBfile: Y}   # in connections.yaml',
            ),
          },
        ),
      ];
    },
  },
  {
    definition: standby,
    skip: withoutDatabase,
    evaluate({ request, results }) {
      const role = textOf(databaseRow(results), 'database_role') ?? 'PRIMARY';
      if (role === 'PRIMARY' || !usesLogMiner(request)) return [];
      return [
        finding(standby, `database_role is ${role}`, {
          fix: configFix(
            'connection-attributes: {useLogMinerReader: N, useBfile: Y, archivedLogDestId: 1}   # in connections.yaml',
          ),
        }),
      ];
    },
  },
];

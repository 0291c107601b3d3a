import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { finding } from '../report/finding';
import { captureMethod } from './capture-method';
import { cdcGuide, define } from './definitions';
import { loadDaily, type SqlServerSource } from './sqlserver-source';

const edition = define('edition', {
  modes: 'all',
  severity: 'error',
  title: 'the edition supports the mode',
  why: 'DMS does not support Express Edition. It only loads from Web Edition, and captures no changes of Azure SQL Database',
});

const method = define('way-of-capture', {
  modes: 'all',
  severity: 'note',
  title: 'method of capturing changes that fits this server',
  why:
    'MS-CDC needs Enterprise or Developer Edition, or Standard from 2016 SP1. MS-Replication needs primary keys, a ' +
    'distributor and sysadmin. A reporting server supports neither, and is loaded once a day after its refresh',
  source: cdcGuide,
});

const skip = withoutResult('version');

export const editionChecks: readonly Check<SqlServerSource>[] = [
  {
    definition: edition,
    skip,
    evaluate({ request, server }) {
      if (/Express/i.test(server.edition)) return [finding(edition, `the source is ${server.edition}`)];
      if (request.mode === 'full-load') return [];
      if (server.isReadOnly) return [finding(edition, 'the database is read-only', { fix: loadDaily })];
      return server.isAzureSqlDatabase || /Web/i.test(server.edition)
        ? [finding(edition, `the source is ${server.edition}`, { fix: loadDaily })]
        : [];
    },
  },
  {
    definition: method,
    skip,
    evaluate(source) {
      const choice = captureMethod(source);
      return [
        finding(
          method,
          `${choice.method}: ${choice.because}`,
          choice.method === 'a daily full load' ? { fix: loadDaily } : {},
        ),
      ];
    },
  },
];

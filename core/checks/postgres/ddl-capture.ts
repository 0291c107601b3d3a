import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes } from '../query/query-results';
import { configFix, finding } from '../report/finding';
import { define } from './definitions';
import { isRds, loginOf, type PostgresSource, serverRow } from './postgres-source';

const definition = define('ddl-capture', {
  modes: 'changes',
  severity: 'note',
  title: 'DMS captures changes of table definitions',
  why: 'DMS learns of new columns from an event trigger that only a superuser can create. Without it, DMS misses new columns',
});

export const ddlCapture: Check<PostgresSource> = {
  definition,
  skip: withoutResult('server'),
  evaluate({ request, results }) {
    const server = serverRow(results);
    const isOff = /captureddls=(n|no|false|0)\b/i.test(request.connectionAttributes ?? '');
    if (isOff || isYes(server, 'is_superuser') || isYes(server, 'has_ddl_trigger')) return [];
    if (isRds(results) && isYes(server, 'sees_all_sessions')) return [];
    return [
      finding(definition, `${loginOf(results)} cannot create the event trigger, and there is none`, {
        fix: configFix(
          'connection-attributes: {captureDDLs: N}   # or create awsdms_intercept_ddl as a superuser: see the source',
        ),
      }),
    ];
  },
};

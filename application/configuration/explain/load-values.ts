import type { LoadPlan } from '../../../core/planning/load-plan';
import type { Reasons } from './setting';

type LoadValue = (load: LoadPlan) => string | undefined;

/** Settings of a load. */
export const loadValues: Readonly<Record<string, LoadValue>> = {
  description: ({ description }) => description ?? 'none',
  target: ({ target }) => target.connection,
  inbox: ({ inbox }) => inbox,
  table: ({ table }) => `${table.schema}.${table.name}`,
  columns: ({ columns }) => columns.map(({ name }) => name).join(', '),
  header: ({ dialect }) => String(dialect.header),
  delimiter: ({ dialect }) => dialect.delimiter,
  quote: ({ dialect }) => dialect.quote,
  'null-token': ({ dialect }) => dialect.nullToken,
  encoding: ({ dialect }) => dialect.encoding,
  'date-style': ({ dialect }) => dialect.dateStyle,
  mode: ({ mode }) => mode,
  keys: ({ keys, mode }) => (mode === 'upsert' ? keys.join(', ') : undefined),
  'create-table': ({ createTable }) => (createTable ? 'if-missing' : 'never'),
  'on-bad-rows': ({ rejectUpTo }) => (rejectUpTo === 0 ? 'fail' : `reject-file, up to ${rejectUpTo}`),
  'allow-empty': ({ allowEmpty }) => String(allowEmpty),
  'notify.policy': ({ notify }) => notify?.policy,
  'notify.channels': ({ notify }) => notify && (notify.channels.join(', ') || 'none'),
  method: ({ method }) => method,
};

export const loadReasons: Reasons = {
  name: 'it is in the title',
  'on-bad-rows.reject-file': 'shown as on-bad-rows',
};

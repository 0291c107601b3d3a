import type { LoadPlan } from '../planning/load-plan';
import { type Change, type ItemChanges, itemChanges } from './change';
import { differingFields, paired } from './differing-fields';

/** Words of the members of a load. A file that waits is loaded as its plan was when it arrived. */
const words: Readonly<Record<string, (load: LoadPlan) => string>> = {
  description: () => 'description',
  inbox: ({ inbox }) => `its files are those under ${inbox}`,
  target: ({ target }) => `loads into ${target.connection}`,
  table: ({ table }) => `loads into the table ${table.schema}.${table.name}`,
  columns: ({ columns }) => `columns: ${columns.map(({ name }) => name).join(', ')}`,
  dialect: ({ dialect }) => `files: ${JSON.stringify(dialect)}`,
  mode: ({ mode }) => `mode: ${mode}`,
  keys: ({ keys }) => `keys: ${keys.join(', ') || 'none'}`,
  createTable: ({ createTable }) => (createTable ? 'creates a missing table' : 'creates no table'),
  rejectUpTo: ({ rejectUpTo }) => `bad rows that are rejected: at most ${rejectUpTo}`,
  allowEmpty: ({ allowEmpty }) => (allowEmpty ? 'takes empty files' : 'refuses empty files'),
  method: ({ method }) => `method: ${method}`,
  notify: ({ notify }) => `messages: ${notify?.policy ?? 'edge'}`,
};

export function loadChanges(before: readonly LoadPlan[], after: readonly LoadPlan[]): readonly ItemChanges[] {
  return paired(before, after, ({ identity }) => identity.key).flatMap(({ name, was, is }): ItemChanges[] => {
    const item = (change: ItemChanges['change'], changes: readonly Change[]) =>
      itemChanges({ what: 'load', name, change, changes });
    if (was === undefined)
      return is === undefined
        ? []
        : [item('added', [{ class: 'live', sign: '+', text: `loads files under ${is.inbox}` }])];
    if (is === undefined)
      return [
        item('removed', [{ class: 'live', sign: '-', text: 'files in its inbox are no longer loaded' }]),
      ];
    const fields = differingFields(was, is);
    if (fields.length === 0) return [];
    return [
      item(
        'changed',
        fields.map((field) => ({
          class: field === 'description' ? 'none' : 'live',
          sign: '~',
          text: words[field]?.(is) ?? field,
        })),
      ),
    ];
  });
}

import fc from 'fast-check';
import { readTableEntry } from '../../../core/config/reading/table-entry';
import type { RawRule, TableEntry } from '../../../core/config/schema/table-schema';
import type { JsonObject } from '../../../core/json';
import { narrowMappings } from '../../../core/planning/narrow-mappings';
import { withRanges } from '../../../core/planning/parallel-load';
import { tableMappings } from '../../../core/planning/table-mappings';
import { targetNamesBy } from '../../../core/tables/target-names';

const mappingsOf = (entries: TableEntry[], raw: RawRule[] = []): JsonObject => ({
  ...tableMappings(entries.map(readTableEntry), raw),
});
const named = (...names: readonly string[]) =>
  names.map((name) => {
    const [schema = '', table = ''] = name.split('.');
    return { schema, table };
  });

function narrowed(mappings: JsonObject, ...names: readonly string[]): readonly JsonObject[] {
  const narrow = narrowMappings(mappings, named(...names));
  if ('notSelected' in narrow) throw new Error(`not selected: ${narrow.notSelected}`);
  return narrow.mappings['rules'] as readonly JsonObject[];
}

const selections = (rules: readonly JsonObject[]) =>
  rules.filter((rule) => rule['rule-type'] === 'selection');

test('a table of a wildcard is selected by its exact name, with the filters and the order of the wildcard', () => {
  const where = [{ column: 'N', operator: 'gte' as const, value: 3 }];
  const rules = narrowed(mappingsOf([{ table: 'HR.%', where, 'load-order': 7 }]), 'HR.JOB_X');
  expect(rules).toMatchObject([
    {
      'rule-action': 'include',
      'object-locator': { 'schema-name': 'HR', 'table-name': 'JOB[_]X' },
      filters: [{ 'column-name': 'N' }],
      'load-order': 7,
    },
  ]);
});

test('renames, removed columns and exclusions stay, other selections go', () => {
  const mappings = mappingsOf([
    { table: 'a.one', rename: 'first', 'exclude-columns': ['x'] },
    'a.two',
    { table: 'a.tmp%', exclude: true },
  ]);
  const rules = narrowed(mappings, 'a.one');
  expect(selections(rules).map((rule) => [rule['rule-action'], rule['object-locator']])).toEqual([
    ['include', { 'schema-name': 'a', 'table-name': 'one' }],
    ['exclude', { 'schema-name': 'a', 'table-name': 'tmp%' }],
  ]);
  expect(targetNamesBy(rules)({ schema: 'a', table: 'one' })).toEqual({ schema: 'a', table: 'first' });
  expect(rules.map((rule) => rule['rule-action'])).toContain('remove-column');
});

test('segments of a table that is not loaded go, those of a loaded table stay', () => {
  const split = (table: string) => ({
    schema: 'a',
    table,
    column: 'id',
    boundaries: ['5'],
    from: 'statistics' as const,
    rowsRead: 0,
  });
  const mappings = withRanges(mappingsOf(['a.one', 'a.two']), [split('one'), split('two')]);
  const settings = narrowed(mappings, 'a.two').filter((rule) => rule['rule-type'] === 'table-settings');
  expect(settings.map((rule) => rule['object-locator'])).toEqual([
    { 'schema-name': 'a', 'table-name': 'two' },
  ]);
});

test('names of an explicit selection are no patterns', () => {
  const explicit: RawRule = {
    'rule-type': 'selection',
    'rule-id': 9,
    'rule-action': 'explicit',
    'object-locator': { 'schema-name': 'a', 'table-name': 'o_e' },
  };
  const mappings = mappingsOf([], [explicit]);
  expect(selections(narrowed(mappings, 'a.o_e'))[0]).toMatchObject({
    'object-locator': { 'schema-name': 'a', 'table-name': 'o_e' },
  });
  expect(narrowMappings(mappings, named('a.one'))).toEqual({ notSelected: 'a.one' });
});

test('no two rules have one id, and exactly the given tables are included', () => {
  const all = ['a.one', 'a.two', 'b.one', 'b.t_x'];
  fc.assert(
    fc.property(fc.subarray(all, { minLength: 1 }), fc.boolean(), (names, withBoth) => {
      const rules = narrowed(mappingsOf(['a.%', 'b.%', ...(withBoth ? ['a.one'] : [])]), ...names);
      const ids = rules.map((rule) => rule['rule-id']);
      expect(new Set(ids).size).toBe(ids.length);
      const included = selections(rules).map((rule) => JSON.stringify(rule['object-locator']));
      expect(new Set(included).size).toBe(names.length);
    }),
  );
});

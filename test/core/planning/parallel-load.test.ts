import { readTableEntry } from '../../../core/config/reading/table-entry';
import { withRanges } from '../../../core/planning/parallel-load';
import { tableMappings } from '../../../core/planning/table-mappings';

const split = (more = {}) => ({
  schema: 'A_B',
  table: 'T%',
  column: 'ID',
  boundaries: ['10', "x'y"],
  from: 'sample' as const,
  rowsRead: 5,
  ...more,
});

describe('rules of a load in segments', () => {
  const mappings = tableMappings(
    [readTableEntry('A_B.c')],
    [{ 'rule-type': 'selection', 'rule-id': 7, 'object-locator': { 'schema-name': 'x' } }],
  );

  it('names the table unescaped, under an unused id', () => {
    expect(withRanges(mappings, [split()])).toMatchObject({
      rules: [
        ...mappings.rules,
        {
          'rule-type': 'table-settings',
          'rule-id': '8',
          'rule-name': '8',
          'object-locator': { 'schema-name': 'A_B', 'table-name': 'T%' },
          'parallel-load': { type: 'ranges', columns: ['ID'], boundaries: [['10'], ["x'y"]] },
        },
      ],
    });
  });

  it('does not change the mappings for tables that load as a whole', () => {
    expect(withRanges(mappings, [split({ boundaries: [] })])).toBe(mappings);
  });

  it('makes partitions: auto a rule of the plan', () => {
    const { rules } = tableMappings([readTableEntry({ table: 'HR.SALES_2', partitions: 'auto' })], []);
    expect(rules[1]).toEqual({
      'rule-type': 'table-settings',
      'rule-id': '2',
      'rule-name': '2',
      'object-locator': { 'schema-name': 'HR', 'table-name': 'SALES_2' },
      'parallel-load': { type: 'partitions-auto' },
    });
  });
});

import { glueTableNames, viewName } from '../../../../core/lake/catalogue/glue-names';

const long = (letter: string): string => letter.repeat(128);
const glueLimit = 255;

describe('names in Glue', () => {
  it.each(['snapshot', 'arrival'] as const)('fit 255 characters with their view, and differ (%s)', (kind) => {
    const tables = [
      { schema: long('a'), table: long('t') },
      { schema: long('b'), table: long('t') },
      { schema: long('b'), table: `${long('t')}x` },
    ];
    const first = glueTableNames({ job: 'j'.repeat(60), kind, tables, taken: new Set() });
    const second = glueTableNames({ job: 'j'.repeat(60), kind, tables, taken: new Set(first) });
    const all = [...first, ...second];
    expect(new Set(all).size).toBe(6);
    for (const name of all) {
      expect(name.length).toBeLessThanOrEqual(glueLimit);
      expect(viewName(name, kind).length).toBeLessThanOrEqual(glueLimit);
    }
  });

  it('that are short stay as they were', () => {
    const tables = [{ schema: 's', table: 'Orders' }];
    expect(glueTableNames({ job: 'j', kind: 'arrival', tables, taken: new Set() })).toEqual([
      'orders_changes',
    ]);
  });
});

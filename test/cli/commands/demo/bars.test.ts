import stringWidth from 'string-width';
import { barLines, fittingBarLines } from '../../../../cli/commands/demo/bars';
import { advanceLoads, type TableLoad } from '../../../../cli/commands/demo/loads';
import { inkOf } from '../../../../cli/shell';
import { scriptedShell } from '../../../helpers/scripted-shell';

const plain = inkOf(scriptedShell());

describe('progress bars', () => {
  const load = (
    table: string,
    rows: number,
    state: TableLoad['state'],
    expectedRows?: number,
  ): TableLoad => ({
    job: 'sales/orders-daily',
    table,
    rows,
    state,
    ...(expectedRows === undefined ? {} : { expectedRows }),
  });

  it('fill with the rows, under the name of their job', () => {
    const lines = barLines(
      [load('sales.a', 50, 'loading', 100), load('sales.b', 0, 'waiting', 10)],
      plain,
      80,
    );
    expect(lines[0]).toBe('sales/orders-daily');
    expect(lines[1]?.match(/█/g)?.length).toBe(lines[1]?.match(/░/g)?.length);
    expect(lines[2]).not.toContain('█');
  });

  it('an empty table is full when it is loaded, not before', () => {
    expect(barLines([load('s.empty', 0, 'waiting', 0)], plain, 80)[1]).not.toContain('█');
    expect(barLines([load('s.empty', 0, 'loaded', 0)], plain, 80)[1]).not.toContain('░');
  });

  it('cut a long name on a terminal only', () => {
    const loads = [load(`sales.${'long'.repeat(20)}`, 1, 'loaded', 1)];
    expect(barLines(loads, plain, 80)[1]).toContain('…');
    expect(barLines(loads, plain, Number.POSITIVE_INFINITY)[1]).toContain('long'.repeat(20));
  });

  it('fit 80 columns and the height of the screen', () => {
    const many = Array.from({ length: 100 }, (_, index) =>
      load(`schema.${'long'.repeat(12)}_${index}`, 5, index < 30 ? 'loading' : 'waiting', 1_000_000_000),
    );
    const lines = fittingBarLines(many, plain, 80, 24);
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(lines.at(-1)).toBe('  0 of 100 tables loaded, 30 loading, 0 failed');
  });

  it('follow the DMS statistics of their job only, and never run backwards', () => {
    const record = { schema: 'sales', table: 'a', state: 'Table completed', rows: 5, errorRows: 0 };
    const loads = [
      load('sales.a', 9, 'loading', 10),
      { ...load('sales.a', 0, 'waiting', 10), job: 'finance/x' },
    ];
    const [first, second] = advanceLoads(loads, 'sales/orders-daily', [record]);
    expect(first).toMatchObject({ rows: 9, state: 'loaded' });
    expect(second).toMatchObject({ rows: 0, state: 'waiting' });
  });

  it('show tables that a pattern found', () => {
    const record = { schema: 'sales', table: 'new', state: 'Table error', rows: 1, errorRows: 0 };
    expect(advanceLoads([], 'sales/orders-daily', [record])).toEqual([load('sales.new', 1, 'failed')]);
  });
});

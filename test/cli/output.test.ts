import stringWidth from 'string-width';
import { barLines, fittingBarLines } from '../../cli/commands/demo/bars';
import { advanceLoads, type TableLoad } from '../../cli/commands/demo/loads';
import { fileTree } from '../../cli/commands/demo/staged-files';
import { fitting } from '../../cli/output/hanging-indent';
import { LiveLines } from '../../cli/output/live-lines';
import { bytes, count, duration, plural } from '../../cli/output/quantities';
import { table } from '../../cli/output/table';
import { inkOf } from '../../cli/shell';
import { scriptedShell } from '../helpers/scripted-shell';

const plain = inkOf(scriptedShell());

describe('quantities', () => {
  it.each([
    [400, '0.4 s'],
    [9_960, '10 s'],
    [59_600, '1 min 00 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 05 min'],
  ])('%d ms is %s', (milliseconds, words) => expect(duration(milliseconds)).toBe(words));

  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1.0 KiB'],
    [1_048_575, '1.0 MiB'],
    [90 * 2 ** 20, '90.0 MiB'],
    [3 * 2 ** 40, '3.0 TiB'],
  ])('%d bytes are %s', (value, words) => expect(bytes(value)).toBe(words));

  it('counts in English', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect(plural(1, 'table')).toBe('1 table');
    expect(plural(0, 'table')).toBe('0 tables');
  });
});

describe('a table', () => {
  const columns = [
    { title: 'NAME', shrinks: true },
    { title: 'ROWS', align: 'right' },
  ] as const;

  it('aligns by the width that a terminal gives a character', () => {
    const lines = table(
      columns,
      [
        ['👍🏽 とても', '1'],
        ['plain', '12,000'],
      ],
      80,
    ).split('\n');
    expect(new Set(lines.map((line) => stringWidth(line)))).toEqual(new Set([stringWidth(lines[0] ?? '')]));
  });

  it('fits 80 columns by cutting the columns that shrink, and no other', () => {
    const lines = table(columns, [['x'.repeat(200), '123,456,789']], 80).split('\n');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/x…\s+123,456,789$/);
  });

  it('leaves no blanks at line ends', () => {
    expect(table(columns, [['a', '1']], 80)).not.toMatch(/ $/m);
  });
});

describe('the line of a step that is done', () => {
  const line = `✓ ${'sales/orders-daily, '.repeat(6)}(13 s)`;

  it('is broken between words where a terminal is too narrow for it', () => {
    const lines = fitting(scriptedShell({ interactive: true }), line).split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const one of lines) expect(stringWidth(one)).toBeLessThanOrEqual(80);
    expect(lines.map((one) => one.trim()).join(' ')).toBe(line);
  });

  it('stays whole in a file', () => expect(fitting(scriptedShell(), line)).toBe(line));
});

describe('live lines', () => {
  it('are taken back before they are drawn again', () => {
    const shell = scriptedShell({ interactive: true });
    const live = new LiveLines(shell);
    live.show(['one', 'two']);
    live.show(['three']);
    expect(shell.stdout).toBe('one\ntwo\n\u001b[2A\u001b[0Jthree\n');
  });

  it('stand below a remark on stderr, which would else be taken back in their place', () => {
    const shell = scriptedShell({ interactive: true });
    const live = new LiveLines(shell);
    live.show(['one']);
    live.remark('deployed');
    live.show([]);
    expect([shell.stdout, shell.stderr]).toEqual([
      'one\n\u001b[1A\u001b[0Jone\n\u001b[1A\u001b[0J',
      'deployed\n',
    ]);
  });

  it('never wrap, because a wrapped line cannot be taken back', () => {
    const shell = scriptedShell({ interactive: true, width: 20 });
    new LiveLines(shell).show(['\u001b[32mコンピューター\u001b[39m and more than fits']);
    expect(stringWidth(shell.stdout.trim())).toBeLessThan(20);
  });

  it('are silent where nobody looks', () => {
    const shell = scriptedShell();
    const live = new LiveLines(shell);
    live.show(['bar']);
    live.print('done');
    expect(shell.stdout).toBe('done\n');
  });
});

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

  it('fill with the rows, and stand under their job', () => {
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

  it('fit 80 columns and the height of the screen', () => {
    const many = Array.from({ length: 100 }, (_, index) =>
      load(`schema.${'long'.repeat(12)}_${index}`, 5, index < 30 ? 'loading' : 'waiting', 1_000_000_000),
    );
    const lines = fittingBarLines(many, plain, 80, 24);
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(lines.at(-1)).toBe('  0 of 100 tables loaded, 30 loading, 0 failed');
  });

  it('follow what DMS says of their job only, and never run backwards', () => {
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

describe('the tree of staged files', () => {
  it('names files whose keys hold what S3 allows (S2)', () => {
    const tree = fileTree('b', [{ key: 'd/j/s+1/t %é/LOAD00000001.csv', size: 2_048 }], [], plain);
    expect(tree.split('\n')).toEqual(['s3://b', 'd/j/', '└─ s+1/t %é/', '     LOAD00000001.csv  2.0 KiB']);
  });
});

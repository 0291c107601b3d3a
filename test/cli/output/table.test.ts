import stringWidth from 'string-width';
import { table } from '../../../cli/output/table';

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

  it.each([40, 80])('fits %d columns by lines that continue, and cuts no value', (width) => {
    const name = Array.from({ length: 30 }, (_, index) => `part-${index}`).join('/');
    const drawn = table(columns, [[name, '123,456,789']], width);
    const lines = drawn.split('\n');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    expect(lines[1]).toMatch(/part-0\/.*\s+123,456,789$/);
    expect(drawn.replace(/NAME\s+ROWS|123,456,789|\s/g, '')).toBe(name);
  });

  it('cuts no value where even the narrowest columns do not fit', () => {
    const wide = table(columns, [['sales/orders', '1'.repeat(60)]], 40);
    expect(wide.replace(/\s/g, '')).toContain(`sales/${'1'.repeat(60)}orders`);
  });

  it('keeps a coloured value on one line', () => {
    const value = `\u001b[31m${'failed'.repeat(5)}\u001b[39m`;
    expect(table(columns, [[value, '123,456,789']], 30)).toContain(value);
  });

  it('leaves no blanks at line ends', () => {
    expect(table(columns, [['a', '1']], 80)).not.toMatch(/ $/m);
  });
});

test('thousands of rows, which are drawn in parts, are aligned from the first to the last', () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => [`table ${index}`, String(index)]);
  const lines = table(
    [
      { title: 'NAME', shrinks: true },
      { title: 'ROWS', align: 'right' },
    ],
    rows,
    80,
  ).split('\n');
  expect(lines).toHaveLength(5_001);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});

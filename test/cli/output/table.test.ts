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

  it('fits 80 columns by cutting the columns that shrink, and no other', () => {
    const lines = table(columns, [['x'.repeat(200), '123,456,789']], 80).split('\n');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/x…\s+123,456,789$/);
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

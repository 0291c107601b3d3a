import fc from 'fast-check';
import { CsvSplitter } from '../../../core/loads/csv-records';

const commas = { delimiter: ',', quote: '"' };

function split(text: string, pieces = text.length, dialect = commas) {
  const splitter = new CsvSplitter(dialect);
  const bytes = Buffer.from(text);
  const records = [];
  for (let at = 0; at < bytes.length; at += Math.max(1, pieces))
    records.push(...splitter.push(bytes.subarray(at, at + Math.max(1, pieces))));
  records.push(...splitter.end());
  return records.map(({ line, fields, unclosed }) => ({
    line,
    fields: fields.map(({ value }) => String(value)),
    ...(unclosed === undefined ? {} : { unclosed }),
  }));
}

test.each([
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    [1, 2],
  ],
  [
    'a,b\r\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    [1, 2],
  ],
  ['a\rb\r', [['a'], ['b']], [1, 2]],
  [
    '"a\r\nb",c\nd,e\n',
    [
      ['a\r\nb', 'c'],
      ['d', 'e'],
    ],
    [1, 3],
  ],
  ['"a""b",x"y"z\n', [['a"b', 'xyz']], [1]],
  [',\n\n,', [['', ''], [''], ['', '']], [1, 2, 3]],
])('%j is split as COPY does, with lines', (text, fields, lines) => {
  const records = split(text);
  expect(records.map((record) => record.fields)).toEqual(fields);
  expect(records.map((record) => record.line)).toEqual(lines);
});

test('a quote that is never closed is marked', () => {
  expect(split('a\n"b\nc')).toEqual([
    { line: 1, fields: ['a'] },
    { line: 2, fields: ['b\nc'], unclosed: true },
  ]);
});

test('the records do not depend on the chunks', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'ü', '😀', ' '), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 20 }), fc.integer({ min: 1, max: 7 }), (cells, pieces) => {
      const text = cells.join('');
      expect(split(text, pieces)).toEqual(split(text));
    }),
  );
});

test('quoted texts are read back', () => {
  const row = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.constantFrom(',', ';', '\t', '|'), (rows, delimiter) => {
      const text = rows
        .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter))
        .join('\n');
      const clean = rows.map((cells) => cells.map((cell) => Buffer.from(cell).toString()));
      expect(split(text, 5, { delimiter, quote: '"' }).map(({ fields }) => fields)).toEqual(clean);
    }),
  );
});

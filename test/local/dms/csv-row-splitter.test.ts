import fc from 'fast-check';
import { CsvRowSplitter } from '../../../local/dms/load/files/csv-row-splitter';

const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '🚢'), maxLength: 6 });
const line = fc
  .array(field, { minLength: 1, maxLength: 3 })
  .map((fields) => `${fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\n`);

const cut = (data: Buffer, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  for (let at = 0, index = 0; at < data.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    chunks.push(data.subarray(at, at + size));
    at += size;
  }
  return chunks;
};

describe('splitting CSV', () => {
  it('loses nothing, cuts only at row ends, and keeps within the limit unless one row is larger, wherever the chunks end', () => {
    fc.assert(
      fc.property(
        fc.array(line),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 60 }),
        (lines, sizes, limit) => {
          const splitter = new CsvRowSplitter(limit);
          const files = new Map<number, string>();
          const decoded = (data: Buffer): string => data.toString('latin1');
          for (const chunk of cut(Buffer.from(lines.join('')), sizes))
            for (const { file, data } of splitter.push(chunk))
              files.set(file, (files.get(file) ?? '') + decoded(data));
          expect(splitter.end()).toEqual([]);
          expect(splitter.rows).toBe(lines.length);
          expect([...files.keys()]).toEqual(Array.from({ length: files.size }, (_, index) => index + 1));
          // The rows again, filled greedily into files: the same cut.
          const expected: string[] = [];
          for (const row of lines.map((text) => decoded(Buffer.from(text)))) {
            const last = expected.at(-1);
            if (last !== undefined && last.length + row.length <= limit)
              expected[expected.length - 1] = last + row;
            else expected.push(row);
          }
          expect([...files.values()]).toEqual(expected);
        },
      ),
    );
  });
});

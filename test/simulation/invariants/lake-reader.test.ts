import { sealManifest } from '../../../core/lake/snapshots/manifest';
import { LakeReader } from '../../../simulation/invariants/lake-reader';

const pointerKey = 'sales/job1/_lakeferry/current.json';
const manifestKey = 'sales/job1/_lakeferry/manifests/a.json';
const file = { key: 'sales/job1/shop/t/snapshot=a/LOAD1', size: 10, eTag: '"e"' };
const manifest = sealManifest({
  version: 1,
  snapshot: 'a',
  jobKey: 'sales/job1',
  run: 'sales.job1.a',
  openedAt: '2026-03-01T00:00:00Z',
  format: {
    type: 'parquet',
    compressed: false,
    delimiter: ',',
    header: false,
    nullValue: '',
    operation: false,
  },
  tables: [
    {
      schema: 'shop',
      table: 't',
      staged: { schema: 'shop', table: 't' },
      folder: 'sales/job1/shop/t/snapshot=a/',
      snapshot: 'a',
      rows: 7,
      columns: [],
      files: [file],
    },
  ],
});
const pointer = {
  version: 1,
  snapshot: 'a',
  run: 'sales.job1.a',
  manifest: { key: manifestKey, checksum: manifest.checksum },
  newest: { run: 'sales.job1.a', openedAt: '2026-03-01T00:00:00Z' },
};

function textOf(value: unknown) {
  return { size: 1, eTag: '"x"', text: JSON.stringify(value) };
}

function published(): LakeReader {
  const reader = new LakeReader();
  reader.written(1, file.key, { size: file.size, eTag: file.eTag });
  reader.written(2, manifestKey, textOf(manifest));
  reader.written(3, pointerKey, textOf(pointer));
  return reader;
}

describe('a reader of the lake', () => {
  it('finds nothing broken when files, manifest and pointer are written in this order', () => {
    const reader = published();
    reader.written(4, 'sales/job1/shop/t/snapshot=b/LOAD1', { size: 1, eTag: '"f"' });
    expect(reader.breaks).toEqual([]);
  });

  it.each([
    ['a file is removed', (reader: LakeReader) => reader.removed(4, file.key)],
    ['a file is overwritten', (reader: LakeReader) => reader.written(4, file.key, { size: 11, eTag: '"g"' })],
    ['the manifest is removed', (reader: LakeReader) => reader.removed(4, manifestKey)],
    [
      'the manifest is altered',
      (reader: LakeReader) => reader.written(4, manifestKey, textOf({ ...manifest, run: 'x' })),
    ],
    ['the pointer is removed', (reader: LakeReader) => reader.removed(4, pointerKey)],
  ])('finds at once that %s', (_what, breakIt) => {
    const reader = published();
    breakIt(reader);
    expect(reader.breaks.map(({ at }) => at)).toEqual([4]);
  });

  it('finds a pointer that is written before its files', () => {
    const reader = new LakeReader();
    reader.written(1, pointerKey, textOf(pointer));
    expect(reader.breaks).toHaveLength(1);
  });
});

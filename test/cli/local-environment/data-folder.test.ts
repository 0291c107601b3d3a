import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeDataFolder } from '../../../cli/local-environment/data-folder';

describe('the folder of local up --data', () => {
  let path: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'lakeferry-data-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));

  const tables = [{ database: 'sales', schema: 'sales', table: 'orders', rows: 1 }];

  it('is a new, an empty or an own one, and knows what was made up in it', () => {
    const first = takeDataFolder(join(path, 'new'));
    expect(first.tables).toBeUndefined();
    first.keepTables(tables);
    first.release();
    expect(takeDataFolder(join(path, 'new')).tables).toEqual(tables);
    takeDataFolder(mkdtempSync(join(path, 'empty-')));
  });

  it('is refused when it holds something else, which stays', () => {
    writeFileSync(join(path, 'thesis.txt'), 'mine');
    expect(() => takeDataFolder(path)).toThrow(`${path} has files that no local cloud wrote`);
    expect(readFileSync(join(path, 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it('is refused when it is a file', () => {
    const file = join(path, 'thesis.txt');
    writeFileSync(file, 'mine');
    expect(() => takeDataFolder(file)).toThrow(
      `${file} cannot be created (EEXIST): give --data another folder`,
    );
  });

  it('is refused while another one lives on it, and taken from one that died', () => {
    takeDataFolder(path);
    expect(() => takeDataFolder(path)).toThrow(`in use by the local cloud of process ${process.pid}`);
    // The same id, of a process that began at another time.
    writeFileSync(join(path, 'in-use-by.json'), JSON.stringify({ pid: process.pid, stamp: 'long ago' }));
    takeDataFolder(path).release();
  });

  it('of another version is refused', () => {
    takeDataFolder(path).release();
    writeFileSync(join(path, 'lakeferry-local.json'), '{"format":7}');
    expect(() => takeDataFolder(path)).toThrow(
      'written by another version of lakeferry (format 7, this one reads 1)',
    );
  });
});

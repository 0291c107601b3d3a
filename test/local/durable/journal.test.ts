import fs, {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileJournal } from '../../../local/durable/journal';

describe('a journal', () => {
  let path: string;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'lakeferry-journal-')), 'state', 'things.jsonl');
  });
  afterEach(() => rmSync(join(path, '..', '..'), { recursive: true, force: true }));

  const found = () => [...new FileJournal(path).found];

  it('has what was put and not deleted, in the order in which the keys first came', () => {
    const journal = new FileJournal(path);
    journal.put('a', 1);
    journal.put('b\n"', { text: 'ü\n' });
    journal.put('c', null);
    journal.put('a', 2);
    journal.delete('c');
    // Nobody closes it, as in a crash.
    expect(found()).toEqual([
      ['a', 2],
      ['b\n"', { text: 'ü\n' }],
    ]);
  });

  it('leaves out a last line that a death cut short', () => {
    new FileJournal(path).put('a', 1);
    appendFileSync(path, '["b",{"half":');
    expect(found()).toEqual([['a', 1]]);
    expect(readFileSync(path, 'utf8')).toBe('["a",1]\n');
  });

  it('refuses a line that is none of its own, and says where it is', () => {
    new FileJournal(path).put('a', 1);
    writeFileSync(path, '["a",1]\nhello\n["b",1]\n');
    expect(() => new FileJournal(path)).toThrow(`${path}:2 is not a journal line`);
  });

  it('writes nothing where nothing changes, and does not grow with the number of changes', () => {
    const journal = new FileJournal(path);
    journal.put('a', 1);
    const size = statSync(path).size;
    journal.put('a', 1);
    journal.delete('b');
    expect(statSync(path).size).toBe(size);
    const text = 'x'.repeat(1_000);
    for (let n = 0; n < 5_000; n += 1) journal.put('a', `${text}${n}`);
    expect(statSync(path).size).toBeLessThan(1_200_000);
    expect(found()).toEqual([['a', `${text}4999`]]);
  });

  it('has the change at which it wrote its file anew', () => {
    const room = 1024 * 1024;
    const lineOf = (key: string, value: string) => `["${key}","${value}"]\n`;
    const text = 'x'.repeat(room - lineOf('a', '').length);
    const journal = new FileJournal(path);
    journal.put('a', text);
    journal.delete('a');
    expect(statSync(path).size).toBe(0);
    expect(found()).toEqual([]);
    journal.put('b', text);
    journal.put('b', 'last');
    expect(statSync(path).size).toBe(lineOf('b', 'last').length);
    expect(found()).toEqual([['b', 'last']]);
  });

  it('a full disk: what was refused is not kept, what comes after it is', () => {
    const journal = new FileJournal(path);
    journal.put('a', 1);
    const { writeSync } = fs;
    const full = jest.spyOn(fs, 'writeSync').mockImplementation((file) => {
      if (full.mock.calls.length > 1) throw new Error('ENOSPC');
      return writeSync(file, '["b"');
    });
    expect(() => journal.put('b', 'long')).toThrow('ENOSPC');
    full.mockRestore();
    journal.put('c', 3);
    expect(found()).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
  });

  it('keeps on keeping where its file cannot be written anew', () => {
    const journal = new FileJournal(path);
    mkdirSync(`${path}.new`);
    for (let n = 0; n < 10; n += 1) journal.put('a', `${'x'.repeat(300_000)}${n}`);
    journal.put('b', 1);
    rmSync(`${path}.new`, { recursive: true });
    expect(found().map(([key, value]) => [key, String(value).slice(-1)])).toEqual([
      ['a', '9'],
      ['b', '1'],
    ]);
  });

  it('is for the eyes of its owner: secrets are in one', () => {
    new FileJournal(path).put('a', 1);
    expect(statSync(path).mode & 0o077).toBe(0);
  });
});

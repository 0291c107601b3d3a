import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../core/config/load-config';
import { readConfigFolder } from '../../../infra/read-config-folder';
import { connections, department, environment, now, problemsOf } from './config-files';

test.each([
  ['config/departments/LEGAL.YAML', 'error', 'rename it to LEGAL.yaml'],
  ['config/departments/finance.yaml.txt', 'error', 'rename it to finance.yaml'],
  ['config/departments/finance.json', 'error', 'write it as YAML in finance.yaml'],
  [
    'config/departments/eu/finance.yaml',
    'error',
    'move it to departments/ or environments/, or name it connections.yaml',
  ],
  [
    'config/department/finance.yaml',
    'error',
    'move it to departments/ or environments/, or name it connections.yaml',
  ],
  ['config/Connections.yml', 'error', 'rename it to connections.yaml'],
  ['config/departments/finance.yaml.bak', 'warning', 'remove it, or move it out of the configuration folder'],
  ['config/departments/tables.xlsx', 'warning', 'remove it, or move it out of the configuration folder'],
])('%s is reported: %s, %s', (path, severity, hint) => {
  expect(problemsOf(department(), { path, text: '' })).toEqual([
    { severity, file: path, line: 1, column: 1, path: '', message: 'this file is ignored', hint },
  ]);
});

test('a configuration without departments is reported', () => {
  expect(loadConfig([connections, environment], now)).toMatchObject({
    ok: true,
    warnings: [{ file: 'config/departments', message: 'there is no department: nothing will be moved' }],
  });
});

test('the folder has every file but hidden ones, texts for people and own schemas; links are followed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-test-config-'));
  try {
    for (const name of ['departments', '.git']) mkdirSync(join(folder, name));
    const files = [
      'connections.yaml',
      'README.md',
      'department.schema.json',
      '.git/x.yaml',
      'departments/.y.yaml',
    ];
    for (const name of [...files, 'departments/LEGAL.YAML', 'departments/a.json'])
      writeFileSync(join(folder, name), 'a: 1');
    symlinkSync(join(folder, 'connections.yaml'), join(folder, 'departments/linked.yaml'));
    const read = readConfigFolder(folder).map(({ path, text }) => [path.slice(folder.length), text]);
    expect(read).toEqual([
      ['/connections.yaml', 'a: 1'],
      ['/departments/LEGAL.YAML', ''],
      ['/departments/a.json', ''],
      ['/departments/linked.yaml', 'a: 1'],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

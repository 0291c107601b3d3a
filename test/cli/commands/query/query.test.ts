import type { QueryFormat } from '../../../../cli/commands/query/formats';
import { presentResult } from '../../../../cli/commands/query/query';
import { peopleShell } from '../../../../cli/people-shell';
import { lakeferry, type ShellOptions, scriptedShell } from '../../../helpers/scripted-shell';

const long = 'x'.repeat(300);
const result = {
  columns: ['id', 'a, b', 'text'],
  rows: [
    ['1', '', long],
    ['2', null, 'line\nbreak "quoted"'],
    ['3', 'NULL', '\u001b[2J ünï'],
  ],
};

function printed(format: QueryFormat | undefined, options: ShellOptions = {}, json = false): string {
  const shell = scriptedShell(options);
  presentResult(result, format, {
    shell: peopleShell(shell),
    options: { config: 'config', environment: 'dev', environmentGiven: true, json },
  });
  return shell.stdout;
}

const csv = `id,"a, b",text\n1,"",${long}\n2,,"line\nbreak ""quoted"""\n3,NULL,\u001b[2J ünï\n`;

test('CSV in a file or a pipe has all values as they are; NULL and the empty text differ', () => {
  expect(printed('csv')).toBe(csv);
});

test('CSV in a terminal has no control sequences', () => {
  expect(printed('csv', { interactive: true })).toBe(csv.replace('\u001b', '\\u001b'));
});

test.each([true, false])('JSON has an object per row (terminal: %s)', (interactive) => {
  expect(JSON.parse(printed('json', { interactive }))).toEqual([
    { id: '1', 'a, b': '', text: long },
    { id: '2', 'a, b': null, text: 'line\nbreak "quoted"' },
    { id: '3', 'a, b': 'NULL', text: '\u001b[2J ünï' },
  ]);
});

test.each([
  ['in a pipe', undefined, {}],
  ['as a table in a pipe', 'table', {}],
  ['as a table in a terminal', 'table', { interactive: true, width: 40 }],
  ['in a narrow terminal', undefined, { interactive: true, width: 40 }],
  ['expanded', 'expanded', {}],
] as const)('%s, no value is cut, and no row has a second line', (_where, format, options) => {
  const text = printed(format, options);
  expect(text).toContain(long);
  expect(text).toContain('line\\u000abreak "quoted"');
  for (const character of ['…', '\u001b']) expect(text).not.toContain(character);
});

test('in a terminal, a table that does not fit is expanded', () => {
  const narrow = printed(undefined, { interactive: true, width: 80 }).split('\n');
  expect(narrow.slice(0, 4)).toEqual(['row 1', '  id    1', '  a, b', `  text  ${long}`]);
  const wide = printed(undefined, { interactive: true, width: 400 }).split('\n');
  expect(wide[0]).toMatch(/^id {2}a, b {2}text$/);
  expect(wide).toHaveLength(5);
});

test('--json prints the document of the result, whatever the format', () => {
  expect(JSON.parse(printed('csv', {}, true))).toMatchObject({ schema: 'query.v1', ...result });
});

test('an unknown format is refused with the known ones', async () => {
  expect(await lakeferry(['query', 'SELECT 1', '--format', 'xml'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('"xml" is not one of table, expanded, csv, json'),
  });
});

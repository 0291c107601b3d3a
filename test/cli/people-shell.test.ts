import { z } from 'zod';
import { defineDocument, documentText } from '../../cli/json/document';
import { LiveLines } from '../../cli/output/live-lines';
import { table } from '../../cli/output/table';
import { peopleShell } from '../../cli/people-shell';
import { inkOf } from '../../cli/shell';
import { lakeferry, scriptedShell } from '../helpers/scripted-shell';

const attacks = [
  ['a colour', '\u001b[31mred', '\\u001b[31mred'],
  ['text that is hidden', '\u001b[8mhidden\u001b[28m', '\\u001b[8mhidden'],
  ['the title of the window', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
  ['a link', '\u001b]8;;https://evil.example\u001b\\here', '\\u001b]8;;https://evil.example\\u001b\\here'],
  ['a sequence of one character', '\u009b2J', '\\u009b2J'],
  ['a return to the begin of the line', 'failed\rsucceeded', 'failed\\u000dsucceeded'],
  ['backspaces', 'no\b\byes', 'no\\u0008\\u0008yes'],
  ['text in the other direction', 'a\u202eb', 'a\\u202eb'],
] as const;

describe.each([true, false])('with colour: %s', (colour) => {
  test.each(attacks)('%s in a text from outside is shown, not executed', (_what, text, shown) => {
    const inner = scriptedShell({ colour, interactive: true });
    const shell = peopleShell(inner);
    const ink = inkOf(shell);
    shell.print(`${ink.bold(text)}\tend`);
    shell.remark(text);
    const live = new LiveLines(shell);
    live.show([ink.green(text)]);
    live.end({ keep: true });
    for (const output of [...inner.stdout.split('\n').filter((line) => line !== ''), inner.stderr])
      expect(output).toContain(shown);
    expect(inner.stdout).toContain('\tend');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is left must be styles
    const rest = `${inner.stdout}${inner.stderr}`.replace(/\u001b\[(1|22|28|32|39)m/g, '');
    expect(rest).not.toMatch(/[^\P{Cc}\n\t]/u);
  });
});

test('own styles are those of picocolors, also within each other', () => {
  const inner = scriptedShell({ colour: true });
  const shell = peopleShell(inner);
  const ink = inkOf(shell);
  shell.print(ink.red(`a ${ink.green('b')} c`));
  expect(inner.stdout).toBe('\u001b[31ma \u001b[32mb\u001b[39m\u001b[31m c\u001b[39m\n');
  expect(inkOf(scriptedShell({ colour: true })).red('a')).toBe('\u001b[31ma\u001b[39m');
});

test('a value with line breaks stays one row of a table', () => {
  expect(table([{ title: 'A' }, { title: 'B' }], [['x\ny\r\nz', '1']], 80).split('\n')).toHaveLength(2);
});

test('JSON holds no character that a terminal executes, and the same text', () => {
  const document = defineDocument({
    name: 'x',
    version: 1,
    description: 'x',
    shape: z.object({ text: z.string() }),
    of: (text: string) => ({ text }),
  });
  for (const [, text] of attacks) {
    const printed = documentText(document, text);
    expect(printed).not.toMatch(/[^\P{Cc}\n]/u);
    expect(JSON.parse(printed)).toMatchObject({ text });
  }
});

test('an argument and a file of the configuration are shown with escapes', async () => {
  const { stderr } = await lakeferry(['validate', '--config', 'nowhere\u001b[2J']);
  expect(stderr).toContain('nowhere\\u001b[2J');
  const unknown = await lakeferry(['valid\u001b[2J']);
  expect(unknown.stderr).not.toContain('\u001b');
});

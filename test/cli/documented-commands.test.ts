import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../cli/program';
import { machineShell } from '../../cli/shell';

interface Documented {
  /** Name with the names above it, such as `local up`. */
  readonly name: string;
  readonly options: readonly string[];
}

const program = createProgram([], machineShell(), false, () => undefined);
const globalOptions = [...optionsOf(program), '--help'];

function optionsOf(command: Command): string[] {
  return command.options.flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
}

function commandsBelow(command: Command, above = ''): Documented[] {
  return command.commands.flatMap((child) => {
    const name = `${above} ${child.name()}`.trim();
    const own = { name, options: optionsOf(child) };
    return child.commands.length === 0 ? [own] : commandsBelow(child, name);
  });
}

const commands = commandsBelow(program);

const pages = ['README.md', 'CONTRIBUTING.md', ...['docs', 'docs/how-to'].flatMap(markdownIn)];
function markdownIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** Every `lakeferry ...` of a page, up to the end of the line or code. Prose writes Lakeferry. */
const usages = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/(?<![\w-])lakeferry ([a-z]+)( [a-z]+)?([^`\n|]*)/g)].map(
    ([text, first = '', second = '', rest = '']) => ({ page, text, first, second: second.trim(), rest }),
  ),
);

function commandOf(first: string, second: string): Documented | undefined {
  return commands.find(({ name }) => name === `${first} ${second}` || name === first);
}

it('every command is on the page of commands', () => {
  const page = readFileSync('docs/commands.md', 'utf8');
  expect(commands.length).toBeGreaterThan(20);
  expect(commands.filter(({ name }) => !page.includes(`\`${name}`)).map(({ name }) => name)).toEqual([]);
});

it('every option of a command is in the table of options, and no other', () => {
  const rows = [
    ...readFileSync('docs/commands.md', 'utf8').matchAll(/^\| `([a-z ]+)` +\| `(--[a-z-]+)/gm),
  ].map(([, name = '', option = '']) => `${name} ${option}`);
  const existing = commands.flatMap(({ name, options }) => options.map((option) => `${name} ${option}`));
  expect(rows.sort()).toEqual(existing.sort());
});

it('every command that a page names exists, with its options', () => {
  expect(usages.length).toBeGreaterThan(40);
  const wrong = usages.filter(({ first, second, rest }) => {
    const command = commandOf(first, second);
    if (command === undefined) return !program.commands.some((one) => one.name() === first);
    const known = [...command.options, ...globalOptions];
    return [...rest.matchAll(/(?<!\S)(--[a-z-]+)/g)].some(([, option = '']) => !known.includes(option));
  });
  expect(wrong.map(({ page, text }) => `${page}: ${text}`)).toEqual([]);
});

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Terminal } from '@xterm/headless';
import { excerpt } from './excerpt';
import { readScreen } from './screen';
import { toSvg } from './svg';

const root = join(__dirname, '..', '..');
const picture = join(root, 'docs', 'images', 'demo.svg');
const columns = 96;
const rows = 48;

/** Sections of the demo's report that the picture shows, after all that comes before them. */
const sections = ['History', 'One query over the lake'];

/** Runs the demo as in a terminal, and draws what it printed: `npm run docs:demo-picture`. */
async function main(): Promise<number> {
  const terminal = new Terminal({
    cols: columns,
    rows,
    scrollback: 1_000,
    convertEol: true,
    allowProposedApi: true,
  });
  const exitCode = await runDemo(terminal);
  if (exitCode !== 0) {
    process.stderr.write(`the demo ended with exit code ${exitCode}: the picture was not changed\n`);
    return 1;
  }
  mkdirSync(dirname(picture), { recursive: true });
  const lines = excerpt(readScreen(terminal), sections);
  writeFileSync(picture, toSvg(lines, { columns, title: 'npm run demo' }));
  process.stdout.write(`wrote ${picture}\n`);
  return 0;
}

function runDemo(terminal: Terminal): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      '--require',
      join(__dirname, 'pretend-terminal.js'),
      join(root, 'cli', 'lakeferry.js'),
      'demo',
      '--config',
      join(root, 'config'),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TERM: 'xterm-256color', PRETEND_TERMINAL: `${columns}x${rows}` },
    },
  );
  child.stdout.on('data', (chunk: Buffer) => terminal.write(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // The terminal parses what it was given later: an empty write ends when all before it is parsed.
    child.once('close', (code) => terminal.write('', () => resolve(code ?? 1)));
  });
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});

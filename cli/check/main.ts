import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { duration } from '../output/quantities';
import { inkOf, machineShell, type Shell } from '../shell';
import { type Check, type CheckResult, checks } from './checks';

const repository = join(__dirname, '..', '..');

/** Runs all checks, also after a failed one, with one line per check. The output of a failed check follows its line. */
async function main(shell: Shell): Promise<void> {
  const ink = inkOf(shell);
  const failed: string[] = [];
  for (const check of checks) {
    const result = await perform(check);
    const time = ink.dim(`(${duration(result.milliseconds)})`);
    shell.print(`${result.passed ? ink.green('✓') : ink.red('✗')} ${result.name} ${time}`);
    if (result.passed) continue;
    shell.print(result.output.trimEnd());
    failed.push(result.name);
  }
  if (failed.length > 0) {
    shell.print(ink.red(`failed: ${failed.join(', ')}`));
    process.exitCode = 1;
  }
}

function perform({ name, command: [program, ...args] }: Check): Promise<CheckResult> {
  const began = performance.now();
  const child = spawn(join(repository, 'node_modules', '.bin', program), args, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: process.env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  return new Promise((resolve) => {
    const end = (passed: boolean): void =>
      resolve({ name, passed, milliseconds: performance.now() - began, output });
    child.once('error', (error) => {
      output += `${program} did not start: ${error.message}`;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

void main(machineShell());

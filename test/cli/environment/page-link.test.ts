import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import { pageLink } from '../../../cli/environment/page-link';
import { noteConsole } from '../../../cli/environment/running-console';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folder() {
  const workingFolder = mkdtempSync(join(tmpdir(), 'lakeferry-links-'));
  folders.push(workingFolder);
  return { workingFolder, env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' } };
}

function environment(name: string, consoleUrl?: string): DeployedEnvironment {
  const platform = { environment: name, stateMachineArn: `arn:${name}`, consoleUrl };
  return { platform } as unknown as DeployedEnvironment;
}

const notes = (shell: { workingFolder: string }) => readdirSync(join(shell.workingFolder, '.lakeferry'));
const local = environment('local');
/** No process has it: the largest id on Linux is below. */
const ended = 4_194_305;

it('a page is in the console that runs for the environment, as long as it runs', () => {
  const shell = folder();
  expect(pageLink(shell, local, '#/runs/a')).toBeUndefined();
  const remove = noteConsole(shell, local, 8123);
  expect(pageLink(shell, local, '#/runs/a')).toBe('http://127.0.0.1:8123/#/runs/a');
  expect(pageLink(shell, environment('prod'), '#/runs/a')).toBeUndefined();
  expect(
    pageLink({ ...shell, env: { AWS_ENDPOINT_URL: 'http://other' } }, local, '#/runs/a'),
  ).toBeUndefined();
  expect(statSync(join(shell.workingFolder, '.lakeferry', `console-${process.pid}.json`)).mode & 0o777).toBe(
    0o600,
  );
  remove();
  expect(pageLink(shell, local, '#/runs/a')).toBeUndefined();
  expect(notes(shell)).toEqual([]);
});

it('without a console, a page is at console-url', () => {
  const shell = folder();
  const prod = environment('prod', 'https://lakeferry.example.com/');
  expect(pageLink(shell, prod, '#/runs/a')).toBe('https://lakeferry.example.com/#/runs/a');
  noteConsole(shell, prod, 8123);
  expect(pageLink(shell, prod, '#/runs/a')).toBe('http://127.0.0.1:8123/#/runs/a');
});

it('a note of a console that was killed, or that cannot be read, does not count, and the next console removes it', () => {
  const shell = folder();
  noteConsole(shell, local, 8123)();
  const inFolder = (name: string) => join(shell.workingFolder, '.lakeferry', name);
  const killed = { url: 'http://127.0.0.1:1/', deployment: 'arn:local', pid: ended };
  const note = JSON.stringify({ ...killed, endpoint: shell.env.AWS_ENDPOINT_URL });
  writeFileSync(inFolder(`console-${ended}.json`), note);
  writeFileSync(inFolder('console-7.json'), '{');
  writeFileSync(inFolder('console-8.html'), note);
  expect(pageLink(shell, local, '#/')).toBeUndefined();
  noteConsole(shell, local, 8124);
  expect(pageLink(shell, local, '#/')).toBe('http://127.0.0.1:8124/#/');
  expect(notes(shell)).not.toContain(`console-${ended}.json`);
});

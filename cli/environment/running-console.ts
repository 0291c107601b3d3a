import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { DeployedEnvironment } from '../../application/environments/deployed-environment';
import type { Shell } from '../shell';
import { isRunning, lakeferryFolder } from './local-cloud-address';

/** Console that a process of this folder serves. Other commands link to its pages. */
const RunningConsole = z.object({
  /** Without the token of the first address. */
  url: z.url(),
  /** ARN of the state machine: account, region and environment. */
  deployment: z.string(),
  /** Address of the cloud, if it is not AWS. */
  endpoint: z.optional(z.string()),
  pid: z.int().check(z.positive()),
});
type RunningConsole = z.infer<typeof RunningConsole>;

type Place = Pick<Shell, 'workingFolder' | 'env'>;

/** Notes the address of a console while its process serves it. Returns the removal of the note. */
export function noteConsole(shell: Place, environment: DeployedEnvironment, port: number): () => void {
  const folder = join(shell.workingFolder, lakeferryFolder);
  mkdirSync(folder, { recursive: true });
  for (const { file, pid } of notes(shell)) if (!isRunning(pid)) rmSync(file, { force: true });
  const file = join(folder, `console-${process.pid}.json`);
  const note: RunningConsole = {
    url: `http://127.0.0.1:${port}/`,
    ...cloudOf(shell, environment),
    pid: process.pid,
  };
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return () => rmSync(file, { force: true });
}

/** Address of a console of this folder that serves the environment. A note whose process has ended does not count. */
export function runningConsole(shell: Place, environment: DeployedEnvironment): string | undefined {
  const { deployment, endpoint } = cloudOf(shell, environment);
  return notes(shell).find(
    (note) => note.deployment === deployment && note.endpoint === endpoint && isRunning(note.pid),
  )?.url;
}

function cloudOf({ env }: Place, { platform }: DeployedEnvironment) {
  // `connect` sets it for the local cloud.
  const endpoint = env['AWS_ENDPOINT_URL'] ?? process.env['AWS_ENDPOINT_URL'];
  return { deployment: platform.stateMachineArn, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** Notes that can be read, in the order of their names. */
function notes({ workingFolder }: Place): readonly (RunningConsole & { readonly file: string })[] {
  const folder = join(workingFolder, lakeferryFolder);
  return filesIn(folder)
    .filter((name) => /^console-\d+\.json$/.test(name))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      try {
        return [{ ...RunningConsole.parse(JSON.parse(readFileSync(file, 'utf8'))), file }];
      } catch {
        return [];
      }
    });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

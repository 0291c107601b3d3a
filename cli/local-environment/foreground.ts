import { UnusableFolder } from '@lakeferry/local-cloud/postgres';
import { type Invocation, present } from '../command/invocation';
import { type LocalCloudAddress, removeAddress } from '../environment/local-cloud-address';
import { planOf } from '../environment/plan-of';
import { type ExitCode, exitCodes, wrongUse } from '../errors/exit-codes';
import { localCloudDocument } from '../json/local-documents';
import { clientLines } from '../output/client-lines';
import { stepLines } from '../output/step-lines';
import { scenarioLines } from '../output/scenario-lines';
import { pathIn, type Shell } from '../shell';
import { claimAddress, refuseSecond } from './one-cloud';
import { Cleanup } from './cleanup';
import { takeDataFolder } from './data-folder';
import type { PlayedScenario } from './scenario';
import { endingSignal } from './signals';
import { startLocalEnvironment } from './start-local-environment';

export interface UpOptions {
  /** Undefined: a free port. */
  readonly port: number | undefined;
  /** Absolute folder that keeps everything; undefined: all is deleted at the end. */
  readonly data: string | undefined;
  readonly scenarios: readonly PlayedScenario[];
}

/** Starts the local cloud and runs it until a signal ends it. */
export async function upInForeground(invocation: Invocation, up: UpOptions): Promise<ExitCode> {
  const { port, data, scenarios } = up;
  const { shell, options } = invocation;
  await refuseSecond(shell);
  const plan = planOf(invocation, 'local');
  const cleanup = new Cleanup();
  const signals = endingSignal();
  try {
    const steps = stepLines(shell, options.json);
    cleanup.add(() => steps.close());
    const kept = data === undefined ? undefined : takeDataFolder(data);
    cleanup.add(() => kept?.release());
    const starting = startLocalEnvironment(
      {
        plan,
        planOf: (config) => planOf({ ...invocation, options: { ...options, config } }, 'local'),
        configFolder: pathIn(shell, options.config),
        workingFolder: shell.workingFolder,
        now: shell.now(),
        log: (line) => steps.remark(line),
        ...(port === undefined ? {} : { port }),
        ...(kept === undefined ? {} : { data: kept }),
      },
      cleanup,
      steps,
    );
    const first = await Promise.race([signals.received, starting]);
    if (typeof first !== 'string') {
      for (const scenario of scenarios) scenario.begin(first.cloud);
      await claimAddress(shell.workingFolder, first.address);
      cleanup.add(() => removeAddress(shell.workingFolder, process.pid));
      present(invocation, localCloudDocument, { ...first.address, scenarios }, () =>
        whereItIs(shell, first.address, up),
      );
      await signals.received;
    }
    steps.close();
    shell.remark('\nstopping the local cloud ...');
    return exitCodes.done;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw wrongUse(`port ${port} is taken`, { fix: 'leave --port out for a free one', cause: error });
    if (error instanceof UnusableFolder) throw wrongUse(error.message, { cause: error });
    throw error;
  } finally {
    for (const failure of await cleanup.run()) shell.remark(`while cleaning up: ${String(failure)}`);
    signals.release();
  }
}

/** Begin of the text about a cloud that is up. */
export const summaryStart = 'The local cloud is up';

export function whereItIs(
  shell: Shell,
  address: LocalCloudAddress,
  { data, scenarios }: Pick<UpOptions, 'data' | 'scenarios'>,
): string {
  return [
    `\n${summaryStart} at ${address.url}. In another terminal, in this folder:`,
    '  npx lakeferry status',
    '\nFor the AWS CLI and any SDK:',
    ...clientLines(address).map((line) => `  ${line}`),
    '\nThe databases:',
    ...address.databases.map((database) => `  psql ${database}`),
    data === undefined
      ? '\nAll data is deleted when the cloud ends; --data <folder> keeps it.'
      : `\nAll data is kept in ${data}: local up --data ${data} continues from there.`,
    ...scenarios.flatMap((scenario) => scenarioLines(shell, scenario)),
  ].join('\n');
}

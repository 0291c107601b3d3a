import type { Invocation, Run } from '../../command';
import { planOf } from '../../configuration';
import { type ExitCode, exitCodes } from '../../exit-codes';
import { removeAddress, writeAddress } from '../../local-cloud-address';
import { Cleanup } from '../../local-environment/cleanup';
import { endingSignal, exitCodeOf } from '../../local-environment/signals';
import { pathIn } from '../../shell';
import { runDemo } from './demo-run';
import { reportJson, showReport } from './report';
import { whatNext } from './what-next';

export const demo: Run = async (invocation) => {
  const { shell } = invocation;
  const cleanup = new Cleanup();
  const signals = endingSignal();
  const cleanUp = async (): Promise<void> => {
    for (const failure of await cleanup.run()) shell.remark(`while cleaning up: ${String(failure)}`);
  };
  try {
    const ended = await Promise.race([signals.received, demonstrate(invocation, cleanup, signals.received)]);
    if (typeof ended === 'number') return ended;
    shell.remark('\nstopping; cleaning up ...');
    await cleanUp();
    process.exit(exitCodeOf(ended));
  } finally {
    await cleanUp();
    signals.release();
  }
};

async function demonstrate(
  { shell, options, own }: Invocation,
  cleanup: Cleanup,
  stopped: Promise<NodeJS.Signals>,
): Promise<ExitCode> {
  const keep = own['keep'] === true;
  const plan = planOf(shell, { ...options, environment: 'local' });
  const configFolder = pathIn(shell, options.config);
  const report = await runDemo({ plan, shell, silent: options.json, keep, configFolder }, cleanup);
  if (report.address !== undefined) {
    writeAddress(shell.workingFolder, report.address);
    cleanup.add(() => removeAddress(shell.workingFolder, process.pid));
  }
  shell.print(
    options.json
      ? JSON.stringify(reportJson(report, shell.now()), null, 2)
      : `\n${showReport(shell, report)}\n\n${whatNext(shell, report)}`,
  );
  if (keep) await stopped;
  return report.succeeded ? exitCodes.done : exitCodes.runFailed;
}

import { type Action, type Invocation, present } from '../../command/invocation';
import { removeAddress } from '../../environment/local-cloud-address';
import { planOf } from '../../environment/plan-of';
import { type ExitCode, exitCodes } from '../../errors/exit-codes';
import { demoDocument } from '../../json/demo-document';
import { Cleanup } from '../../local-environment/cleanup';
import { claimAddress, refuseSecond } from '../../local-environment/one-cloud';
import { endingSignal, exitCodeOf } from '../../local-environment/signals';
import { LiveLines } from '../../output/live-lines';
import { inkOf, pathIn, type Shell } from '../../shell';
import { showReport } from './report';
import { runDemo } from './run-demo';
import { whatNext } from './what-next';
import { keepConsole } from './keep-console';

interface Input {
  /** Leave everything running afterwards. */
  readonly keep: boolean;
}

export const showDemo: Action<Input> = async ({ keep }, invocation) => {
  const { shell } = invocation;
  const cleanup = new Cleanup();
  const signals = endingSignal();
  try {
    const ended = await Promise.race([
      signals.received,
      demonstrate(invocation, keep, cleanup, signals.received),
    ]);
    if (typeof ended === 'number') return ended;
    shell.remark('\nstopping; cleaning up ...');
    await cleanUp(shell, cleanup);
    process.exit(exitCodeOf(ended));
  } finally {
    await cleanUp(shell, cleanup);
    signals.release();
  }
};

async function demonstrate(
  invocation: Invocation,
  keep: boolean,
  cleanup: Cleanup,
  stopped: Promise<NodeJS.Signals>,
): Promise<ExitCode> {
  const { shell, options } = invocation;
  if (keep) await refuseSecond(shell);
  const plan = planOf(invocation, 'local');
  const configFolder = pathIn(shell, options.config);
  const ofFolder = (config: string) => planOf({ ...invocation, options: { ...options, config } }, 'local');
  const report = await runDemo(
    { plan, planOf: ofFolder, shell, silent: options.json, keep, leavesFailed: keep, configFolder },
    cleanup,
  );
  if (report.address !== undefined) {
    await claimAddress(shell.workingFolder, report.address);
    cleanup.add(() => removeAddress(shell.workingFolder, process.pid));
  }
  present(
    invocation,
    demoDocument,
    { report, now: shell.now() },
    () => `\n${showReport(shell, report)}\n\n${whatNext(shell, report)}`,
  );
  if (keep) {
    await keepConsole(invocation, cleanup);
    await stopped;
  }
  return report.succeeded ? exitCodes.done : exitCodes.runFailed;
}

/** Stops everything; on a terminal a line shows it meanwhile. */
async function cleanUp(shell: Shell, cleanup: Cleanup): Promise<void> {
  const live = new LiveLines(shell);
  live.show([inkOf(shell).dim('  stopping the local cloud and PostgreSQL ...')]);
  const failures = await cleanup.run();
  live.end({ keep: false });
  for (const failure of failures) shell.remark(`while cleaning up: ${String(failure)}`);
}

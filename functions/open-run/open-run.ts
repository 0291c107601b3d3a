import * as z from 'zod/mini';
import type { Executions } from '../../aws/executions';
import type { History } from '../../aws/history';
import type { Plans } from '../../aws/plans';
import { newFlight, newRun } from '../../core/runs/new-run';
import { parseEvent } from '../../core/runs/parse-event';
import { RunError } from '../../core/runs/run-error';
import { RunInput } from '../../core/runs/run-input';
import { verdictWithout } from '../../core/runs/verdict';
import { leaseJob } from './lease-job';

export interface OpenRunPorts {
  readonly history: History;
  readonly executions: Executions;
  readonly plans: Plans;
  readonly retentionDays: number;
}

/** `opened` alone goes on. The other members are always there, because the state machine assigns them. */
export interface Opening {
  readonly opening: 'opened' | 'duplicate' | 'skipped';
  readonly run: string;
  readonly maxDurationSeconds: number;
}

const OpenRunEvent = z.strictObject({ execution: z.string().check(z.minLength(1)), input: RunInput });

/** Writes the run down once, takes the job's lease, and sees whether the plan can be run. */
export async function openRun(ports: OpenRunPorts, event: unknown, now: Date): Promise<Opening> {
  const { history, plans, retentionDays } = ports;
  const { execution, input } = parseEvent(OpenRunEvent, event);
  const record = await history.openRun(newRun(input, execution, retentionDays, now));
  const { run } = record;
  if (record.execution !== execution) return { opening: 'duplicate', run, maxDurationSeconds: 0 };
  if (record.phases.closed !== undefined) {
    // An earlier attempt came as far as skipping it.
    await history.closeFlight({ run });
    return { opening: 'skipped', run, maxDurationSeconds: 0 };
  }

  await history.openFlight(newFlight(record));
  const holder = await leaseJob(ports, record, now);
  if (holder !== run) {
    await history.closeRun(run, {
      at: now.toISOString(),
      otherwise: verdictWithout('skipped', 'lease-held', `${holder} holds the lease of ${record.jobKey}`),
      skippedFor: holder,
    });
    await history.closeFlight({ run });
    return { opening: 'skipped', run, maxDurationSeconds: 0 };
  }

  const job = await plans.job(input.plan, input.job);
  if (job.mode !== 'full-load')
    throw new RunError(
      'ModeNotSupportedYet',
      `${input.job} has the mode ${job.mode}; this version runs full-load only: change the job's mode`,
    );
  return { opening: 'opened', run, maxDurationSeconds: job.maxDurationSeconds };
}

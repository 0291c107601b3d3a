import { cancelRun } from '../../../application/runs/cancel-run';
import type { History } from '../../../aws/history/history';
import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import type { Mode } from '../../../core/model/mode';
import { runIdOf } from '../../../core/runs/record/run-identity';
import { cdcJob } from './cdc-job';
import { memoryEnvironment } from './memory-environment';
import { sampleJob } from './plan';
import { endpoints, scheduledInput } from './run-input';
import type { RunMachine } from './run-machine';

export const jobKey = 'sales/orders-daily';
const input = scheduledInput();
const failing = {
  status: 'failed',
  lastFailureMessage: 'Last Error  the disk is gone Stop Reason FATAL_ERROR Error Level FATAL',
};
const outOfMemory = { status: 'stopped', stopReason: 'Stop Reason STOPPED_DUE_TO_LOW_MEMORY' };

/** Way in which a run of a job ends. Each makes one run end, by the state machine and its functions, and returns its id. */
export interface End {
  /** Modes in which it cannot happen, with the reason. */
  readonly impossible?: Partial<Record<Mode, string>>;
  readonly make: (machine: RunMachine, history: History, mode: Mode) => Promise<string>;
}

export function use(machine: RunMachine, mode: Mode): void {
  machine.job =
    mode === 'full-load'
      ? sampleJob(
          { department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] },
          { publishing: { kind: 'none' }, connection: cdcJob().connection },
        )
      : cdcJob({ mode, publishing: { kind: 'none' } });
}

async function finish(machine: RunMachine): Promise<string> {
  await machine.finish(machine.start(input));
  return runIdOf(input);
}

/** Keeps a run in flight: its load, or the start of its task, does not end. */
function lasting(machine: RunMachine, mode: Mode): void {
  machine.dms.loadSeconds = 30 * 86_400;
  if (mode === 'cdc') machine.dms.coming = { status: 'starting' };
}

async function inFlight(machine: RunMachine, mode: Mode): Promise<string> {
  lasting(machine, mode);
  const execution = machine.start(input);
  await machine.clock.advanceUntil(
    () => [...machine.dms.tasks.values()].some(({ task }) => ['starting', 'running'].includes(task.status)),
    3_600_000,
  );
  return execution;
}

async function untilOver(machine: RunMachine, history: History): Promise<void> {
  const isOver = async () => (await history.inFlightRuns()).length === 0;
  await machine.clock.advanceUntil(isOver, 2 * 3_600_000);
}

/** Ends that a run of a job can have. */
export const ends = {
  succeeded: { make: finish },

  'succeeded with table errors': {
    make: (machine) => {
      machine.job = { ...machine.job, allowTableErrors: true };
      oneTableFails(machine);
      return finish(machine);
    },
  },

  'failed: a table': {
    make: (machine) => {
      oneTableFails(machine);
      return finish(machine);
    },
  },

  'failed: the task': {
    make: (machine) => {
      machine.dms.ending = failing;
      machine.dms.coming = failing;
      return finish(machine);
    },
  },

  'failed: blocked by a source check': {
    make: (machine) => {
      machine.engineChecks = blocking;
      return finish(machine);
    },
  },

  'failed: not published': {
    make: (machine, _history, mode) => {
      const prefix = jobKey;
      machine.job = {
        ...machine.job,
        publishing:
          mode === 'full-load'
            ? { kind: 'snapshot', prefix, lowerCase: false, keep: 7 }
            : {
                kind: 'arrival',
                prefix,
                lowerCase: true,
                layout: '{schema}/{table}',
                timeZone: 'UTC',
                partitionBy: 'arrival',
              },
      };
      machine.publish = async () => {
        throw Object.assign(new Error('the Glue database is gone'), { name: 'CatalogueMissing' });
      };
      return finish(machine);
    },
  },

  'failed: connection test': {
    make: (machine) => {
      machine.dms.connection = 'failed';
      return finish(machine);
    },
  },

  'failed: max-duration': {
    make: (machine, _history, mode) => {
      machine.job = { ...machine.job, maxDurationSeconds: 600 };
      lasting(machine, mode);
      return finish(machine);
    },
  },

  resource: {
    make: (machine) => {
      machine.dms.ending = outOfMemory;
      machine.dms.coming = outOfMemory;
      return finish(machine);
    },
  },

  stopped: {
    make: async (machine, history, mode) => {
      const executionArn = await inFlight(machine, mode);
      await machine.stepFunctions.operations['StopExecution']?.(
        { executionArn },
        { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:root' },
      );
      await untilOver(machine, history);
      return runIdOf(input);
    },
  },

  'skipped: another run is in flight': {
    make: async (machine, _history, mode) => {
      await inFlight(machine, mode);
      const later = scheduledInput({}, '2026-03-01T11:00:00Z');
      await machine.finish(machine.start(later));
      return runIdOf(later);
    },
  },

  'skipped: paused': {
    make: async (machine, history) => {
      const paused = { at: '2026-03-01T09:00:00.000Z', by: 'ada', reason: 'the source moves' };
      await history.changeJobState(jobKey, 'paused', undefined, paused);
      return await finish(machine);
    },
  },

  'skipped: kept stopped': {
    impossible: { 'full-load': 'its task does not outlive its run, so nobody stops it between runs' },
    make: async (machine, history, mode) => {
      await history.recordDesiredReplication({
        forJob: jobKey,
        mode: mode === 'cdc' ? 'cdc' : 'full-load-and-cdc',
        desiredBy: 'schedule',
        desiredAt: '2026-03-01T08:00:00.000Z',
        taskIdentifier: 'dev-sales-orders-daily',
        planHash: '0123456789abcdef',
        plan: input.plan,
        endpoints,
        maxLatencySeconds: 60,
        resumeLimit: 2,
        run: 'an-earlier-run',
      });
      await history.changeDesiredState(jobKey, {
        desired: 'stopped',
        desiredBy: 'ada',
        desiredAt: '2026-03-01T09:00:00.000Z',
      });
      return await finish(machine);
    },
  },

  cancelled: {
    make: async (machine, history, mode) => {
      await inFlight(machine, mode);
      const run = runIdOf(input);
      const environment = { ...memoryEnvironment([jobKey]), history };
      const requester = { by: 'ada', at: machine.clock.now() };
      await cancelRun(environment, run, 'wrong filter', requester, async () => {
        await machine.invoke('PollTasks', {});
      });
      await untilOver(machine, history);
      return run;
    },
  },
} satisfies Readonly<Record<string, End>>;
export type EndName = keyof typeof ends;

function oneTableFails({ dms }: RunMachine): void {
  dms.tables = dms.tables.map((table) =>
    table.table === 'orders' ? { ...table, state: 'Table error', rows: 3 } : table,
  );
}

/** One check that reports an error. */
const blocking: EngineChecks = {
  engine: 'postgres',
  products: 'PostgreSQL',
  catalogue: [
    {
      id: 'test-check',
      engines: ['postgres'],
      modes: ['full-load', 'cdc', 'full-load-and-cdc'],
      severity: 'error',
      title: 't',
      why: 'updates are lost',
      source: 'https://example.com',
    },
  ],
  next: () => [],
  facts: () => ({ version: '16.1', tables: [], names: [], unavailable: {} }),
  evaluate: () => ({
    findings: [
      {
        check: 'test-check',
        severity: 'error',
        schema: 'sales',
        table: 'orders',
        found: 'no primary key',
        why: 'updates are lost',
        source: 'https://example.com',
        fix: { kind: 'sql', text: 'ALTER TABLE sales.orders ADD PRIMARY KEY (id)' },
      },
    ],
    passed: [],
    skipped: [],
  }),
};

import type { ItemKey } from '../../core/runs/record/history-keys';
import { runIdOf } from '../../core/runs/record/run-identity';
import type { JobPlan } from '../../core/planning/job-plan';
import { cdcJob } from '../helpers/runs/cdc-job';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { definitionIn, presentDefinition, RunMachine } from '../helpers/runs/run-machine';

/** State machine of the version before events, retries and cancelling. */
const earlier = 'test/helpers/recorded/earlier-versions/2026-11-28.asl.json';

/** Attributes that it wrote, by the partition of their items. Others are of later versions. */
const written: Readonly<Record<string, readonly string[]>> = {
  NEWEST: ['run', 'openedAt', 'expiresAt'],
  RUN: [
    ...['run', 'jobKey', 'department', 'job', 'day', 'openedAt', 'execution', 'plan', 'endpoints', 'trigger'],
    ...[
      'phases',
      'task',
      'start',
      'mode',
      'source',
      'sourceCheck',
      'check',
      'progress',
      'verdict',
      'publishes',
    ],
    ...[
      'publishing',
      'unlisted',
      'showing',
      'judgedAs',
      'committing',
      'skippedFor',
      'leftBehind',
      'expiresAt',
    ],
  ],
  REPLICATION: [
    ...['forJob', 'mode', 'desired', 'desiredBy', 'desiredAt', 'taskIdentifier', 'taskArn', 'formerTasks'],
    ...[
      'planHash',
      'taskDefinitionHash',
      'change',
      'modified',
      'plan',
      'endpoints',
      'source',
      'maxLatencySeconds',
    ],
    ...[
      'resumeLimit',
      'run',
      'resumes',
      'seen',
      'latency',
      'rowsPerMinute',
      'lastChangeAt',
      'loadsShown',
      'alerts',
    ],
    ...['tables', 'notices', 'slot'],
  ],
};

type Items = Map<string, Map<string, Record<string, unknown> & ItemKey>>;

/** Removes what the earlier version did not write. */
function asWrittenBefore(items: Items): void {
  items.delete('OUTBOX');
  for (const [pk, partition] of items)
    for (const [sk, item] of partition) {
      const known = written[pk.split('#')[0] ?? ''];
      if (known === undefined || (pk.startsWith('RUN#') && sk !== 'RUN')) continue;
      for (const name of Object.keys(item)) if (![...known, 'pk', 'sk'].includes(name)) delete item[name];
    }
}

const fullLoad = { job: undefined, publishes: false } as const;
const caller = { accessKeyId: 'x', principalArn: 'arn:aws:iam::000000000000:root' };

/** Runs the job on the earlier version, which is replaced after so many invocations of functions. */
async function upgradedAfter(
  invocations: number,
  {
    job,
    status,
    fails,
    untested,
  }: {
    readonly job?: JobPlan | undefined;
    readonly status: string;
    readonly fails?: true;
    readonly untested?: true;
  },
) {
  const items: Items = new Map();
  const history = memoryHistory(items);
  const machine = await new RunMachine(history, undefined, earlier).open();
  if (job !== undefined) machine.job = job;
  if (fails === true) machine.dms.ending = { status: 'failed', lastFailureMessage: 'Last Error lost it' };
  if (untested === true) machine.dms.connectionBefore = 'failed';
  if (untested === true) machine.dms.startsUntested = true;
  let isUpgraded = false;
  const invoke = machine.invoke.bind(machine);
  machine.invoke = async (arn, payload) => {
    try {
      return await invoke(arn, payload);
    } finally {
      if (!isUpgraded) asWrittenBefore(items);
      if (!isUpgraded && machine.invocations.length > invocations) {
        isUpgraded = true;
        await machine.stepFunctions.operations['UpdateStateMachine']?.(
          { stateMachineArn: machine.stateMachineArn, definition: definitionIn(presentDefinition) },
          caller,
        );
      }
    }
  };
  const input = scheduledInput();
  try {
    const execution = machine.start(input);
    expect(await machine.finish(execution)).toBe(status);
    const closedBefore = !isUpgraded;
    isUpgraded = true;
    await machine.clock.advance(5 * 60_000);
    const record = await history.knownRun(runIdOf(input));
    expect(record.phases.closed).toBeDefined();
    expect(await history.inFlightRuns()).toEqual([]);
    expect(await history.lease(record.jobKey)).toBeUndefined();
    expect(machine.dms.tasks.size).toBe(job === undefined ? 0 : 1);
    const ends = machine.outside.events.filter(({ id }) => id.endsWith('#ended'));
    expect(ends.length).toBeLessThanOrEqual(1);
    return { outcome: record.verdict?.outcome, ends: ends.length, closedBefore };
  } finally {
    await machine.stop();
  }
}

describe('the functions are replaced while a run of an earlier version is in flight', () => {
  // From before the first function until after the last.
  test.each(Array.from({ length: 14 }, (_, index) => index))(
    'after %d invocations, a full load succeeds and reports its end once',
    async (invocations) => {
      const { outcome, ends, closedBefore } = await upgradedAfter(invocations, {
        ...fullLoad,
        status: 'SUCCEEDED',
      });
      expect(outcome).toBe('succeeded');
      if (invocations < 6) expect([ends, closedBefore]).toEqual([1, false]);
    },
  );

  test.each([0, 3, 6, 9])('after %d invocations, a CDC job replicates', async (invocations) => {
    const { outcome } = await upgradedAfter(invocations, { job: cdcJob(), status: 'SUCCEEDED' });
    expect(outcome).toBe('succeeded');
  });

  test.each([0, 1, 2, 3, 4])(
    'after %d invocations, a run still repeats what is busy and waits for connection tests',
    async (invocations) => {
      const waits = { status: 'SUCCEEDED', untested: true } as const;
      expect(await upgradedAfter(invocations, { ...fullLoad, ...waits })).toMatchObject({
        outcome: 'succeeded',
      });
      expect(await upgradedAfter(invocations, { job: cdcJob(), ...waits })).toMatchObject({
        outcome: 'succeeded',
      });
    },
  );

  test.each([0, 4, 8])('after %d invocations, a load that fails is closed as failed', async (invocations) => {
    const { outcome, ends } = await upgradedAfter(invocations, {
      ...fullLoad,
      status: 'FAILED',
      fails: true,
    });
    expect([outcome, ends]).toEqual(['failed', 1]);
  });
});

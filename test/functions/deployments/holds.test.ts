import { readReplications } from '../../../application/replications/read-replications';
import type { History } from '../../../aws/history/history';
import { runIdOf } from '../../../core/runs/record/run-identity';
import { waitingText } from '../../../core/runs/record/run-record';
import { cdcJob } from '../../helpers/runs/cdc-job';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { endpoints, scheduledInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

const key = 'sales/orders-daily';
const stack = 'lakeferry-dev-sales';
const StackId = `arn:aws:cloudformation:eu-west-1:000000000000:stack/${stack}/1`;
const endpoint = 'dev-sales-orders-daily-target';

let history: History;
let machine: RunMachine;

async function open(): Promise<void> {
  history = memoryHistory();
  machine = await new RunMachine(history).open();
  machine.deployments.endpoints.set(endpoint, endpoints.targetEndpointArn);
}

beforeEach(open);
afterEach(async () => {
  await machine.stop();
});

const minutes = (count: number) => machine.clock.advance(count * 60_000);
const stackIs = (status: string) => void machine.deployments.statuses.set(StackId, status);
const answers = () => machine.deployments.answers.map(({ status, requestId }) => `${requestId} ${status}`);
const task = () => [...machine.dms.tasks.values()].map(({ task: { status } }) => status);
const calls = (name: string) => machine.dms.calls.filter((call) => call.startsWith(name));
const eventKinds = async () => (await history.events(key, 100)).map(({ kind }) => kind).reverse();
const input = (hour: number) => scheduledInput({}, `2026-03-01T${String(hour).padStart(2, '0')}:00:00Z`);

/** What CloudFormation sends to the function, which Lambda invokes up to three times. */
async function request(
  RequestId: string,
  [before, after]: readonly [string, string],
  of: { readonly Endpoints?: string; readonly Instances?: string; readonly EngineVersions?: string } = {
    Endpoints: endpoint,
  },
): Promise<void> {
  stackIs(RequestId.startsWith('rollback') ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'UPDATE_IN_PROGRESS');
  const event = {
    ...{ RequestType: 'Update', ResponseURL: `https://answer/${RequestId}`, StackId, RequestId },
    ...{ LogicalResourceId: 'Hold', PhysicalResourceId: 'hold' },
    ResourceProperties: hashes(of, after),
    OldResourceProperties: hashes(of, before),
  };
  for (let attempt = 1; attempt <= 3; attempt += 1)
    try {
      await machine.invoke('HoldTasks', event);
      return;
    } catch {
      await machine.clock.advance(60_000);
    }
}

function hashes(of: object, hash: string): object {
  return Object.fromEntries(Object.entries(of).map(([kind, identifier]) => [kind, { [identifier]: hash }]));
}

const change = ['1', '2'] as const;
const back = ['2', '1'] as const;

describe('a CDC job', () => {
  beforeEach(async () => {
    machine.job = cdcJob();
    expect(await machine.finish(machine.start(input(1)))).toBe('SUCCEEDED');
    await minutes(15);
    machine.dms.calls.length = 0;
  });

  test('answers a rollback although Lambda delivers the request before it again', async () => {
    await request('update', change);
    await minutes(3);
    await request('rollback', back);
    await request('update', change);
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    await minutes(3);
    expect(answers()).toEqual(['update SUCCESS', 'rollback SUCCESS']);
    stackIs('UPDATE_ROLLBACK_COMPLETE');
    await minutes(15);
    expect([task(), await history.holds()]).toEqual([['running'], []]);
  });

  test('stops for the deployment of its endpoint, and continues after it', async () => {
    const kinds = await eventKinds();
    await request('update', change);
    await minutes(1);
    expect([task(), answers()]).toEqual([['stopped'], []]);
    await minutes(2);
    expect([task(), answers()]).toEqual([['stopped'], ['update SUCCESS']]);
    await minutes(20);
    expect([task(), answers()]).toEqual([['stopped'], ['update SUCCESS']]);
    const [status] = await readReplications({ history }, machine.dms);
    expect(status).toMatchObject({ desired: 'running', task: 'stopped', alerts: [] });
    expect(status?.heldBy).toBe(`deployment of ${stack}`);
    expect((await history.checkpoint(key))?.checkpoint).toContain('checkpoint:V1');

    stackIs('UPDATE_COMPLETE');
    await minutes(3);
    expect(task()).toEqual(['running']);
    expect([calls('stopTask'), calls('startTask')]).toEqual([['stopTask'], ['startTask resume-processing']]);
    await minutes(15);
    expect((await eventKinds()).slice(kinds.length)).toEqual(['held', 'resumed', 'recovered']);
    expect(machine.alerts).toEqual([]);
    expect(await history.holds()).toEqual([]);
    expect((await history.replication(key))?.held).toBeUndefined();
  });

  describe('with a change that DMS cannot make on its task', () => {
    const jobs = (over: object = {}) => ({
      Jobs: { [key]: { mode: 'cdc', source: 'shop', engine: 'mysql', startFrom: 'now', ...over } },
    });
    const ask = async (RequestId: string, before: object, after: object): Promise<void> => {
      stackIs(RequestId.startsWith('rollback') ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'UPDATE_IN_PROGRESS');
      await machine.invoke('HoldTasks', {
        ...{ RequestType: 'Update', ResponseURL: `https://answer/${RequestId}`, StackId, RequestId },
        ...{ LogicalResourceId: 'Hold', PhysicalResourceId: 'hold' },
        ...{ ResourceProperties: after, OldResourceProperties: before },
      });
    };

    test('refuses the deployment at once where changes would be lost, and nothing stops', async () => {
      const before = { ...jobs(), Endpoints: { [endpoint]: '1' } };
      const after = { ...jobs({ source: 'x' }), Endpoints: { [endpoint]: '2' } };
      await ask('update', before, after);
      await minutes(1);
      expect([task(), answers()]).toEqual([['running'], ['update FAILED']]);
      expect(machine.deployments.answers[0]?.reason).toContain(`lakeferry stop ${key} --delete`);
      expect(machine.alerts).toMatchObject([{ kind: 'deployment', state: 'raised' }]);
      await ask('rollback', after, before);
      await minutes(3);
      expect(answers()).toEqual(['update FAILED', 'rollback SUCCESS']);
      expect(calls('stopTask')).toEqual([]);
    });

    test('is refused where the item of the job cannot be read', async () => {
      history.replications = async (report) => {
        report?.(key, 'a later version has written it');
        return [];
      };
      await ask('update', jobs(), jobs({ source: 'x' }));
      await minutes(2);
      expect(answers()).toEqual(['update FAILED']);
      expect(machine.deployments.answers[0]?.reason).toContain(key);
    });

    test('is not refused in a rollback after the deadline of the hold', async () => {
      const [before, after] = [
        jobs({ engine: 'postgres' }),
        jobs({ engine: 'postgres', mode: 'full-load-and-cdc' }),
      ];
      await ask('update', before, after);
      await minutes(130);
      expect(machine.alerts).toHaveLength(1);
      await ask('rollback', after, before);
      await minutes(3);
      expect(answers()).toEqual(['update SUCCESS', 'rollback SUCCESS']);
    });

    test('is not refused for a job without a task, nor in a rollback', async () => {
      const [before, after] = [jobs({ source: 'x' }), jobs({ source: 'y', startFrom: 'time' })];
      await ask('update', before, after);
      await minutes(3);
      // Back to a source with start-from: now, which is refused in an update.
      await ask('rollback', after, before);
      await minutes(3);
      const at = machine.clock.now().toISOString();
      await history.recordSeen(key, { seen: { status: 'gone', at, since: at, isDeleted: true } });
      machine.dms.tasks.clear();
      await ask('again', jobs(), jobs({ source: 'x' }));
      await minutes(3);
      expect(answers()).toEqual(['update SUCCESS', 'rollback SUCCESS', 'again SUCCESS']);
    });

    test('keeps the task of a job that will only load until the deployment is over, and after a rollback', async () => {
      const [before, after] = [jobs(), jobs({ mode: 'full-load' })];
      for (const end of ['rollback', 'complete']) {
        await ask(`update-${end}`, before, after);
        machine.deployedOnlyLoads = true;
        await minutes(12);
        expect([task(), calls('stopTask')]).toEqual([['running'], []]);
        if (end === 'rollback') {
          machine.deployedOnlyLoads = false;
          await ask('rollback', after, before);
        }
        stackIs(end === 'rollback' ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_COMPLETE');
        await minutes(12);
        if (end === 'rollback') expect([task(), calls('stopTask')]).toEqual([['running'], []]);
      }
      expect([task(), calls('deleteTask').length]).toEqual([[], 1]);
    });

    test('begins no run of the job before the deployment is over', async () => {
      await ask('update', jobs(), jobs({ mode: 'full-load-and-cdc' }));
      await minutes(2);
      expect([task(), answers()]).toEqual([['running'], ['update SUCCESS']]);
      machine.job = cdcJob({ mode: 'full-load-and-cdc' });
      const execution = machine.start(input(2));
      await minutes(20);
      expect([task(), calls('stopTask')]).toEqual([['running'], []]);
      stackIs('UPDATE_COMPLETE');
      expect(await machine.finish(execution)).toBe('SUCCEEDED');
      expect([...machine.dms.tasks.values()].map(({ task: { mode } }) => mode)).toEqual([
        'full-load-and-cdc',
      ]);
    });
  });

  test('waits during a rollback, too, and continues when it is over', async () => {
    await request('update', change);
    await minutes(4);
    await request('rollback', back);
    await minutes(4);
    expect([task(), answers()]).toEqual([['stopped'], ['update SUCCESS', 'rollback SUCCESS']]);
    stackIs('UPDATE_ROLLBACK_COMPLETE');
    await minutes(3);
    expect([task(), calls('startTask')]).toEqual([['running'], ['startTask resume-processing']]);
  });

  test('continues at the deadline when the deployment never ends, and operators get an alert', async () => {
    await request('update', change);
    await minutes(119);
    expect([task(), machine.alerts]).toEqual([['stopped'], []]);
    await minutes(4);
    expect(task()).toEqual(['running']);
    expect(machine.alerts.map(({ job, kind, state }) => [job, kind, state])).toEqual([
      [stack, 'deployment', 'raised'],
    ]);
  });

  test('is not resumed for a person who has stopped it meanwhile', async () => {
    await request('update', change);
    await minutes(4);
    const desiredAt = machine.clock.now().toISOString();
    await history.changeDesiredState(key, { desired: 'stopped', desiredBy: 'ada', desiredAt });
    stackIs('UPDATE_COMPLETE');
    await minutes(5);
    expect([task(), calls('startTask')]).toEqual([['stopped'], []]);
    expect((await history.replication(key))?.held).toBeUndefined();
  });

  test('whose new endpoint does not connect is down, with an alert', async () => {
    await request('update', change);
    await minutes(4);
    machine.dms.connection = 'failed';
    machine.dms.connectionBefore = 'failed';
    stackIs('UPDATE_COMPLETE');
    await minutes(30);
    expect([task(), calls('startTask')]).toEqual([['stopped'], []]);
    expect((await history.replication(key))?.alerts?.down).toBeDefined();
    const failures = (await history.events(key, 100)).filter(({ kind }) => kind === 'resume-failed');
    expect(failures.map(({ detail }) => detail.includes('the database is asleep'))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('runs on while an instance changes that its job does not use', async () => {
    const own = 'arn:aws:dms:eu-west-1:000000000000:rep:ENVIRONMENT';
    machine.deployments.instances.set('lakeferry-dev', own);
    await request('update', change, { Instances: 'lakeferry-dev' });
    await minutes(4);
    expect([task(), answers(), calls('stopTask')]).toEqual([['running'], ['update SUCCESS'], []]);
  });

  test('runs on while a load uses what changes, and when the deployment is refused because of it', async () => {
    machine.deployments.instances.set('lakeferry-dev', endpoints.replicationInstanceArn);
    const other = { ...endpoints, targetEndpointArn: 'arn:aws:dms:eu-west-1:000000000000:endpoint:OTHER' };
    machine.dms.loadSeconds = 2 * 3600;
    machine.otherJobs.set('sales/load', { ...cdcJob(), mode: 'full-load' });
    machine.start(scheduledInput({ job: 'sales/load', endpoints: other }, '2026-03-01T02:00:00Z'));
    await minutes(5);
    const instance = { Instances: 'lakeferry-dev' };
    await request('update', change, instance);
    await minutes(5);
    expect([task(), answers()]).toEqual([['running', 'running'], []]);
    await minutes(47);
    expect(answers()).toEqual(['update FAILED']);
    const reason = machine.deployments.answers[0]?.reason;
    expect(reason).toContain('lakeferry-dev cannot be changed while this uses it: sales/load (run ');
    expect([task(), calls('stopTask')]).toEqual([['running', 'running'], []]);
    expect(machine.alerts.map(({ job, detail }) => [job, detail])).toEqual([[stack, reason]]);
    // The rollback has nothing to change, so it does not wait for the load.
    await request('rollback', back, instance);
    await minutes(1);
    expect([task(), answers()]).toEqual([
      ['running', 'running'],
      ['update FAILED', 'rollback SUCCESS'],
    ]);
  });
});

test('a CDC job stops when the last load that uses what changes has ended', async () => {
  machine.job = cdcJob();
  expect(await machine.finish(machine.start(input(1)))).toBe('SUCCEEDED');
  await minutes(15);
  machine.deployments.instances.set('lakeferry-dev', endpoints.replicationInstanceArn);
  const other = { ...endpoints, targetEndpointArn: 'arn:aws:dms:eu-west-1:000000000000:endpoint:OTHER' };
  machine.dms.loadSeconds = 20 * 60;
  machine.otherJobs.set('sales/load', { ...cdcJob(), mode: 'full-load' });
  const load = machine.start(scheduledInput({ job: 'sales/load', endpoints: other }, '2026-03-01T02:00:00Z'));
  await minutes(2);
  await request('update', change, { Instances: 'lakeferry-dev' });
  await minutes(15);
  expect([task(), answers()]).toEqual([['running', 'running'], []]);
  expect(await machine.finish(load)).toBe('SUCCEEDED');
  await minutes(3);
  expect([task(), answers()]).toEqual([['stopped'], ['update SUCCESS']]);
});

describe('a full load', () => {
  beforeEach(() => {
    machine.dms.loadSeconds = 1200;
  });

  test('ends before the deployment continues, and the next one begins after it', async () => {
    const first = machine.start(input(1));
    await minutes(5);
    await request('update', change);
    await minutes(10);
    expect([task(), answers()]).toEqual([['running'], []]);
    expect(await machine.finish(first)).toBe('SUCCEEDED');
    const second = machine.start(input(2));
    await minutes(2);
    expect(answers()).toEqual(['update SUCCESS']);
    await minutes(5);
    const waiting = await history.run(runIdOf(input(2)));
    expect(waiting && waitingText(waiting)).toMatch(/^waiting: deployment of lakeferry-dev-sales, until /);
    expect(task()).toEqual([]);
    stackIs('UPDATE_COMPLETE');
    expect(await machine.finish(second)).toBe('SUCCEEDED');
    expect(calls('stopTask')).toEqual([]);
  });

  test('of another endpoint is none of its business', async () => {
    await request('update', change);
    const targetEndpointArn = 'arn:aws:dms:eu-west-1:000000000000:endpoint:OTHER';
    const other = { ...input(1), endpoints: { ...endpoints, targetEndpointArn } };
    expect(await machine.finish(machine.start(other), 3600)).toBe('SUCCEEDED');
    expect(answers()).toEqual(['update SUCCESS']);
  });
});

test('a deployment that would take an instance back to an older engine version is refused at once', async () => {
  machine.job = cdcJob();
  await machine.finish(machine.start(input(1)));
  await minutes(15);
  machine.dms.calls.length = 0;
  machine.deployments.instances.set('lakeferry-dev', endpoints.replicationInstanceArn);
  await request('update', change, { Instances: 'lakeferry-dev', EngineVersions: 'lakeferry-dev' });
  await minutes(5);
  expect([task(), answers(), calls('stopTask')]).toEqual([['running'], ['update FAILED'], []]);
  const reason = 'lakeferry-dev has engine version 3.6.1, and DMS never takes it back to 2. Write ';
  expect(machine.alerts.map(({ detail }) => detail)).toEqual([expect.stringContaining(reason)]);
  await request('rollback', back, { Instances: 'lakeferry-dev', EngineVersions: 'lakeferry-dev' });
  await minutes(1);
  expect(answers()).toEqual(['update FAILED', 'rollback SUCCESS']);
});

test('a deletion is answered at once', async () => {
  await machine.invoke('HoldTasks', {
    ...{ RequestType: 'Delete', ResponseURL: 'https://answer', StackId, RequestId: 'delete' },
    ...{ LogicalResourceId: 'Hold', PhysicalResourceId: 'hold' },
  });
  expect(machine.deployments.answers).toEqual([
    {
      ...{ status: 'SUCCESS', stackId: StackId, requestId: 'delete', logicalId: 'Hold' },
      physicalId: 'hold',
    },
  ]);
  expect(await history.holds()).toEqual([]);
});

describe('killed after any call', () => {
  /** A deployment and its rollback, during which an invocation is killed right after port call number `call`. */
  async function killedAt(call: number | undefined) {
    await machine.stop();
    await open();
    machine.events = 'lost';
    machine.job = cdcJob();
    await machine.finish(machine.start(input(1)));
    await minutes(15);
    machine.dms.calls.length = 0;
    machine.portCalls = 0;
    machine.killAtCall = call;
    await request('update', change);
    await minutes(8);
    const during = task();
    await request('rollback', back);
    await minutes(4);
    stackIs('UPDATE_ROLLBACK_COMPLETE');
    await minutes(6);
    const made = machine.portCalls;
    machine.killAtCall = undefined;
    await minutes(6);
    return {
      made,
      ended: {
        ...{ during, task: task(), holds: await history.holds(), alerts: machine.alerts },
        answers: [...new Set(answers())],
        ...{ stops: calls('stopTask').length, starts: calls('startTask').length },
      },
    };
  }

  test('a deployment and its rollback end as if not killed', async () => {
    const { made, ended } = await killedAt(undefined);
    expect(ended).toEqual({
      ...{ during: ['stopped'], task: ['running'], holds: [], alerts: [], stops: 1, starts: 1 },
      answers: ['update SUCCESS', 'rollback SUCCESS'],
    });
    for (let call = 1; call <= made; call += 3)
      expect([call, (await killedAt(call)).ended]).toEqual([call, ended]);
  });
});

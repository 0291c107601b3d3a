import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import {
  type StoppingDms,
  type StopRequest,
  stopReplication,
} from '../../../application/replications/stop-replication';
import { createExecutions } from '../../../aws/executions';
import { createDeployment } from '../../../aws/platform';
import { neededLog } from '../../../core/runs/replication/needed-log';
import type { Task } from '../../../core/runs/task/task';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';

const key = 'sales/orders-live';
const arn = 'arn:aws:dms:eu-west-1:000000000000:task:ONE';
const at = '2026-11-21T01:00:00.000Z';
const plain: StopRequest = {
  job: key,
  wait: false,
  delete: false,
  force: false,
  by: 'ada@laptop',
  now: () => new Date('2026-11-21T02:00:00Z'),
};

/** One task, which is down at the second query after a stop and then shows its checkpoint. */
class OneTask implements StoppingDms {
  readonly calls: string[] = [];
  constructor(
    public task: Task | undefined,
    readonly checkpoint?: string,
  ) {}
  async describeTasks(): Promise<readonly Task[]> {
    const { task } = this;
    if (task?.status === 'stopping') this.task = { ...task, status: 'stopped', checkpoint: this.checkpoint };
    return task === undefined ? [] : [task];
  }
  async stopTask(): Promise<void> {
    this.calls.push('stop');
    if (this.task !== undefined) this.task = { ...this.task, status: 'stopping' };
  }
  async deleteTask(): Promise<boolean> {
    this.calls.push('delete');
    this.task = undefined;
    return true;
  }
}

describe('stopping a CDC job', () => {
  let test: TestHistory;
  let environment: DeployedEnvironment;
  beforeAll(async () => {
    test = await startTestHistory();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    const { history } = test;
    environment = {
      history,
      platform: {
        environment: 'local',
        stateMachineArn: '',
        historyTableName: '',
        stagingBucketName: '',
        lakeBucketName: 'the-lake',
      },
      // Not called: the job has a replication.
      deployment: createDeployment(),
      executions: createExecutions(),
    };
    await history.recordDesiredReplication({
      forJob: key,
      mode: 'full-load-and-cdc',
      desiredBy: 'run',
      desiredAt: at,
      taskIdentifier: 'lakeferry-local-sales-orders-live',
      planHash: '0123456789abcdef',
      plan: { bucket: 'b', key: 'k' },
      endpoints: { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' },
      maxLatencySeconds: 300,
      resumeLimit: 5,
      run: 'sales.orders-live.1',
    });
    await history.replicationHasTask(key, arn, []);
    await history.keepCheckpoint(key, {
      checkpoint: 'checkpoint:old',
      seenAt: at,
      seenIn: 'sweep',
      taskArn: 'other',
      status: 'running',
    });
  });

  const running: Task = { arn, identifier: 'x', status: 'running', checkpoint: 'checkpoint:seen' };
  const stop = (dms: StoppingDms, request: Partial<StopRequest> = {}) =>
    stopReplication(environment, { ...plain, ...request }, dms);

  it('stores the checkpoint before it stops the task, and wants the job stopped', async () => {
    const dms = new OneTask(running);
    expect(await stop(dms)).toMatchObject({
      job: key,
      status: 'stopping',
      checkpoint: { checkpoint: 'checkpoint:seen' },
    });
    expect(dms.calls).toEqual(['stop']);
    expect(await test.history.replication(key)).toMatchObject({ desired: 'stopped' });
    expect(await test.history.checkpoint(key)).toMatchObject({ seenIn: 'before-stop', status: 'running' });
    expect((await test.history.events(key, 1))[0]?.kind).toBe('stop-ordered');
  });

  it('waits, and keeps the newer checkpoint that DMS shows once the task is down', async () => {
    const stopped = await stop(new OneTask(running, 'checkpoint:new'), { wait: true });
    expect(stopped).toMatchObject({ status: 'stopped', checkpoint: { checkpoint: 'checkpoint:new' } });
    expect(await test.history.checkpoint(key)).toMatchObject({
      checkpoint: 'checkpoint:new',
      status: 'stopped',
    });
  });

  it('deletes the task when its checkpoint is stored', async () => {
    const dms = new OneTask(running, 'checkpoint:new');
    expect(await stop(dms, { delete: true })).toMatchObject({ status: 'gone' });
    expect(dms.calls).toEqual(['stop', 'delete']);
    expect(await test.history.checkpoint(key)).toMatchObject({ seenIn: 'before-delete' });
  });

  it('ends a replacement, also when its task is deleted already: the person decides where the next one starts', async () => {
    await test.history.recordReplacement(key, { taskArn: arn, start: 'checkpoint', at });
    await stop(new OneTask(undefined), { delete: true });
    expect((await test.history.replication(key))?.replacement).toBeUndefined();
  });

  it('a start right after a deletion needs nothing of the deleted task', async () => {
    const { history } = test;
    await history.recordSeen(key, { seen: { status: 'stopped', at, since: at } });
    await stop(new OneTask(running, 'checkpoint:new'), { delete: true });
    const [known, checkpointStore] = await Promise.all([history.replication(key), history.checkpoint(key)]);
    expect(neededLog({ kind: 'now' }, known, checkpointStore)).toBeUndefined();
    expect(neededLog({ kind: 'checkpoint' }, known, checkpointStore)?.origin).toBe(
      `the checkpoint of ${checkpointStore?.seenAt}`,
    );
  });

  it('deletes a task without a checkpoint only by force: one of an older task does not count', async () => {
    const bare = { ...running, checkpoint: undefined };
    const dms = new OneTask(bare);
    await expect(stop(dms, { delete: true })).rejects.toMatchObject({
      reason: { kind: 'position-would-be-lost', job: key },
    });
    expect(dms.calls).toEqual(['stop']);
    const again = new OneTask({ ...bare, status: 'stopped' });
    expect(await stop(again, { delete: true, force: true })).toMatchObject({ status: 'gone' });
  });

  it('a task that went down by itself stays down from now on, without another stop', async () => {
    const dms = new OneTask({ ...running, status: 'failed' });
    expect(await stop(dms)).toMatchObject({ status: 'failed' });
    expect(dms.calls).toEqual([]);
    await expect(stop(dms)).rejects.toMatchObject({
      reason: { kind: 'already-stopped', job: key, status: 'failed' },
    });
  });

  it('refuses a task that is starting, and changes nothing', async () => {
    await expect(stop(new OneTask({ ...running, status: 'starting' }))).rejects.toMatchObject({
      reason: { kind: 'task-refuses', action: 'stop', refusal: 'starting', status: 'starting' },
    });
    expect(await test.history.replication(key)).toMatchObject({ desired: 'running' });
  });
});

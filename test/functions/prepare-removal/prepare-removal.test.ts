import { lakeTarget } from '../../../application/lake/copy-staged';
import { taskResourceId } from '../../../core/model/task-resource-id';
import { prepareRemoval } from '../../../functions/prepare-removal/prepare-removal';
import { RemovalBench } from '../../helpers/deployments/removal-bench';

let bench: RemovalBench;
beforeEach(() => {
  bench = new RemovalBench();
});

const snapshot = 'sales/daily/sales/orders/LOAD00000001.csv';
const change = (name: string) => `sales/live/sales/orders/${name}.csv`;

/** A job that publishes snapshots, with a staged file of its last load. */
async function addDaily(): Promise<void> {
  bench.addJob('daily');
  await bench.run('daily', { outcome: 'succeeded', hoursAgo: 5 });
  bench.file('staging', snapshot, 4);
}

/** A job that publishes by arrival, with a change file that is in the lake. */
async function addLive(): Promise<void> {
  const plan = bench.addJob('live', 'arrival');
  await bench.run('live', { outcome: 'succeeded', hoursAgo: 50 });
  bench.file('staging', change('1'), 3);
  const target = lakeTarget(plan, { key: change('1'), lastModified: bench.hoursAgo(3) });
  if (target.kind === 'foreign') throw new Error(target.reason);
  bench.lake.now = bench.hoursAgo(2);
  bench.lake.put('lake', target.key, Buffer.from(change('1')));
}

async function addLoad(): Promise<void> {
  bench.file('inbox', 'sales/prices/a.csv', 3);
  await bench.loaded('sales/prices/a.csv', 'succeeded');
}

const empty = () => [bench.left('staging'), bench.left('inbox'), bench.uploads];

test('where nothing waits, both buckets are emptied: all versions, delete markers and unfinished uploads', async () => {
  await addDaily();
  await addLive();
  await addLoad();
  bench.lake.put('staging', 'sales/daily/', Buffer.from(''));
  bench.olderVersion('inbox', 'sales/prices/a.csv', '0');
  await bench.loaded('sales/prices/a.csv', 'succeeded', '0');
  bench.olderVersion('inbox', 'sales/prices/a.csv', '00');
  await bench.loaded('sales/prices/a.csv', 'failed', '00', 'rows-refused');
  bench.olderVersion('inbox', 'sales/prices/gone.csv', '1');
  bench.olderVersion('inbox', 'sales/prices/gone.csv', '2', true);
  bench.uploads.push('staging', 'inbox', 'inbox');
  const lake = bench.lake.keys('lake');
  expect(await bench.request()).toMatchObject({ status: 'SUCCESS', physicalId: 'removal', requestId: '1' });
  expect(empty()).toEqual([[], [], []]);
  expect(bench.lake.keys('lake')).toEqual(lake);
  // CloudFormation sends it twice, or Lambda repeats it.
  expect(await bench.request()).toMatchObject({ status: 'SUCCESS' });
});

describe('what waits refuses the removal by name, and nothing is deleted', () => {
  const cases: Record<string, readonly [() => Promise<unknown> | unknown, RegExp]> = {
    'a change that is not in the lake': [
      () => bench.file('staging', change('2'), 1),
      /sales\/live 1 file \d+ bytes, not in the lake\. Fix: lakeferry backfill <job>/,
    ],
    'a change that was overwritten after its copy': [
      () => {
        bench.lake.now = bench.hoursAgo(3);
        bench.lake.put('staging', change('1'), Buffer.from(change('x')));
        bench.lake.now = bench.hoursAgo(1);
        const { body } = bench.lake.objects.get(`staging/${change('1')}`) ?? {};
        bench.lake.put('staging', change('1'), body ?? Buffer.from(''));
      },
      /sales\/live 1 file \d+ bytes, not in the lake/,
    ],
    'a good load that was not published': [
      () => bench.unpublished('daily', 1),
      /sales\/daily 1 file \d+ bytes, the last load was not published\. Fix: lakeferry run <job>/,
    ],
    'a good load that was not published, before one that failed': [
      async () => {
        await bench.unpublished('daily', 2);
        await bench.run('daily', { outcome: 'failed', hoursAgo: 1 });
      },
      /sales\/daily 1 file \d+ bytes, the last load was not published/,
    ],
    'files of a job that the history does not know': [
      () => bench.file('staging', 'hr/people/hr/people/LOAD1.csv', 1),
      /hr\/people 1 file \d+ bytes, the history has no plan of this job/,
    ],
    'a file beside the folders of jobs': [
      () => bench.file('staging', 'notes.txt', 1),
      /notes\.txt 1 file 9 bytes/,
    ],
    'a file that was not loaded': [
      async () => {
        bench.file('inbox', 'sales/prices/b.csv', 1);
        await bench.loaded('sales/prices/b.csv', 'failed');
      },
      /sales\/prices 1 file \d+ bytes, not loaded\. Fix: lakeferry load/,
    ],
    'a newer version of a file that was loaded': [
      () => bench.lake.put('inbox', 'sales/prices/a.csv', Buffer.from('later')),
      /sales\/prices 1 file 5 bytes, not loaded/,
    ],
    'a version that was overwritten before its load': [
      () => bench.olderVersion('inbox', 'sales/prices/a.csv', '0'),
      /sales\/prices 1 file 1 bytes, not loaded/,
    ],
    'a version that was overwritten, and whose database was out of reach': [
      async () => {
        bench.olderVersion('inbox', 'sales/prices/a.csv', '0');
        await bench.loaded('sales/prices/a.csv', 'failed', '0', 'target-unreachable');
      },
      /sales\/prices 1 file 1 bytes, not loaded/,
    ],
    'rejected rows': [
      () => bench.file('inbox', 'rejected/sales/prices/a.csv.run.csv', 1),
      /sales\/prices 1 file \d+ bytes, rejected rows/,
    ],
    'a task that still runs': [
      () => {
        const tags = { 'lakeferry:environment': 'dev' };
        bench.task('dev-sales-live', 30, tags, { status: 'running' });
        bench.task('dev-of-others', 30, { 'lakeferry:environment': 'other' });
      },
      /DMS tasks exist: dev-sales-live \(running\)\. Fix: lakeferry stop <job> --delete; then/,
    ],
    'a task that was just created, whose tags DMS does not show yet': [
      () => {
        bench.task('dev-of-others', 30, {});
        bench.task('dev-sales-live', 0, {}, { status: 'creating' }, taskResourceId('dev', 'run', undefined));
      },
      /DMS tasks exist: dev-sales-live \(creating\)\. Fix/,
    ],
    'a run in flight': [
      () => bench.run('daily', { hoursAgo: 0.5 }),
      /runs are in flight: sales\.daily\.2026.*lakeferry cancel <run>/,
    ],
  };
  test.each(Object.keys(cases))('%s', async (name) => {
    const [add, text] = cases[name] ?? [];
    await addDaily();
    await addLive();
    await addLoad();
    await add?.();
    const before = [...bench.left('staging'), ...bench.left('inbox')];
    const { status, reason = '' } = (await bench.request()) ?? {};
    expect(status).toBe('FAILED');
    expect(reason).toMatch(/^the environment is not removed, and nothing was deleted: /);
    expect(reason).toMatch(text ?? /^$/);
    expect([...bench.left('staging'), ...bench.left('inbox')]).toEqual(before);
  });

  test('all of it in one message', async () => {
    await addDaily();
    await addLive();
    await addLoad();
    for (const name of ['2', '3']) bench.file('staging', change(name), 1);
    bench.file('inbox', 'sales/prices/b.csv', 1);
    expect((await bench.request())?.reason).toMatch(
      /: 3 files, \d+ bytes, wait: sales\/live 2 files \d+ bytes, not in the lake, sales\/prices 1 file/,
    );
  });

  test('of a job with publish: none, whose files are only in staging', async () => {
    const plan = bench.addJob('raw');
    bench.jobs.set('sales/raw', { ...plan, publishing: { kind: 'none' } });
    await bench.run('raw', { outcome: 'succeeded', hoursAgo: 2 });
    bench.file('staging', 'sales/raw/sales/orders/LOAD1.csv', 1);
    expect((await bench.request())?.reason).toContain('publish: none');
  });
});

test('a load that failed does not wait: its source still has the rows', async () => {
  await addDaily();
  await bench.run('daily', { outcome: 'failed', hoursAgo: 1 });
  expect(await bench.request()).toMatchObject({ status: 'SUCCESS' });
  expect(empty()).toEqual([[], [], []]);
});

test('versions of a deleted key do not wait, on whichever page they are', async () => {
  await addLoad();
  bench.versionsPerPage = 2;
  for (const version of ['9', '8', '7', '6'])
    bench.olderVersion('inbox', 'sales/prices/gone.csv', version, version === '9');
  expect(await bench.request()).toMatchObject({ status: 'SUCCESS' });
  expect(bench.left('inbox')).toEqual([]);
});

test('a file that arrives between the check and the deletion is kept, and the removal refused', async () => {
  await addDaily();
  await addLive();
  bench.versionsPerPage = 1;
  bench.beforeDeletion = () => {
    bench.beforeDeletion = () => bench.file('staging', change('9'), 0);
  };
  const { status, reason } = (await bench.request()) ?? {};
  expect(status).toBe('FAILED');
  expect(reason).toMatch(
    /only files that did not wait were deleted \(\d\): 1 file, \d+ bytes, wait: sales\/live/,
  );
  expect(bench.left('staging')).toContain(change('9'));
});

describe('the stack stays', () => {
  test.each([
    'UPDATE_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'ROLLBACK_IN_PROGRESS',
    'gone',
  ])('nothing is read or deleted when the resource goes in %s', async (status) => {
    await addDaily();
    bench.file('staging', change('2'), 1);
    bench.status = status;
    expect(await bench.request()).toMatchObject({ status: 'SUCCESS', physicalId: 'removal' });
    expect(bench.left('staging')).toHaveLength(2);
  });

  test.each(['Create', 'Update'] as const)('nothing happens at a %s', async (type) => {
    await addDaily();
    const physicalId = type === 'Create' ? 'removal-Removal' : 'removal';
    expect(await bench.request(type)).toMatchObject({ status: 'SUCCESS', physicalId });
    expect(bench.left('staging')).toEqual([snapshot]);
  });
});

test.each(['lakeferry-dev-sales', 'lakeferry-dev-2-platform', 'lakeferry-prod-platform'])(
  'nothing is deleted while another stack is: %s',
  async (stack) => {
    await addDaily();
    bench.stackId = bench.stackId.replace('lakeferry-dev-platform', stack);
    expect(await bench.request()).toMatchObject({
      status: 'FAILED',
      reason: expect.stringMatching(/ is not its stack lakeferry-dev-platform$/),
    });
    expect(bench.left('staging')).toEqual([snapshot]);
  },
);

test('a staging bucket that others own is not touched, whatever is in it', async () => {
  await addDaily();
  await addLoad();
  bench.file('staging', change('2'), 1);
  bench.buckets = { InboxBucket: 'inbox' };
  expect(await bench.request()).toMatchObject({ status: 'SUCCESS' });
  expect([bench.left('staging').length, bench.left('inbox')]).toEqual([2, []]);
});

describe('many files', () => {
  beforeEach(async () => {
    await addDaily();
    for (let file = 2; file < 30; file += 1)
      bench.file('staging', `sales/daily/sales/orders/LOAD${String(file).padStart(8, '0')}.csv`, 4);
    bench.versionsPerPage = 4;
    bench.pagesPerInvocation = 3;
  });

  test('take several invocations', async () => {
    await addLoad();
    bench.olderVersion('inbox', 'sales/prices/a.csv', '0');
    await bench.loaded('sales/prices/a.csv', 'succeeded', '0');
    expect(await bench.request()).toMatchObject({ status: 'SUCCESS' });
    expect(bench.invocations).toBeGreaterThan(5);
    expect(empty()).toEqual([[], [], []]);
    expect(bench.answers).toHaveLength(1);
  });

  test('are refused after 50 minutes, and the next attempt continues', async () => {
    bench.minutesPerInvocation = 9;
    const first = await bench.request();
    expect(first).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('to continue') });
    const left = bench.left('staging').length;
    expect(left).toBeLessThan(29);
    for (let attempt = 1; attempt <= 3; attempt += 1) await bench.request();
    expect(bench.answers.at(-1)).toMatchObject({ status: 'SUCCESS' });
    expect(bench.left('staging')).toEqual([]);
  });

  test('the last of which waits: the message names it, and all are there', async () => {
    bench.file('staging', 'z/z/z/z', 1);
    expect((await bench.request())?.reason).toContain('z/z 1 file');
    expect(bench.left('staging')).toHaveLength(30);
  });
});

describe('a check by a person', () => {
  const check = () =>
    prepareRemoval(
      bench.functionPorts,
      { RequestType: 'Check', ResourceProperties: bench.buckets },
      bench.now,
    );

  test('names all that would refuse the removal, while the environment works, and deletes nothing', async () => {
    bench.status = 'UPDATE_COMPLETE';
    await addDaily();
    await addLive();
    bench.file('staging', change('2'), 1);
    bench.file('inbox', 'sales/prices/b.csv', 1);
    bench.task('dev-sales-live', 30, { 'lakeferry:environment': 'dev' }, { status: 'running' });
    const before = empty();
    expect(await check()).toEqual({
      outcome: 'would-be-refused',
      reason: expect.stringMatching(
        /^the removal would be refused: DMS tasks exist: dev-sales-live \(running\); 2 files, .* sales\/live 1 file .* sales\/prices 1 file/,
      ),
    });
    expect(empty()).toEqual(before);
    expect(bench.answers).toEqual([]);
  });

  test('says that nothing waits, or that it had no time for all files', async () => {
    await addDaily();
    bench.file('staging', 'sales/daily/sales/orders/LOAD00000002.csv', 4);
    expect(await check()).toEqual({ outcome: 'nothing-waits' });
    bench.versionsPerPage = 1;
    bench.pagesPerInvocation = 1;
    expect(await check()).toEqual({ outcome: 'unfinished' });
    expect(bench.left('staging')).toHaveLength(2);
  });
});

test('an error is answered with its text, so that CloudFormation does not wait for an hour', async () => {
  await addDaily();
  bench.beforeDeletion = () => {
    throw new Error('AccessDenied: no s3:DeleteObjectVersion');
  };
  expect(await bench.request()).toMatchObject({
    status: 'FAILED',
    reason:
      'the environment is not removed: AccessDenied: no s3:DeleteObjectVersion. Fix the cause, then delete the stack again',
  });
  expect(bench.left('staging')).toEqual([snapshot]);
});

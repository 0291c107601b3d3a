import type { Alert } from '../../../aws/alerts';
import type { History } from '../../../aws/history/history';
import { DroppedFile } from '../../../core/loads/dropped-file';
import { lastReceive, mostReceives } from '../../../core/loads/queue';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { newLoadRun } from '../../../core/runs/record/new-load-run';
import { RunError } from '../../../core/runs/record/run-error';
import { stateOf } from '../../../core/runs/record/run-record';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { type LoadCsvPorts, loadCsv } from '../../../functions/load-csv/load-csv';
import { openTarget } from '../../../functions/load-csv/target-database';
import { deliverOutbox } from '../../../functions/poll-tasks/outbox/deliver-outbox';
import { PollTime } from '../../../functions/poll-tasks/poll-time';
import { emptyDatabase, usePostgres, withClient } from '../../helpers/databases/postgres';
import { MemoryInbox, sampleLoad } from '../../helpers/runs/load-plan';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { MemoryOutside } from '../../helpers/runs/memory-outside';
import { Reported } from '../../helpers/runs/reporting';

const server = usePostgres();
const now = new Date('2026-03-01T10:00:05.000Z');
const good = 'sku,price,since\na,1.50,2026-01-01\nb,NULL,2026-01-02\n';

// Failures are logged, which would hide the output of the tests.
afterAll(() => jest.restoreAllMocks());

let inbox: MemoryInbox;
let history: History;
const database = 'loads';

/** Milliseconds for which an invocation has worked. */
const worked = jest.spyOn(performance, 'now');
afterAll(() => worked.mockRestore());
beforeEach(async () => {
  worked.mockReset();
  worked.mockReturnValue(0);
  await emptyDatabase(server(), database);
  inbox = new MemoryInbox();
  history = memoryHistory();
});

function ports(over: Partial<LoadPlan> = {}, more: Partial<LoadCsvPorts> = {}): LoadCsvPorts {
  const { host, port, user: username, password } = server();
  const plan = sampleLoad(over);
  return {
    history,
    inbox,
    plans: { load: async () => plan },
    // The plan of a waiting file may name another database.
    connections: { target: async (copy) => ({ ...copy, databaseName: database }) },
    secrets: { databaseLogin: async () => ({ username, password, host, port }) },
    openTarget,
    retentionDays: 30,
    log: new Reported().log,
    ...more,
  };
}

/** Event of the queue, with the message of the load's rule. */
function message(key: string, content: string | undefined, received = 1) {
  const file = content === undefined ? inbox.newestOf.get(key) : inbox.drop(key, content);
  const body = {
    load: 'sales/prices',
    plan: { bucket: 'assets', key: 'sales.json' },
    time: '2026-03-01T10:00:00Z',
    detail: {
      version: '0',
      bucket: { name: 'inbox' },
      object: {
        key,
        size: content?.length ?? 0,
        etag: file?.eTag,
        'version-id': file?.version,
        sequencer: file?.sequencer,
      },
      reason: 'PutObject',
    },
  };
  return {
    Records: [
      {
        messageId: 'm1',
        body: JSON.stringify(body),
        attributes: { ApproximateReceiveCount: String(received) },
      },
    ],
  };
}

const rows = () =>
  withClient(server(), database, async (client) => (await client.query('SELECT * FROM prices')).rowCount);

/** Delivers the messages that wait, and returns the alerts for operators among them. */
async function alerts(): Promise<readonly Alert[]> {
  const sent: Alert[] = [];
  const outside = new MemoryOutside();
  const ports = {
    ...{ history, environment: 'dev', events: outside.bus, channels: outside.topics },
    ...{ departments: outside.departments, plans: outside.plans },
    ...new Reported(),
    alerts: { notify: async (alert: Alert) => void sent.push(alert) },
  };
  const time = new PollTime({ startClock: () => () => 0 });
  await deliverOutbox(ports, new Date(now.getTime() + 60_000), time);
  return sent;
}

test('a file becomes a run like any other, with its table, rows and bytes', async () => {
  expect(await loadCsv(ports(), message('sales/prices/new file+%.csv', good), now)).toEqual({
    batchItemFailures: [],
  });
  const id = await runId('sales/prices/new file+%.csv');
  const whole = await history.runWithTables(id);
  expect(whole).toMatchObject({
    run: {
      jobKey: 'sales/prices',
      trigger: { by: 'file', key: 'sales/prices/new file+%.csv' },
      phases: { opened: now.toISOString(), loadFinished: now.toISOString(), closed: now.toISOString() },
      verdict: { outcome: 'succeeded', evidence: { tables: 1, tablesCompleted: 1, rows: 2 } },
    },
    tables: [
      {
        schema: 'public',
        table: 'prices',
        state: 'Table completed',
        rows: 2,
        errorRows: 0,
        bytes: good.length,
      },
    ],
  });
  expect(id).toMatch(/^sales\.prices\.20260301T100000Z-[0-9a-f]{8}$/);
});

async function runId(key: string): Promise<string> {
  const { loadRunId } = await import('../../../core/loads/dropped-file');
  const file = inbox.newestOf.get(key);
  if (file === undefined) throw new Error('no such file');
  return loadRunId('sales/prices', { ...file, writtenAt: '2026-03-01T10:00:00.000Z' }, 0);
}

test('the same event ten times, some at the same time, is one run and loads once', async () => {
  const event = message('a.csv', good);
  await Promise.all(Array.from({ length: 10 }, () => loadCsv(ports(), event, now)));
  await loadCsv(ports(), event, now);
  expect(await rows()).toBe(2);
  expect(stateOf((await history.run(await runId('a.csv'))) ?? never())).toBe('succeeded');
});

test('a run is closed when its load has ended, not when the invocation began', async () => {
  let minutes = 0;
  worked.mockImplementation(() => {
    minutes += 1;
    return minutes * 60_000;
  });
  await loadCsv(ports(), message('slow.csv', good), now);
  const {
    opened = '',
    loadFinished = '',
    closed = '',
  } = (await history.run(await runId('slow.csv')))?.phases ?? {};
  expect(Date.parse(opened)).toBeGreaterThan(now.getTime());
  expect(Date.parse(loadFinished)).toBeGreaterThan(Date.parse(opened));
  expect(Date.parse(closed)).toBeGreaterThanOrEqual(Date.parse(loadFinished));
});

test('a rejected file fails its run with its lines, is not retried, and raises an alert', async () => {
  const bad = `${good}c,dear,2026-01-01\n`;
  expect(await loadCsv(ports(), message('bad.csv', bad), now)).toEqual({ batchItemFailures: [] });
  expect(await history.run(await runId('bad.csv'))).toMatchObject({
    verdict: {
      outcome: 'failed',
      findings: [
        { code: 'rows-refused', detail: 'line 4: column price: "dear" is not a valid numeric(12,2)' },
      ],
    },
  });
  expect([...(await alerts()), ...(await alerts())]).toEqual([
    expect.objectContaining({
      job: 'sales/prices',
      kind: 'load-failed',
      state: 'raised',
      detail: expect.stringContaining('line 4'),
    }),
  ]);
});

test('a run with allowed bad rows ends as succeeded-with-table-errors', async () => {
  await loadCsv(ports({ rejectUpTo: 5 }), message('bad.csv', `${good}c,dear,2026-01-01\n`), now);
  expect(await history.runWithTables(await runId('bad.csv'))).toMatchObject({
    run: {
      verdict: {
        outcome: 'succeeded-with-table-errors',
        findings: [
          { code: 'rows-rejected', detail: expect.stringMatching(/^1 of 3 rows: s3:\/\/inbox\/rejected\//) },
        ],
      },
    },
    tables: [{ rows: 2, errorRows: 1 }],
  });
});

test('an unreachable database is retried, then the run fails with an alert; a redriven message still loads', async () => {
  const away = ports(
    {},
    {
      openTarget: async () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    },
  );
  const event = message('a.csv', good);
  expect(await loadCsv(away, event, now)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect((await history.run(await runId('a.csv')))?.phases.closed).toBeUndefined();
  expect(await alerts()).toEqual([]);
  expect(
    (await loadCsv(away, message('a.csv', undefined, mostReceives), now)).batchItemFailures,
  ).toHaveLength(1);
  expect(await history.run(await runId('a.csv'))).toMatchObject({
    verdict: { outcome: 'failed', findings: [{ code: 'target-unreachable' }] },
  });
  expect(await alerts()).toMatchObject([{ kind: 'load-failed' }]);
  // It is received once more on its way to the dead letters: the run stays closed.
  const last = message('a.csv', undefined, lastReceive);
  expect((await loadCsv(ports(), last, now)).batchItemFailures).toHaveLength(1);
  expect(await history.run(`${await runId('a.csv')}-2`)).toBeUndefined();
  // A redrive sends a new message.
  expect((await loadCsv(ports(), redriven(event), now)).batchItemFailures).toEqual([]);
  expect(await history.run(`${await runId('a.csv')}-2`)).toMatchObject({ verdict: { outcome: 'succeeded' } });
});

test('a function that is killed in each attempt leaves no open run: it is closed with an alert, and the message goes to the dead letters', async () => {
  await history.openRun(openedOnly('big.csv'));
  const last = message('big.csv', undefined, lastReceive);
  expect((await loadCsv(ports(), last, now)).batchItemFailures).toHaveLength(1);
  expect(await history.run(await runId('big.csv'))).toMatchObject({
    phases: { closed: now.toISOString() },
    verdict: { outcome: 'failed', findings: [{ code: 'load-broke-off' }] },
  });
  expect(await alerts()).toMatchObject([
    { kind: 'load-failed', detail: expect.stringContaining('killed in') },
  ]);
  expect(await loadCsv(ports(), redriven(message('big.csv', undefined)), now)).toEqual({
    batchItemFailures: [],
  });
  expect(await history.run(`${await runId('big.csv')}-2`)).toMatchObject({
    verdict: { outcome: 'succeeded' },
  });
});

/** State after a delivery whose function is killed. */
function openedOnly(key: string) {
  inbox.drop(key, good);
  const dropped = DroppedFile.parse(JSON.parse(message(key, undefined).Records[0]?.body ?? ''));
  return newLoadRun(dropped, 'm1', 0, 30, now);
}

function redriven(event: ReturnType<typeof message>) {
  return { Records: event.Records.map((record) => ({ ...record, messageId: 'm2' })) };
}

test('killed after any call to a port, and delivered again: one run, the rows once', async () => {
  for (let killAt = 1; ; killAt += 1) {
    history = memoryHistory();
    const event = message(`k${killAt}.csv`, good);
    await withClient(server(), database, (client) => client.query('DROP TABLE IF EXISTS prices'));
    let calls = 0;
    const killing = <T extends object>(port: T): T =>
      new Proxy(port, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== 'function') return value;
          return async (...given: unknown[]) => {
            calls += 1;
            const fatal = calls === killAt;
            const answer: unknown = await Reflect.apply(value, target, given);
            if (fatal) throw Object.assign(new Error('killed'), { name: 'Sandbox.Timedout' });
            return answer;
          };
        },
      });
    const whole = ports();
    await loadCsv(
      {
        ...whole,
        history: killing(history),
        inbox: killing(inbox),
        plans: killing(whole.plans),
        secrets: killing(whole.secrets),
      },
      event,
      now,
    );
    await loadCsv(whole, event, now);
    expect(await rows()).toBe(2);
    const run = await history.runWithTables(await runId(`k${killAt}.csv`));
    expect(run).toMatchObject({
      run: { verdict: { outcome: 'succeeded', evidence: { rows: 2 } } },
      tables: [{ rows: 2 }],
    });
    if (calls < killAt) {
      expect(killAt).toBeGreaterThan(8);
      break;
    }
  }
});

/** The history, whose calls fail as `fails` says. */
function failing(fails: (call: string) => boolean): History {
  return new Proxy(history, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        if (fails(String(name))) throw new RunError('Throttled', `${String(name)} is refused`);
        return await Reflect.apply(value, target, given);
      };
    },
  });
}

const afterCommit = ['recordTables', 'recordPhase', 'recordVerdict', 'closeRun'];

describe('rows that are committed never belong to a failed run', () => {
  const outcomeOf = async (key: string, suffix = '') =>
    (await history.run(`${await runId(key)}${suffix}`))?.verdict?.outcome;
  test.each(afterCommit)('the history refuses %s once, at the last attempt', async (refused) => {
    let left = 1;
    const refusing = failing((call) => {
      if (call !== refused) return false;
      left -= 1;
      return left >= 0;
    });
    const last = await loadCsv(
      ports({}, { history: refusing }),
      { ...message('a.csv', good, mostReceives) },
      now,
    );
    expect(last.batchItemFailures).toHaveLength(1);
    expect([await rows(), await alerts()]).toEqual([2, []]);
    const settled = await loadCsv(ports(), message('a.csv', undefined, lastReceive), now);
    expect(settled.batchItemFailures).toEqual([]);
    expect([await outcomeOf('a.csv'), await alerts(), await rows()]).toEqual(['succeeded', [], 2]);
    expect((await history.runWithTables(await runId('a.csv')))?.tables).toMatchObject([{ rows: 2 }]);
  });

  test('the history refuses all writes after the commit for all deliveries; the redriven message finds the rows', async () => {
    const refusing = ports({}, { history: failing((call) => afterCommit.includes(call)) });
    await loadCsv(refusing, message('a.csv', good, mostReceives), now);
    await loadCsv(refusing, message('a.csv', undefined, lastReceive), now);
    expect([await outcomeOf('a.csv'), await alerts(), await rows()]).toEqual([undefined, [], 2]);
    expect((await loadCsv(ports(), redriven(message('a.csv', undefined)), now)).batchItemFailures).toEqual(
      [],
    );
    expect([await outcomeOf('a.csv'), await alerts(), await rows()]).toEqual(['succeeded', [], 2]);
  });

  test('killed after the commit, and then the database is away: the run is unsettled, and a redrive corrects it', async () => {
    await loadCsv(
      ports({}, { history: failing((call) => afterCommit.includes(call)) }),
      message('a.csv', good, mostReceives),
      now,
    );
    const openNothing = async () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    };
    const away = ports({}, { openTarget: openNothing });
    expect(
      (await loadCsv(away, message('a.csv', undefined, lastReceive), now)).batchItemFailures,
    ).toHaveLength(1);
    expect((await history.run(await runId('a.csv')))?.verdict?.findings[0]?.code).toBe('load-unsettled');
    expect((await loadCsv(ports(), redriven(message('a.csv', undefined)), now)).batchItemFailures).toEqual(
      [],
    );
    expect([await outcomeOf('a.csv'), await outcomeOf('a.csv', '-2'), await rows()]).toEqual([
      'succeeded',
      'skipped',
      2,
    ]);
  });

  test('the answer to the commit is lost at the last attempt: the database says that it holds the rows', async () => {
    const losing: LoadCsvPorts['openTarget'] = async (login, target) => {
      const client = await openTarget(login, target);
      const query = client.query.bind(client);
      return new Proxy(client, {
        get(from, name) {
          if (name !== 'query') return Reflect.get(from, name);
          return (...given: [string]) => {
            const sent = query(...given);
            if (given[0] !== 'COMMIT') return sent;
            return sent.then(() => {
              throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
            });
          };
        },
      });
    };
    const whole = ports();
    await loadCsv(whole, message('earlier.csv', 'sku,price,since\nz,1,2026-01-01\n'), now);
    let opened = 0;
    const once: LoadCsvPorts['openTarget'] = (login, target) => {
      opened += 1;
      return opened === 1 ? losing(login, target) : openTarget(login, target);
    };
    const end = await loadCsv({ ...whole, openTarget: once }, message('a.csv', good, mostReceives), now);
    expect(end.batchItemFailures).toEqual([]);
    expect([await outcomeOf('a.csv'), await alerts(), await rows()]).toEqual(['succeeded', [], 3]);
  });

  test('a late attempt of a closed run commits nothing', async () => {
    const event = message('a.csv', good);
    const closing = failing(() => false);
    const late = new Proxy(closing, {
      get(target, name) {
        if (name !== 'beginCommit') return Reflect.get(target, name);
        return async (run: string, at: string) => {
          await history.closeRun(run, {
            at,
            otherwise: verdictWithout('failed', 'load-broke-off', 'killed'),
          });
          return await history.beginCommit(run, at);
        };
      },
    });
    await loadCsv(ports({}, { history: late }), event, now);
    expect([await rows().catch(() => 0), await outcomeOf('a.csv')]).toEqual([0, 'failed']);
  });
});

test.each([
  ['a bad row', `${good}c,dear,2026-01-01\n`, { rejectUpTo: 1 }, 2],
  ['an end mark', `${good}\\.\nc,1,2026-01-01\n`, { rejectUpTo: 1 }, 3],
  ['a key that occurs twice', `${good}a,2,2026-01-01\n`, { mode: 'upsert', keys: ['sku'], rejectUpTo: 2 }, 2],
] as const)(
  'after a quick COPY that %s ended, another connection loads the file',
  async (_what, content, over, loaded) => {
    let opened = 0;
    const breaking: LoadCsvPorts['openTarget'] = async (login, target) => {
      opened += 1;
      const client = await openTarget(login, target);
      if (opened > 1) return client;
      const query: (...given: unknown[]) => unknown = client.query.bind(client);
      let broken = false;
      return new Proxy(client, {
        get(from, name) {
          if (name !== 'query') return Reflect.get(from, name);
          return (...given: unknown[]) => {
            const [first] = given;
            if (broken)
              return Promise.reject(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
            broken = 'mode' in over ? String(first).includes('GROUP BY') : typeof first === 'object';
            return query(...given);
          };
        },
      });
    };
    const plan = { ...over, keys: 'keys' in over ? [...over.keys] : [] };
    expect(await loadCsv(ports(plan, { openTarget: breaking }), message('a.csv', content), now)).toEqual({
      batchItemFailures: [],
    });
    expect([opened, await rows()]).toEqual([2, loaded]);
  },
);

test('folder objects are ignored; a message that no rule sends goes to the dead-letter queue', async () => {
  expect(await loadCsv(ports(), message('sales/prices/', ''), now)).toEqual({ batchItemFailures: [] });
  const stray = {
    Records: [
      { messageId: 'm2', body: '{"Event":"s3:TestEvent"}', attributes: { ApproximateReceiveCount: '1' } },
    ],
  };
  expect(await loadCsv(ports(), stray, now)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] });
});

function never(): never {
  throw new Error('there is no run');
}

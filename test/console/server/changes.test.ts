import { createFeed, type FeedMessage } from '../../../console/server/changes/feed';
import { startServer } from '../../../console/server/start-server';
import { ConsoleWorld } from '../../helpers/console/console-world';
import { signIn } from '../../helpers/console/http';
import { until } from '../../helpers/run/until';

async function listening() {
  const world = await new ConsoleWorld().fill();
  const reads = jest.spyOn(world.environment.history, 'inFlightRuns');
  const feed = createFeed(world.ports, 0.01);
  const messages: FeedMessage[] = [];
  const stop = feed.listen((message) => messages.push(message));
  await until('the first read', async () => reads.mock.calls.length > 1);
  return { world, feed, messages, stop, reads };
}

test('pages get the names of jobs and runs that changed, and nothing while nothing changes', async () => {
  const { world, messages, stop } = await listening();
  expect(messages).toEqual([]);
  await world.progress(55);
  await until('a message', async () => messages.length > 0);
  const change = { jobs: ['sales/invoices'], runs: [world.openRun] };
  expect(messages).toEqual([{ kind: 'changed', change }]);
  stop();
});

test('a run that ends has changed, and its job', async () => {
  const { world, messages, stop } = await listening();
  const { history } = world.environment;
  await history.closeInFlightRun({ run: world.openRun });
  await until('a message', async () => messages.length > 0);
  expect(messages[0]).toMatchObject({ change: { runs: [world.openRun], jobs: ['sales/invoices'] } });
  stop();
});

test('a run that waits for DMS has changed, and its job', async () => {
  const { world, messages, stop } = await listening();
  await world.environment.history.recordWaitForDms(world.openRun, 'the connection is being tested');
  await until('a message', async () => messages.length > 0);
  const change = { jobs: ['sales/invoices'], runs: [world.openRun] };
  expect(messages).toEqual([{ kind: 'changed', change }]);
  stop();
});

test('pages learn of messages that could not be delivered, and of their delivery', async () => {
  const { world, messages, stop } = await listening();
  const { history } = world.environment;
  const { outbox } = history;
  history.outbox = async (report) => {
    report?.('m1', 'its shape is unknown');
    return await outbox(report);
  };
  await until('a message', async () => messages.length > 0);
  history.outbox = outbox;
  await until('another message', async () => messages.length > 1);
  const change = { jobs: [], runs: [] };
  expect(messages).toEqual([
    { kind: 'changed', change },
    { kind: 'changed', change },
  ]);
  stop();
});

test('the history is read only while a page listens', async () => {
  const { feed, stop, reads } = await listening();
  stop();
  const before = reads.mock.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(reads.mock.calls.length).toBeLessThanOrEqual(before + 1);
  const again = feed.listen(() => undefined);
  await until('a read', async () => reads.mock.calls.length > before + 1);
  again();
});

test('pages learn that the history cannot be read, and why', async () => {
  const { world, messages, stop } = await listening();
  world.environment.history.jobStates = async () => {
    throw Object.assign(new Error('The security token is expired'), { name: 'ExpiredTokenException' });
  };
  await until('a message', async () => messages.length > 0);
  expect(messages[0]).toMatchObject({ kind: 'trouble', error: { code: 'refused-by-aws' } });
  stop();
});

test('pages learn that the history can be read again, also when nothing changed', async () => {
  const { world, messages, stop } = await listening();
  const { jobStates } = world.environment.history;
  world.environment.history.jobStates = async () => {
    throw new Error('unreachable');
  };
  await until('the trouble', async () => messages.length > 0);
  world.environment.history.jobStates = jobStates;
  await until('the end of it', async () => messages.at(-1)?.kind === 'recovered');
  stop();
});

test('a page that is opened again while the history is read does not double the reads', async () => {
  const { feed, stop, reads, world } = await listening();
  let open = 0;
  let most = 0;
  const { inFlightRuns } = world.environment.history;
  world.environment.history.inFlightRuns = async (report) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 30));
    open -= 1;
    return await inFlightRuns(report);
  };
  await until('a read', async () => open > 0);
  stop();
  const again = feed.listen(() => undefined);
  const before = reads.mock.calls.length;
  await until('further reads', async () => reads.mock.calls.length > before + 4);
  again();
  expect(most).toBe(1);
});

test('changes arrive as server-sent events', async () => {
  const world = await new ConsoleWorld().fill();
  const feed = createFeed(world.ports, 0.01);
  const server = await startServer(world.ports, { readOnly: false, pages: '', port: 0, feed });
  const cookie = await signIn(server.url);
  const response = await fetch(`http://127.0.0.1:${server.port}/api/changes`, { headers: { cookie } });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.getReader();
  let text = '';
  const read = async (wanted: string): Promise<void> => {
    while (reader !== undefined && !text.includes(wanted))
      text += new TextDecoder().decode((await reader.read()).value);
  };
  await read('event: open');
  let percent = 50;
  const timer = setInterval(() => {
    percent += 1;
    void world.progress(percent);
  }, 20);
  await read('event: changed');
  await read(world.openRun);
  clearInterval(timer);
  await reader?.cancel();
  await server.stop();
});

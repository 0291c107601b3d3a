import {
  followStream,
  type StreamMessage,
  type TabMessage,
  type TabPorts,
} from '../../../console/web/data/shared-stream';

/** A browser with tabs of one console, without a server. Messages arrive at once. */
class Tabs {
  readonly channels = new Set<TabPorts['channel']>();
  /** Streams that are open. */
  readonly streams = new Set<(message: StreamMessage) => void>();
  #last: Promise<unknown> = Promise.resolve();
  /** Replaces the wait for the lock. */
  lock: TabPorts['lock'] | undefined;

  open(isVisible = true) {
    const received: StreamMessage[] = [];
    let listener = (): void => undefined;
    const channel: TabPorts['channel'] = {
      onmessage: null,
      postMessage: (data: TabMessage) => {
        for (const other of this.channels) if (other !== channel) other.onmessage?.({ data });
      },
      close: () => this.channels.delete(channel),
    };
    this.channels.add(channel);
    const ports: TabPorts = {
      channel,
      openStream: (receive) => {
        this.streams.add(receive);
        return () => this.streams.delete(receive);
      },
      lock: (signal, work) => {
        if (this.lock !== undefined) return this.lock(signal, work);
        const turn = this.#last.then(async () => (signal.aborted ? undefined : await work()));
        this.#last = turn;
        return turn;
      },
      isVisible: () => isVisible,
      onVisibility: (heard) => {
        listener = heard;
        return () => undefined;
      },
    };
    const close = followStream(ports, (message) => received.push(message));
    const see = (visible: boolean): void => {
      isVisible = visible;
      listener();
    };
    return {
      received,
      kinds: () => received.splice(0).map(({ kind }) => kind),
      close,
      hide: () => see(false),
      show: () => see(true),
    };
  }

  /** The server sends a message to each open stream. */
  send(message: StreamMessage): void {
    for (const receive of this.streams) receive(message);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const changed: StreamMessage = { kind: 'changed', change: { jobs: ['a/b'], runs: [] } };

async function open(count: number) {
  const tabs = new Tabs();
  const opened = Array.from({ length: count }, () => tabs.open());
  await settled();
  tabs.send({ kind: 'live' });
  for (const tab of opened) expect(tab.kinds()).toEqual(['live']);
  return { tabs, opened };
}

test('twenty tabs share one stream, and all learn what changed', async () => {
  const { tabs, opened } = await open(20);
  tabs.send(changed);
  for (const tab of opened) expect(tab.received).toEqual([changed]);
  expect(tabs.streams.size).toBe(1);
});

test('a tab that is opened later learns that the stream is open, or why not', async () => {
  const { tabs } = await open(1);
  expect(tabs.open().kinds()).toEqual(['live']);
  const trouble: StreamMessage = { kind: 'trouble', error: { code: 'x', message: 'refused' } };
  tabs.send(trouble);
  expect(tabs.open().received).toEqual([trouble]);
});

test('another tab reads the stream when the one that did is closed, and all catch up', async () => {
  const { tabs, opened } = await open(3);
  const [first, ...others] = opened;
  first?.close();
  await settled();
  expect(tabs.streams.size).toBe(1);
  tabs.send({ kind: 'live' });
  for (const tab of others) expect(tab.kinds()).toEqual(['recovered']);
  tabs.send(changed);
  for (const tab of others) expect(tab.kinds()).toEqual(['changed']);
  expect(first?.kinds()).toEqual([]);
});

test('a hidden tab follows nothing, and catches up when it is visible again', async () => {
  const { tabs, opened } = await open(2);
  const [, hidden] = opened;
  hidden?.hide();
  tabs.send(changed);
  expect(hidden?.kinds()).toEqual([]);
  hidden?.show();
  expect(hidden?.kinds()).toEqual(['recovered']);
});

test('tabs that are all hidden keep no stream', async () => {
  const { tabs, opened } = await open(2);
  for (const tab of opened) tab.hide();
  await settled();
  expect(tabs.streams.size).toBe(0);
  opened[1]?.show();
  await settled();
  tabs.send({ kind: 'live' });
  expect(opened.map((tab) => tab.kinds())).toEqual([[], ['recovered']]);
});

test('after a sleep, in which the connection was lost, all tabs catch up once', async () => {
  const { tabs, opened } = await open(2);
  for (const kind of ['lost', 'lost', 'live', 'live'] as const) tabs.send({ kind });
  for (const tab of opened) expect(tab.kinds()).toEqual(['lost', 'lost', 'recovered', 'live']);
});

test('a tab that is hidden while it waits for its turn never reads', async () => {
  const { tabs, opened } = await open(2);
  opened[1]?.hide();
  opened[0]?.close();
  await settled();
  expect(tabs.streams.size).toBe(0);
});

test('a tab that cannot follow changes says why, unless it gave up its wait itself', async () => {
  const tabs = new Tabs();
  tabs.lock = () => Promise.reject(new Error('locks are not allowed'));
  const tab = tabs.open();
  await settled();
  expect(tab.received).toEqual([
    {
      kind: 'trouble',
      error: {
        code: 'not-followed',
        message: 'this page cannot follow changes (Error: locks are not allowed)',
        fix: 'reload the page',
      },
    },
  ]);
  tabs.lock = (signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const hidden = tabs.open();
  hidden.hide();
  await settled();
  expect(hidden.received).toEqual([]);
});

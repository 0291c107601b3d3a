import type { StreamMessage, TabMessage, TabPorts } from './shared-stream';

const name = 'lakeferry-changes';

/** Parts of this browser. A console on another port is another origin, which has its own channel and lock. */
export function openTab(): TabPorts {
  return {
    openStream,
    channel: openChannel(),
    lock: (signal, work) => navigator.locks.request(name, { signal }, work),
    isVisible: () => document.visibilityState === 'visible',
    onVisibility: (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
  };
}

function openChannel(): TabPorts['channel'] {
  const channel = new BroadcastChannel(name);
  const port: TabPorts['channel'] = {
    onmessage: null,
    postMessage: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => port.onmessage?.({ data });
  return port;
}

function openStream(receive: (message: StreamMessage) => void): () => void {
  const events = new EventSource('/api/changes');
  events.addEventListener('open', () => receive({ kind: 'live' }));
  events.addEventListener('error', () => receive({ kind: 'lost' }));
  for (const kind of ['changed', 'trouble', 'recovered'])
    events.addEventListener(kind, ({ data }: MessageEvent<string>) => {
      const message: StreamMessage = JSON.parse(data);
      receive(message);
    });
  return () => events.close();
}

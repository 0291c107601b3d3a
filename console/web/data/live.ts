import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FeedMessage } from '../../server/changes/feed';
import { isReport } from './report';

/** Connection to the server: `behind` means that pages show what they had. */
export type Connection =
  | { readonly state: 'connecting' | 'live' | 'report' }
  | { readonly state: 'behind'; readonly because: string; readonly fix?: string | undefined };

/** Queries again what an event names, and everything after the connection was lost, as after a sleep. */
export function useLiveData(): Connection {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>({ state: isReport ? 'report' : 'connecting' });
  useEffect(() => {
    if (isReport) return;
    let wasLost = false;
    const events = new EventSource('/api/changes');
    events.addEventListener('open', () => {
      setConnection({ state: 'live' });
      if (wasLost) void queries.invalidateQueries();
      wasLost = false;
    });
    events.addEventListener('error', () => {
      wasLost = true;
      setConnection({
        state: 'behind',
        because: 'the console does not answer',
        fix: 'run lakeferry console',
      });
    });
    const receive = (event: MessageEvent<string>): void => {
      const message: FeedMessage = JSON.parse(event.data);
      if (message.kind === 'trouble') {
        const { message: because, fix } = message.error;
        setConnection({ state: 'behind', because, fix });
      } else {
        setConnection({ state: 'live' });
        void (message.kind === 'recovered' ? queries.invalidateQueries() : forget(queries, message));
      }
    };
    events.addEventListener('changed', receive);
    events.addEventListener('trouble', receive);
    events.addEventListener('recovered', receive);
    return () => events.close();
  }, [queries]);
  return connection;
}

async function forget(
  queries: QueryClient,
  { change }: Extract<FeedMessage, { kind: 'changed' }>,
): Promise<void> {
  const keys = [
    ['today'],
    ['calendar'],
    ...change.jobs.map((job) => ['runs', job]),
    ...change.runs.map((run) => ['run', run]),
  ];
  await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
}

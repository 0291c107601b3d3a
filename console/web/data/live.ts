import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Change } from '../../server/changes/changes';
import { isReport } from './report';
import { followStream, type StreamMessage } from './shared-stream';
import { staleKeys } from './stale-keys';
import { openTab } from './tab';

/** Connection to the server: `behind` means that pages show what they had. */
export type Connection =
  | { readonly state: 'connecting' | 'live' | 'report' }
  | { readonly state: 'behind'; readonly because: string; readonly fix?: string | undefined };

/** Queries again what an event names, and everything after events may have been missed, as after a sleep. */
export function useLiveData(): Connection {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>({ state: isReport ? 'report' : 'connecting' });
  useEffect(() => {
    if (isReport) return;
    return followStream(openTab(), (message) => {
      setConnection(connectionAfter(message));
      if (message.kind === 'recovered') void queries.invalidateQueries();
      if (message.kind === 'changed') void forget(queries, message.change);
    });
  }, [queries]);
  return connection;
}

function connectionAfter(message: StreamMessage): Connection {
  switch (message.kind) {
    case 'live':
    case 'recovered':
    case 'changed':
      return { state: 'live' };
    case 'lost':
      return { state: 'behind', because: 'the console does not answer', fix: 'run lakeferry console' };
    case 'trouble':
      return { state: 'behind', because: message.error.message, fix: message.error.fix };
  }
}

async function forget(queries: QueryClient, change: Change): Promise<void> {
  const cached = queries.getQueryCache().findAll({ queryKey: ['run'] });
  const runs = cached.flatMap(({ queryKey: [, run, part], state }) =>
    typeof run === 'string' && part === undefined ? [{ run, isRead: state.data !== undefined }] : [],
  );
  const keys = staleKeys(change, runs, new Date());
  await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
}

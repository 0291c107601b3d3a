import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { LoadPlan } from '../../core/planning/load-plan';
import type { LoadCsvPorts } from './load-csv-ports';

interface Connected {
  readonly client: Client;
  /** Ends the connection and opens another one. */
  readonly reconnect: () => Promise<Client>;
}

const endMilliseconds = 5000;

/** Connects to the target of a load, and ends all its connections afterwards. */
export async function withTarget<Result>(
  { connections, secrets, openTarget }: Pick<LoadCsvPorts, 'connections' | 'secrets' | 'openTarget'>,
  { target: planned }: Pick<LoadPlan, 'target'>,
  work: (connected: Connected) => Promise<Result>,
): Promise<Result> {
  const target = await connections.target(planned);
  const login = await secrets.databaseLogin(target.secretName);
  let open = await openTarget(login, target);
  const reconnect = async (): Promise<Client> => {
    await end(open);
    open = await openTarget(login, target);
    return open;
  };
  try {
    return await work({ client: open, reconnect });
  } finally {
    await end(open);
  }
}

/** Ends a connection, which may be broken. What it has not committed is rolled back. */
async function end(client: Client): Promise<void> {
  const ended = new AbortController();
  const late = sleep(endMilliseconds, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
  await Promise.race([client.end().catch(() => undefined), late]);
  ended.abort();
}

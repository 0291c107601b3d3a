import { Client } from 'pg';
import { isSourceLost, TargetError } from '../failures';
import { connectMilliseconds, sessionSettings } from '../source';
import type { TargetDatabase } from '../target-settings';

/** Opens a session in the target with the endpoint's settings. Throws TargetError. */
export async function connectTarget({
  config,
  afterConnect,
  statementSeconds,
}: TargetDatabase): Promise<Client> {
  const client = new Client({
    ...config,
    application_name: 'lakeferry local DMS target',
    connectionTimeoutMillis: connectMilliseconds,
  });
  // A lost server also emits this event. The running query rejects, and is handled there.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sessionSettings);
    await client.query(`SET statement_timeout = ${statementSeconds * 1000}`);
    if (afterConnect !== undefined) await client.query(afterConnect);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new TargetError('Cannot connect to the target database', error);
  }
  return client;
}

/** Runs `work` in the target. A broken connection becomes TargetError, and any other error stays the same. */
export async function inTarget<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isSourceLost(error)) throw new TargetError('The connection to the target database was lost', error);
    throw error;
  }
}

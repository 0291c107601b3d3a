import { Client } from 'pg';
import { isSourceLost, TargetError } from '../failures';
import { sessionSettings } from '../source';
import type { TargetDatabase } from '../target-settings';

/** A session in the target, as the endpoint wants its sessions. Throws TargetError. */
export async function connectTarget({
  config,
  afterConnect,
  statementSeconds,
}: TargetDatabase): Promise<Client> {
  const client = new Client({
    ...config,
    application_name: 'lakeferry local DMS target',
    connectionTimeoutMillis: 10_000,
  });
  // A server that goes away also reports here; the query in work rejects, which is where it is handled.
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

/** Runs `work` in the target; a connection that breaks becomes TargetError, any other error stays what it is. */
export async function inTarget<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isSourceLost(error)) throw new TargetError('The connection to the target database was lost', error);
    throw error;
  }
}

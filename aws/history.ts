import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { alertStore, type PendingAlerts } from './history-alerts';
import { type Flights, flightStore } from './history-flights';
import { type Landings, landingStore } from './history-landings';
import { type RunReader, runReader } from './history-reader';
import { type Replications, replicationStore } from './history-replications';
import { type RunWriter, runWriter } from './history-runs';
import { type Shapes, shapeStore } from './history-shapes';
import { createHistoryTable, documentClient } from './history-table';

export type { RunListing } from './history-reader';

/** The history: runs and their tables, runs in flight, leases, CDC jobs, what came to the lake. */
export interface History
  extends RunReader,
    RunWriter,
    Flights,
    Replications,
    Shapes,
    Landings,
    PendingAlerts {}

/** `tableName` is the platform stack's output HistoryTableName; the client is for tests. */
export function createHistory(options: { tableName: string; client?: DynamoDBDocumentClient }): History {
  const table = createHistoryTable(options.tableName, options.client ?? documentClient());
  return {
    ...runReader(table),
    ...runWriter(table),
    ...flightStore(table),
    ...replicationStore(table),
    ...shapeStore(table),
    ...alertStore(table),
    ...landingStore(table),
  };
}

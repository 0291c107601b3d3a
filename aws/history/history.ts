import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Log } from '../../core/monitoring/log';
import { standardErrorLog } from '../standard-error-log';
import { alertStore, type PendingAlerts } from './alerts';
import { type Attempts, attemptStore } from './attempts';
import { type Cancellations, cancellationStore } from './cancellations';
import { type Checkpoints, checkpointStore } from './checkpoints';
import { type CheckReports, checkReportStore } from './checks';
import { type ConnectionTests, connectionTestStore } from './connection-tests';
import { type ArrivalsByDay, dailyArrivalsStore } from './daily-arrivals';
import { type InFlightRuns, inFlightRunStore } from './in-flight-runs';
import { eventStore, type JobEvents } from './job-events';
import { type JobSeries, seriesStore } from './job-series';
import { type JobStates, jobStateStore } from './job-states';
import { type ListedTables, listedTableStore } from './listed-tables';
import { type NewestRuns, newestRunReader } from './newest-runs';
import { type Outbox, outboxStore } from './outbox';
import { type PollCursors, pollCursorStore } from './poll/poll-cursors';
import { type Publishes, publishStore } from './lake/publishes';
import { type RunReader, runReader } from './reader';
import { type Holds, holdStore } from './admission/holds';
import { type RequestPayments, requestPaymentStore } from './admission/request-budget';
import { type Replications, replicationStore } from './replications';
import { type RunWriter, runWriter } from './runs';
import { type Shapes, shapeStore } from './shapes';
import { type Splits, splitStore } from './splits';
import { type Admissions, admissionStore } from './admission/admissions';
import { readableOrRefused } from './items/readable-or-refused';
import { withItemFormat } from './items/item-format';
import { createHistoryTable, documentClient, type HistoryTable } from './table';

export type { RunListing } from './reader';

/** The history: runs and their tables, runs in flight, leases, CDC jobs, daily arrivals, reports of source checks, alerts. */
export interface History
  extends RunReader,
    RunWriter,
    Publishes,
    Attempts,
    Cancellations,
    NewestRuns,
    JobStates,
    Outbox,
    InFlightRuns,
    Admissions,
    ConnectionTests,
    RequestPayments,
    Holds,
    PollCursors,
    Replications,
    Checkpoints,
    JobSeries,
    ListedTables,
    JobEvents,
    Shapes,
    CheckReports,
    Splits,
    ArrivalsByDay,
    PendingAlerts {}

export interface HistoryOptions {
  /** Output HistoryTableName of the platform stack. */
  readonly tableName: string;
  /** For tests. */
  readonly client?: DynamoDBDocumentClient;
  /** Log for items that cannot be read. Absent: standard error. */
  readonly log?: Log | undefined;
}

export function createHistory({ tableName, client, log }: HistoryOptions): History {
  return historyOf(createHistoryTable(tableName, client ?? documentClient()), log);
}

/** `pause` waits for milliseconds. Absent: in real time. */
export function historyOf(
  stored: HistoryTable,
  log: Log = standardErrorLog,
  pause?: (milliseconds: number) => Promise<unknown>,
): History {
  const table = withItemFormat(stored);
  return readableOrRefused({
    ...runReader(table),
    ...newestRunReader(table),
    ...runWriter(table),
    ...publishStore(table),
    ...attemptStore(table),
    ...cancellationStore(table),
    ...jobStateStore(table, log),
    ...outboxStore(table, log),
    ...inFlightRunStore(table, log),
    ...admissionStore(table),
    ...connectionTestStore(table),
    ...requestPaymentStore(table, pause),
    ...holdStore(table),
    ...pollCursorStore(table),
    ...replicationStore(table, log),
    ...checkpointStore(table),
    ...seriesStore(table),
    ...listedTableStore(table),
    ...eventStore(table),
    ...shapeStore(table),
    ...splitStore(table),
    ...checkReportStore(table),
    ...alertStore(table),
    ...dailyArrivalsStore(table),
  });
}

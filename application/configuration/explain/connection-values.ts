import type { DatabasePlan, SourcePlan } from '../../../core/planning/connection-plan';
import { type PlannedJob, type Reasons, textOf, type ValueOf, type Values } from './setting';

type Side = 'source' | 'target';
type Database = Omit<DatabasePlan, 'secretName'> & Partial<Pick<DatabasePlan, 'secretName'>>;

/** Settings of the connection on one side. A lake has few of them. */
export function connectionValues(side: Side): Values {
  const ofDatabase =
    (value: (database: Database, written: unknown) => string | undefined): ValueOf =>
    (planned, written) => {
      const database = databaseOf(planned, side);
      return database && value(database, written);
    };
  const ofSource = (value: (source: SourcePlan) => string | undefined): ValueOf =>
    side === 'target' ? () => undefined : ({ source }) => source && value(source);
  return {
    engine: ({ source, target }) => (side === 'source' ? source : target)?.engine,
    endpoint: ({ job }) => job.namedEndpoints?.[side]?.arn ?? 'created by Lakeferry',
    secret: ofDatabase(({ secretName }) => secretName ?? 'none'),
    database: ofDatabase(({ databaseName }) => databaseName),
    ssl: ofDatabase(({ sslMode }) => sslMode),
    // Not a key of the files: Lakeferry's own connections verify where DMS does not.
    'ssl of checks': ({ job }) => (side === 'source' ? job.connection?.sslMode : undefined),
    certificate: ofDatabase((_, written) => (written === undefined ? 'none' : undefined)),
    'connection-attributes': ofDatabase((one) => one.extraConnectionAttributes || 'none'),
    description: (_, written) => (written === undefined ? 'none' : textOf(written)),
    thick: ofSource(({ engine, thick }) => (engine === 'oracle' ? String(thick ?? false) : undefined)),
    'max-concurrent-runs': ofSource(({ maxConcurrentRuns }) => String(maxConcurrentRuns ?? 'no limit')),
    'security-group': ofDatabase(({ securityGroup }) => securityGroup?.id ?? 'none'),
    port: ofDatabase(({ securityGroup }) => securityGroup && String(securityGroup.port)),
  };
}

const ofInstance = 'shown as replication instance of the job';
export const connectionReasons: Reasons = {
  'replication-instance.arn': ofInstance,
  'replication-instance.identifier': ofInstance,
  'replication-instance.max-concurrent-runs': ofInstance,
};

function databaseOf({ source, target }: PlannedJob, side: Side): Database | undefined {
  if (side === 'source') return source;
  return target?.engine === 's3' ? undefined : target;
}

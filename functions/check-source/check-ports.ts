import type { Connections } from '../../aws/deployed/connections';
import type { History } from '../../aws/history/history';
import type { Plans } from '../../aws/plans';
import type { Secrets } from '../../aws/secrets';
import type { EngineChecks } from '../../core/checks/evaluation/engine-checks';
import type { SourceEngine } from '../../core/model/source-engine';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { SplitEngine } from '../../core/splitting/split-engine';
import type { OpenedSource } from './open-source';
import type { SlotsOf } from './postgres-slots';
import type { ConnectLimits } from './source-database';

export interface CheckSourcePorts {
  readonly history: History;
  readonly plans: Plans;
  readonly connections: Pick<Connections, 'source'>;
  readonly secrets: Secrets;
  /** Throws RunError `SourceUnreachable`. */
  readonly open: (
    secrets: Secrets,
    connection: SourceConnection,
    limits: ConnectLimits,
  ) => Promise<OpenedSource>;
  /** Undefined where an engine has no checks. */
  readonly engineChecks: (engine: SourceEngine) => Promise<EngineChecks | undefined>;
  readonly splitEngine: (engine: SourceEngine) => Promise<SplitEngine>;
  readonly slotsOf: SlotsOf;
  readonly retentionDays: number;
}

/**
 * A source in the same network accepts connections at once, while a firewall that drops packets
 * never responds.
 */
export const connectLimits: ConnectLimits = { connectTimeoutSeconds: 10 };

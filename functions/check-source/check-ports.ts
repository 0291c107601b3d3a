import type { History } from '../../aws/history/history';
import type { Plans } from '../../aws/plans';
import type { Secrets } from '../../aws/secrets';
import type { EngineChecks } from '../../core/checks/evaluation/engine-checks';
import type { SourceEngine } from '../../core/model/source-engine';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { OpenedSource } from './open-source';
import type { SlotsOf } from './postgres-slots';
import type { Patience } from './source-database';

export interface CheckSourcePorts {
  readonly history: History;
  readonly plans: Plans;
  readonly secrets: Secrets;
  /** Throws RunError `SourceUnreachable`. */
  readonly open: (
    secrets: Secrets,
    connection: SourceConnection,
    patience: Patience,
  ) => Promise<OpenedSource>;
  readonly engineChecks: (engine: SourceEngine) => Promise<EngineChecks | undefined>;
  readonly slotsOf: SlotsOf;
  readonly retentionDays: number;
}

/** A source in the same network answers at once; a firewall that swallows packets never does. */
export const patience: Patience = { connectTimeoutSeconds: 10 };

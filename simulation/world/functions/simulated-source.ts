import type { SimulatedSource } from '@lakeferry/local-cloud/dms';
import type { Secrets } from '../../../aws/secrets';
import type { SourceConnection } from '../../../core/planning/connection-plan';
import { RunError } from '../../../core/runs/record/run-error';
import type { OpenedSource } from '../../../functions/check-source/open-source';
import type { VirtualClock } from '../virtual-clock';

/** Port of CheckSource that connects to a source. */
export type OpenSource = (secrets: Secrets, connection: SourceConnection) => Promise<OpenedSource>;

const connectMilliseconds = 80;

/** Connects to a simulated source. Its queries find nothing, so CheckSource has nothing to complain about. */
export function simulatedSource(
  clock: VirtualClock,
  sourceOf: (name: string) => SimulatedSource | undefined,
): OpenSource {
  return async (secrets, { name, secretName = '' }) => {
    await secrets.databaseLogin(secretName);
    await clock.sleep(connectMilliseconds);
    const source = sourceOf(name);
    const problem = source === undefined ? 'there is no such database' : source.problem;
    if (problem !== undefined)
      throw new RunError('SourceUnreachable', `cannot connect to ${name}: ${problem}`);
    const query = async () => ({ rows: [], milliseconds: 1 });
    return { database: { query, close: async () => undefined }, connectMilliseconds };
  };
}

import * as z from 'zod/mini';
import type { Connections, TestedConnections } from '../../core/runs/task/dms-wait';
import { connectionTestKey } from '../../core/runs/record/history-keys';
import type { PassedTest } from '../../core/runs/task/connection';
import type { HistoryTable } from './table';

/** Passed tests of connections, for all runs of an instance. Each write is safe to repeat. */
export interface ConnectionTests {
  passedTests(connections: Connections): Promise<readonly PassedTest[]>;
  recordPassedTests(connections: TestedConnections, at: Date): Promise<void>;
  /** Forgets them, because a test failed or DMS wants another one. */
  forgetPassedTests(connections: Connections): Promise<void>;
}

const Stored = z.object({ sk: z.string(), hash: z.optional(z.string()), passedAt: z.string() });

const keptSeconds = 2 * 86_400;

export function connectionTestStore(table: HistoryTable): ConnectionTests {
  return {
    async passedTests({ replicationInstanceArn, endpoints }) {
      const keys = endpoints.map(({ endpointArn }) => connectionTestKey(replicationInstanceArn, endpointArn));
      return (await table.getAll(keys)).map((item) => {
        const { sk, hash, passedAt } = Stored.parse(item);
        return { endpointArn: sk, hash, passedAt };
      });
    },
    async recordPassedTests({ replicationInstanceArn, endpoints }, at) {
      const expiresAt = Math.floor(at.getTime() / 1000) + keptSeconds;
      for (const { endpointArn, hash } of endpoints)
        await table.update(connectionTestKey(replicationInstanceArn, endpointArn), {
          set: { hash, passedAt: at.toISOString(), expiresAt },
          withoutItem: true,
        });
    },
    async forgetPassedTests({ replicationInstanceArn, endpoints }) {
      for (const { endpointArn } of endpoints)
        await table.update(connectionTestKey(replicationInstanceArn, endpointArn), {
          remove: ['hash'],
          where: [{ path: 'pk', exists: true }],
          withoutItem: true,
        });
    },
  };
}

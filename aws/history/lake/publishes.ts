import { shortList } from '../../../core/lake/catalogue/unlisted-table';
import { correctedId } from '../../../core/events/outbox-message';
import { runKey } from '../../../core/runs/record/history-keys';
import type { Publishing } from '../../../core/runs/record/publishing';
import { unpublishedVerdict } from '../../../core/runs/verdict/publish-verdict';
import { intendMessage } from '../outbox';
import { runUpdates, unchanged } from '../run-item';
import type { HistoryTable } from '../table';

/** Publishes of runs. Each write is safe to repeat. */
export interface Publishes {
  /** Records that readers are about to be moved to the run's snapshot. False when the run is closed or cancelled: then they must not be. */
  beginShowing(run: string): Promise<boolean>;
  /** Records that an invocation ended without moving readers. */
  endShowing(run: string): Promise<void>;
  /**
   * Records the publish. `publishing` is absent when there is no result to record. If the run was closed meanwhile, its verdict is
   * again the one that it was judged with, and people learn of it. `noticedAt`: time of that message.
   */
  recordPublished(
    run: string,
    at: string,
    publishing?: Publishing,
    unlisted?: readonly string[],
    noticedAt?: string,
  ): Promise<void>;
  /** Records what the publish removed afterwards. */
  recordRetired(run: string, retired: Pick<Publishing, 'removed' | 'notRemoved'>): Promise<void>;
}

export function publishStore(table: HistoryTable): Publishes {
  const { change, settle } = runUpdates(table);
  return {
    async beginShowing(run) {
      const where = [
        { path: 'pk', exists: true },
        { path: 'phases.closed', exists: false },
        { path: 'cancelled', exists: false },
      ];
      return (await table.update(runKey(run), { add: { showing: 1 }, where })) !== undefined;
    },
    async endShowing(run) {
      await settle(run, async (record) => {
        const verdict = record.showing === 1 ? unpublishedVerdict(record) : undefined;
        const where = [
          unchanged(record, 'showing'),
          { path: 'judgedAs', exists: record.judgedAs !== undefined },
        ];
        return await table.update(runKey(run), { set: { verdict }, add: { showing: -1 }, where });
      });
    },
    async recordPublished(run, at, publishing, unlisted = [], noticedAt = at) {
      const setOnce = {
        publishing,
        unlisted: unlisted.length === 0 ? undefined : shortList(unlisted),
        'phases.published': at,
      };
      await settle(run, async (record) => {
        const { judgedAs } = record;
        // People may know that it failed. The intent is stored first, so that a death in between loses nothing.
        if (judgedAs !== undefined) await intendMessage(table, correctedId(run), record, noticedAt);
        const where = [{ path: 'judgedAs', exists: judgedAs !== undefined }];
        return judgedAs === undefined
          ? await table.update(runKey(run), { setOnce, where })
          : await table.update(runKey(run), {
              set: { verdict: judgedAs },
              setOnce,
              remove: ['judgedAs'],
              where,
            });
      });
    },
    async recordRetired(run, { removed, notRemoved }) {
      await change(run, {
        setOnce: { 'publishing.removed': removed, 'publishing.notRemoved': notRemoved },
        where: [{ path: 'publishing', exists: true }],
      });
    },
  };
}

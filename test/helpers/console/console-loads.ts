import { buffer } from 'node:stream/consumers';
import type { History } from '../../../aws/history/history';
import type { InboxPorts } from '../../../console/server/ports';
import { newLoadRun } from '../../../core/runs/record/new-load-run';
import { judgeLoad, type LoadOutcome } from '../../../core/runs/verdict/load-verdict';
import type { MemoryLake } from '../runs/memory-lake';

/** Inbox in memory, with S3's condition for a key that exists. */
export function inboxOf(memory: MemoryLake): InboxPorts {
  return {
    objects: memory.objectPort,
    documents: memory.documentPort,
    drop: async (body, { bucket, key }, existing) => {
      const bytes = await buffer(body);
      if (existing === 'keep' && memory.objects.has(`${bucket}/${key}`)) return undefined;
      return { bucket, key, version: memory.put(bucket, key, bytes) };
    },
  };
}

type Filled = Pick<History, 'openRun' | 'recordVerdict' | 'closeRun'>;

const rejected = 'rejected/sales/prices/2026-03.csv.r.csv';

/** Files of sales/prices: loaded, loaded without bad rows, refused, and waiting. The refused one has this name and this cell. */
export async function fillLoads(
  history: Filled,
  memory: MemoryLake,
  now: Date,
  { file: refused, cell }: { readonly file: string; readonly cell: string },
): Promise<void> {
  const file = async (name: string, hoursAgo: number, outcome: LoadOutcome): Promise<void> => {
    const at = new Date(now.getTime() - hoursAgo * 3_600_000);
    memory.now = at;
    const key = `sales/prices/${name}`;
    const etag = memory.put('inbox', key, Buffer.from('sku,price\n'));
    const dropped = {
      load: 'sales/prices',
      plan: { bucket: 'assets', key: 'plan' },
      time: at.toISOString(),
      detail: { bucket: { name: 'inbox' }, object: { key, size: 2048, etag } },
    };
    const opened = new Date(at.getTime() + 2000);
    const { run } = await history.openRun(newLoadRun(dropped, name, 0, 400, opened));
    const [verdict, closed] = [judgeLoad(outcome), new Date(at.getTime() + 9000).toISOString()];
    await history.recordVerdict(run, verdict, closed);
    await history.closeRun(run, { at: closed, otherwise: verdict });
  };
  await file('2026-02.csv', 48, { kind: 'loaded', rows: 1200, rejected: 0 });
  memory.put('inbox', rejected, Buffer.from('line,reason,record\n7,"<i>price</i> is not a number","a,x"\n'));
  await file('2026-03.csv', 24, {
    kind: 'loaded',
    rows: 1198,
    rejected: 2,
    rejectFile: `s3://inbox/${rejected}`,
  });
  const details = [`line 3: price: "${cell}" is not a number`, 'line 9: has 3 fields instead of 2'];
  await file(refused, 1, { kind: 'refused', code: 'rows-refused', details });
  memory.now = new Date(now.getTime() - 60_000);
  memory.put('inbox', 'sales/prices/2026-04.csv', Buffer.from('sku,price\n'));
}

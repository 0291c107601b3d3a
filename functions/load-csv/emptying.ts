import type { Client } from 'pg';
import { LoadRefused } from '../../core/loads/load-refused';
import { qualified } from '../../core/loads/sql';
import type { LoadPlan } from '../../core/planning/load-plan';

/** How the old rows go. `nothing`: they stay. */
export type Emptying = 'nothing' | 'truncate' | 'delete';

const onDelete: Readonly<Record<string, string>> = {
  c: 'ON DELETE CASCADE: its rows would be deleted',
  n: 'ON DELETE SET NULL: its rows would lose what they refer to',
  d: 'ON DELETE SET DEFAULT: its rows would lose what they refer to',
};

/**
 * TRUNCATE is refused for a table that others refer to, whatever they hold; DELETE would reach into them where their keys say so, and
 * putting the rows back would not bring theirs back. Throws `LoadRefused` then.
 */
export async function emptying(client: Client, plan: LoadPlan): Promise<Emptying> {
  if (plan.mode !== 'replace') return 'nothing';
  const { rows } = await client.query<{ name: string; from: string; action: string }>(
    `SELECT conname AS name, conrelid::regclass::text AS "from", confdeltype AS action FROM pg_constraint
     WHERE contype = 'f' AND confrelid = $1::regclass AND conrelid <> confrelid ORDER BY 2, 1`,
    [qualified(plan.table)],
  );
  const reaching = rows.flatMap(({ name, from, action }) => {
    const does = onDelete[action];
    return does === undefined ? [] : [`${from} refers to the table (${name}) with ${does}; use mode: upsert`];
  });
  if (reaching.length > 0) throw new LoadRefused('target-refused', reaching);
  return rows.length > 0 ? 'delete' : 'truncate';
}

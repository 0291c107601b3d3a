import type { Client } from 'pg';
import { LoadRefused } from '../../core/loads/load-refused';
import { qualified } from '../../core/loads/sql';
import type { LoadPlan } from '../../core/planning/load-plan';

/** Statement that removes the old rows. `nothing`: they stay. */
export type Emptying = 'nothing' | 'truncate' | 'delete';

const onDelete: Readonly<Record<string, string>> = {
  c: 'ON DELETE CASCADE: its rows would be deleted',
  n: 'ON DELETE SET NULL: its rows would lose their reference',
  d: 'ON DELETE SET DEFAULT: its rows would lose their reference',
};

/**
 * Chooses how the old rows are removed. PostgreSQL rejects TRUNCATE for a table that other tables refer to. DELETE would change
 * their rows where a foreign key has an action, and inserting rows would not restore them.
 * @throws LoadRefused for a foreign key with an action
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

import type { Client } from 'pg';
import { FatalLoadError, isSourceLost } from '../load/failures';
import { codeOf } from '../load/tables/target-table';
import type { ApplyPolicy, ApplySettings } from './apply-settings';
import { type ChangeOfTable, deleteRow, insertRows, type Statement, updateRow } from './change-sql';
import type { ControlTables } from './control-tables';

/** Error of a table that accepts no more changes. */
export class TableSuspended extends Error {
  override readonly name = 'TableSuspended';
}

export interface Applier {
  readonly client: Client;
  readonly control: ControlTables;
  readonly settings: ApplySettings;
  readonly task: string;
  /** Applies each row behind a savepoint, so that a refused row undoes no other. */
  readonly careful: boolean;
}

const uniqueViolation = '23505';
const valueTooLong = '22001';

/** Applies one change. A change that the target refuses is handled by the error policies of the task. */
export async function applyRow(applier: Applier, change: ChangeOfTable): Promise<void> {
  const { settings } = applier;
  const { op } = change.row;
  if (changesKey(change)) return;
  const statement = statementOf(change, settings);
  if (statement === undefined)
    return settle(applier, change, op === 'U' ? settings.onUpdate : settings.onDelete, {
      statement: op === 'U' ? 'UPDATE' : 'DELETE',
      error:
        'the row cannot be identified: the target table has no primary key, and the source table no REPLICA IDENTITY FULL',
    });
  try {
    const rows = await guarded(applier, statement);
    if (rows > 0 || op === 'I') return;
  } catch (error) {
    if (!applier.careful || isSourceLost(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return settle(applier, change, policyFor(error, op, settings), {
      statement: statement.text,
      error: message,
    });
  }
  if (op === 'U' && settings.onUpdate === 'UPDATE_RECORD' && change.row.untouched.length === 0) {
    const { text, values } = insertRows(change, [change.row], true);
    await applier.client.query(text, values);
    return;
  }
  const policy = op === 'U' ? settings.onUpdate : settings.onDelete;
  await settle(applier, change, policy, { statement: statement.text, error: '0 rows affected' });
}

/**
 * True for an update of the primary key. DMS ignores it without an exception (user guide,
 * CHAP_Source.PostgreSQL, limitations).
 */
function changesKey({ target, columns, row }: ChangeOfTable): boolean {
  const { op, before, values } = row;
  if (op !== 'U' || before === undefined) return false;
  return columns.some(
    ({ name, at }) => target.key.includes(name) && before[at] !== null && before[at] !== values[at],
  );
}

function statementOf(change: ChangeOfTable, settings: ApplySettings): Statement | undefined {
  switch (change.row.op) {
    case 'I': {
      const { text, values } = insertRows(change, [change.row], isUpsert(settings));
      return { text, values: values.map((column) => arrayText(column)) };
    }
    case 'U':
      return updateRow(change);
    case 'D':
      return deleteRow(change);
  }
}

/** INSERT_RECORD deletes the row with the key first, which has the same result. */
export function isUpsert({ onInsert }: ApplySettings): boolean {
  return onInsert === 'UPDATE_RECORD' || onInsert === 'INSERT_RECORD';
}

async function guarded({ client, careful }: Applier, { text, values }: Statement): Promise<number> {
  if (!careful) return (await client.query(text, values)).rowCount ?? 0;
  await client.query('SAVEPOINT change');
  try {
    const { rowCount } = await client.query(text, values);
    await client.query('RELEASE SAVEPOINT change');
    return rowCount ?? 0;
  } catch (error) {
    if (!isSourceLost(error)) await client.query('ROLLBACK TO SAVEPOINT change');
    throw error;
  }
}

function policyFor(error: unknown, op: 'I' | 'U' | 'D', settings: ApplySettings): ApplyPolicy {
  const code = codeOf(error);
  if (code === uniqueViolation && op !== 'D') return op === 'I' ? settings.onInsert : settings.onUpdate;
  return code === valueTooLong ? settings.onLongValue : settings.onBadValue;
}

async function settle(
  { control, task }: Applier,
  { target: { schema, table } }: ChangeOfTable,
  policy: ApplyPolicy,
  { statement, error }: { readonly statement: string; readonly error: string },
): Promise<void> {
  switch (policy) {
    case 'IGNORE_RECORD':
      return;
    case 'SUSPEND_TABLE':
      throw new TableSuspended(error);
    case 'STOP_TASK':
      throw new FatalLoadError(`Applying changes to table '${schema}'.'${table}' failed: ${error}`);
    default:
      await control.keepException({ task, schema, table, statement, error });
  }
}

/** Array literal for a parameter of type text[]. */
function arrayText(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"${value.replaceAll(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}

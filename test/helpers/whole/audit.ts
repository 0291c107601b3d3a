import type { Client } from 'pg';

/** One committed change of a table, in the order in which its row was changed. */
export interface AuditedChange {
  readonly at: number;
  /** As a file of changes says it: the operation, and what the row says of itself since; null of a deleted one. */
  readonly line: readonly ['I' | 'U' | 'D', string | null];
}

/**
 * Has the database itself write down each change of some tables: every new row gets a `mark` of its own, and the table `audit`
 * says which row got it by what. What a transaction takes back is not there.
 */
export async function startAudit(
  client: Client,
  schema: string,
  keys: Readonly<Record<string, string>>,
): Promise<void> {
  await client.query(`
    CREATE SEQUENCE audit_marks;
    CREATE TABLE audit (mark bigint PRIMARY KEY, tab text NOT NULL, op text NOT NULL, key text NOT NULL);
    CREATE FUNCTION set_mark() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN NEW.mark := nextval('audit_marks'); RETURN NEW; END $$;
    CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP = 'DELETE' THEN
        INSERT INTO audit VALUES (nextval('audit_marks'), TG_TABLE_NAME, 'D', to_jsonb(OLD) ->> TG_ARGV[0]);
      ELSE
        INSERT INTO audit VALUES (NEW.mark, TG_TABLE_NAME, left(TG_OP, 1), to_jsonb(NEW) ->> TG_ARGV[0]);
      END IF;
      RETURN NULL;
    END $$;`);
  for (const [table, key] of Object.entries(keys))
    await client.query(`
      ALTER TABLE ${schema}.${table} ADD COLUMN mark bigint;
      CREATE TRIGGER marks BEFORE INSERT OR UPDATE ON ${schema}.${table} FOR EACH ROW EXECUTE FUNCTION set_mark();
      CREATE TRIGGER notes AFTER INSERT OR UPDATE OR DELETE ON ${schema}.${table}
        FOR EACH ROW EXECUTE FUNCTION note_change('${key}');`);
}

/** By table and key, in order. */
export async function auditOf(
  client: Client,
  table: string,
): Promise<ReadonlyMap<string, readonly AuditedChange[]>> {
  const { rows } = await client.query<{ mark: string; op: 'I' | 'U' | 'D'; key: string }>(
    'SELECT mark, op, key FROM audit WHERE tab = $1 ORDER BY mark',
    [table],
  );
  const changes = new Map<string, AuditedChange[]>();
  for (const { mark, op, key } of rows) {
    const change: AuditedChange = { at: Number(mark), line: [op, op === 'D' ? null : mark] };
    changes.set(key, [...(changes.get(key) ?? []), change]);
  }
  return changes;
}

/** The last mark that was given out. */
export async function lastMark(client: Client): Promise<number> {
  const { rows } = await client.query<{ last: string }>('SELECT last_value AS last FROM audit_marks');
  return Number(rows[0]?.last);
}

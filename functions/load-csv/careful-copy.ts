import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyLine, isBlank, structuralProblem } from '../../core/loads/copy-text';
import { type CsvRecord, CsvSplitter, RecordTooLong } from '../../core/loads/csv-records';
import { type BadRow, LoadRefused } from '../../core/loads/load-refused';
import { createRecords, repeated, type TableColumn, unfit, validators } from '../../core/loads/record-checks';
import { carefulStaging } from '../../core/loads/sql';
import type { LoadColumn, LoadPlan } from '../../core/planning/load-plan';
import type { FileText } from './file-text';
import { serverVersion } from './target-database';

/** Number of bad rows that a refusal lists. */
const listed = 20;

/**
 * Reads the file record by record into a table of texts, and removes each row that does not fit. It is slower than `quickCopy` and
 * runs only when that has failed.
 * @throws LoadRefused with lines and reasons when there are more bad rows than the load allows
 */
export async function carefulCopy(
  client: Client,
  text: FileText,
  plan: LoadPlan,
  columns: readonly LoadColumn[],
  table: readonly TableColumn[],
  signal: AbortSignal,
): Promise<readonly BadRow[]> {
  const bad: BadRow[] = [];
  const most = Math.max(plan.rejectUpTo, listed);
  await client.query(createRecords(columns));
  const copy = client.query(
    copyFrom(`COPY ${carefulStaging} FROM STDIN WITH (FORMAT text, ENCODING 'UTF8')`),
  );
  await pipeline(Readable.from(lines(text, plan, columns.length, bad, most), { objectMode: false }), copy, {
    signal,
  });
  if (bad.length <= most) bad.push(...(await unfitRows(client, plan, columns, table, most + 1 - bad.length)));
  bad.sort((a, b) => a.line - b.line);
  if (bad.length > plan.rejectUpTo)
    throw new LoadRefused('rows-refused', [
      ...reasons(bad),
      ...(plan.rejectUpTo > 0 ? [`the load allows ${plan.rejectUpTo} bad rows`] : []),
    ]);
  return bad;
}

async function* lines(
  text: FileText,
  { dialect }: LoadPlan,
  columns: number,
  bad: BadRow[],
  most: number,
): AsyncGenerator<Buffer> {
  const splitter = new CsvSplitter(dialect);
  const offset = text.firstLine - 1;
  const isText = (raw: Buffer): boolean =>
    isUtf8(raw) && (dialect.encoding === 'utf-8' || !raw.includes('\ufffd'));
  const good = (records: readonly CsvRecord[]): Buffer => {
    let out = '';
    for (const read of records) {
      if (isBlank(read, columns)) continue;
      const record = { ...read, line: read.line + offset };
      const reason = structuralProblem(record, columns, isText, dialect.encoding);
      if (reason === undefined) out += copyLine(record, dialect);
      // Copied, so that the chunk can be freed.
      else bad.push({ line: record.line, reason, raw: Buffer.from(record.raw) });
    }
    return Buffer.from(out);
  };
  try {
    for await (const chunk of text.rest) {
      const out = good(splitter.push(chunk));
      if (bad.length > most) return;
      if (out.length > 0) yield out;
    }
    const out = good(splitter.end());
    if (out.length > 0) yield out;
  } catch (error) {
    if (!(error instanceof RecordTooLong)) throw error;
    throw new LoadRefused('rows-refused', [`line ${error.line + offset}: ${error.message}`]);
  }
}

async function unfitRows(
  client: Client,
  plan: LoadPlan,
  columns: readonly LoadColumn[],
  table: readonly TableColumn[],
  most: number,
): Promise<BadRow[]> {
  const inputIsValid = (await serverVersion(client)) >= 160_000;
  if (!inputIsValid) for (const validator of validators(table)) await client.query(validator);
  const found = await badRows(client, unfit(columns, table, plan.keys, inputIsValid), most);
  // Keys can be compared only after the rows that do not fit are removed.
  if (plan.mode !== 'upsert' || found.length >= most) return found;
  return [...found, ...(await badRows(client, repeated(columns, table, plan.keys), most - found.length))];
}

/** Bad rows, which are removed from the record table. */
async function badRows(client: Client, query: string, most: number): Promise<BadRow[]> {
  const { rows } = await client.query<{ line: string; raw: string; reason: string }>(query, [most]);
  await client.query(`DELETE FROM ${carefulStaging} WHERE line = ANY($1::bigint[])`, [
    rows.map(({ line }) => line),
  ]);
  return rows.map(({ line, raw, reason }) => ({ line: Number(line), raw: Buffer.from(raw), reason }));
}

/** Lines of bad rows with their reasons. */
export function reasons(bad: readonly BadRow[]): readonly string[] {
  const shown = bad.slice(0, listed).map(({ line, reason }) => `line ${line}: ${reason}`);
  const more = bad.length > listed ? [`more than ${listed} bad rows in total`] : [];
  return [...shown, ...more];
}

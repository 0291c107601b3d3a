import type { Client } from 'pg';
import { LoadRefused } from '../../core/loads/load-refused';
import { copyOptions, list, staging } from '../../core/loads/sql';
import { columnsOf, fileTextOf } from './file-columns';
import type { LoadWork } from './load-work';
import { NeedsCare, withoutEndMarks } from './quick-copy';
import { serverVersion } from './target-database';

/**
 * Lets the database read the file itself: `aws_s3.table_import_from_s3(table, columns, options, bucket, key, region)` of RDS and
 * Aurora (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.S3Import.html).
 * It reads the newest version of a key and decompresses objects with the content encoding gzip. Lakeferry reads any other file
 * record by record.
 */
export async function importFromS3(work: LoadWork): Promise<number> {
  const { client, inbox, file, plan } = work;
  const text = await fileTextOf(work);
  const columns = columnsOf(plan, text);
  if (await endsAtMark(client)) for await (const _ of withoutEndMarks(text.rest, plan.dialect));
  // Only the header was needed.
  else await text.rest[Symbol.asyncIterator]().return?.();
  const { eTag } = await inbox.newest(file);
  if (eTag !== file.eTag) throw new NeedsCare('a newer version of the file exists');
  const options = copyOptions(plan.dialect, [
    `HEADER ${plan.dialect.header}`,
    `ENCODING '${serverEncoding(plan.dialect.encoding)}'`,
  ]);
  await client.query('SELECT aws_s3.table_import_from_s3($1, $2, $3, $4, $5, $6)', [
    staging,
    list(columns.map(({ name }) => name)),
    `(${options})`,
    file.bucket,
    file.key,
    process.env['AWS_REGION'],
  ]);
  if ((await inbox.newest(file)).eTag !== file.eTag)
    throw new NeedsCare('a newer version of the file arrived during the import');
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) AS count FROM ${staging}`);
  return Number(rows[0]?.count ?? 0);
}

/** Returns true before PostgreSQL 18, which ignores the rest of a file after a line `\.` without an error. */
async function endsAtMark(client: Client): Promise<boolean> {
  return (await serverVersion(client)) < 180_000;
}

const serverEncodings: Readonly<Record<string, string>> = {
  'utf-8': 'UTF8',
  'windows-1250': 'WIN1250',
  'windows-1251': 'WIN1251',
  'windows-1252': 'WIN1252',
  'iso-8859-2': 'LATIN2',
  'iso-8859-15': 'LATIN9',
};

/** PostgreSQL's name of an encoding (https://www.postgresql.org/docs/current/multibyte.html). */
function serverEncoding(encoding: string): string {
  const known = serverEncodings[encoding];
  if (known !== undefined) return known;
  throw new LoadRefused('file-unreadable', [`aws_s3 cannot read ${encoding}; use method: copy`]);
}

import type { LakeDocuments } from '../../aws/lake/documents';
import { rejectFileOf } from '../../core/runs/verdict/load-verdict';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { inboxOf } from './inbox-of';

/** Beginning of a reject file: `line,reason,record`. */
export interface RejectedLines {
  /** `s3://` address. */
  readonly address: string;
  readonly text: string;
  /** True when the file is longer. */
  readonly isCut: boolean;
}

const readBytes = 8 * 1024;
const shownLines = 20;

/** Reads the first rejected lines of a file that was loaded without them. */
export async function readRejectFile(
  environment: DeployedEnvironment,
  load: string,
  run: string,
  documents: Pick<LakeDocuments, 'range'>,
): Promise<RejectedLines> {
  const [{ bucket }, record] = await Promise.all([inboxOf(environment, load), environment.history.run(run)]);
  if (record === undefined || record.jobKey !== load) throw new UseCaseError({ kind: 'unknown-run', run });
  const address = rejectFileOf(record.verdict);
  const folder = `s3://${bucket}/`;
  if (address === undefined || !address.startsWith(`${folder}rejected/`))
    throw new UseCaseError({ kind: 'no-reject-file', run });
  const bytes = await documents.range(bucket, address.slice(folder.length), 0, readBytes);
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  return {
    address,
    text: lines
      .slice(0, shownLines + 1)
      .join('\n')
      .trimEnd(),
    isCut: lines.length > shownLines + 1 || bytes.length === readBytes,
  };
}

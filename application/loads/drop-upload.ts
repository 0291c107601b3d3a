import type { Readable } from 'node:stream';
import type { Dropped } from '../../aws/lake/inbox-drop';
import { fileNameProblem } from '../../core/loads/file-name';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { inboxOf } from './inbox-of';

export interface UploadedFile {
  readonly name: string;
  readonly body: Readable;
  /** True when the person has agreed to replace a file of that name. */
  readonly overwrite: boolean;
}

/** Uploads a stream. Undefined when the key exists and must not be overwritten. */
export type DropStream = (
  body: Readable,
  to: { readonly bucket: string; readonly key: string },
  existing: 'overwrite' | 'keep',
) => Promise<Dropped | undefined>;

/** Drops a file into the inbox of a load, under its own name. */
export async function dropUpload(
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform'>,
  load: string,
  { name, body, overwrite }: UploadedFile,
  drop: DropStream,
): Promise<Dropped> {
  const { bucket, inbox } = await inboxOf(environment, load);
  const problem = fileNameProblem(inbox, name);
  if (problem !== undefined) throw new UseCaseError({ kind: 'wrong-file-name', name, problem });
  const to = { bucket, key: `${inbox}${name}` };
  const dropped = await drop(body, to, overwrite ? 'overwrite' : 'keep');
  if (dropped === undefined) throw new UseCaseError({ kind: 'file-exists', name });
  return dropped;
}

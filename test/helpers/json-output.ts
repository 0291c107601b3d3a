import { z } from 'zod';
import { schemaName } from '../../cli/json/document';
import { documents, schemaOf } from '../../cli/json/documents';

const validators = new Map<string, z.ZodType>();

/** Names of the documents that were checked in this process. */
export const checkedDocuments = new Set<string>();

/** Throws where a command with --json printed what its JSON Schema does not describe: on stdout one document, on stderr one per line. */
export function checkJsonOutput({
  stdout,
  stderr,
}: {
  readonly stdout: string;
  readonly stderr: string;
}): void {
  if (stdout !== '') checkDocument(stdout);
  for (const line of stderr.split('\n').filter((one) => one !== '')) checkDocument(line);
}

export function checkDocument(text: string): void {
  const value: unknown = JSON.parse(text);
  const name = z.object({ schema: z.string() }).parse(value).schema;
  const { error } = validatorOf(name).safeParse(value);
  if (error !== undefined) throw new Error(`${name}: ${z.prettifyError(error)}\n${text.slice(0, 2_000)}`);
  checkedDocuments.add(name);
}

/** Closed: a field that the schema does not have is an error. */
function validatorOf(name: string): z.ZodType {
  const before = validators.get(name);
  if (before !== undefined) return before;
  const document = documents.find((one) => schemaName(one) === name);
  if (document === undefined) throw new Error(`${name} is not a document of the command line`);
  const validator = z.fromJSONSchema(schemaOf(document, true));
  validators.set(name, validator);
  return validator;
}

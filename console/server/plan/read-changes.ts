import { type ComparedFiles, compareWithFiles } from '../../../application/environments/compare-with-files';
import type { Problem } from '../../../core/config/reading/problem';
import type { ConsolePorts } from '../ports';

type FileProblem = Pick<Problem, 'severity' | 'file' | 'line' | 'column' | 'path' | 'message' | 'hint'>;

/** Changes that a deployment of the files on disk makes, or why they are not known. */
export type PlanChanges =
  /** The folder of the configuration does not exist. */
  | { readonly kind: 'absent'; readonly folder: string }
  | { readonly kind: 'invalid'; readonly folder: string; readonly problems: readonly FileProblem[] }
  | ({ readonly folder: string; readonly warnings: readonly FileProblem[] } & Omit<
      Extract<ComparedFiles, { kind: 'valid' }>,
      'warnings'
    >);

export async function readChanges({
  environment,
  configuration,
  now,
  diff,
}: ConsolePorts): Promise<PlanChanges> {
  const { folder, read } = configuration;
  const files = read();
  if (files === undefined) return { kind: 'absent', folder };
  const compared = await compareWithFiles(environment, files, now(), diff);
  return compared.kind === 'invalid'
    ? { kind: 'invalid', folder, problems: compared.problems.map(shown) }
    : { ...compared, folder, warnings: compared.warnings.map(shown) };
}

function shown({ severity, file, line, column, path, message, hint }: Problem): FileProblem {
  return { severity, file, line, column, path, message, ...(hint === undefined ? {} : { hint }) };
}

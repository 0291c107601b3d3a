import { existsSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { discoverTables, draftDepartment, sourceNamed } from '../../../application/sources/discover-source';
import { openSourceChecks } from '../../../application/sources/source-checks';
import { type Action, present } from '../../command/invocation';
import { discoveredDocument } from '../../json/source-documents';
import { connect } from '../../environment/connect';
import { planOf } from '../../environment/plan-of';
import { wrongUse } from '../../errors/exit-codes';
import { untilInterrupted } from '../../output/until-interrupted';
import { pathIn, type Shell } from '../../shell';
import { showDiscovered, showWritten } from './view';

interface Input {
  readonly source: string;
  readonly schema: string | undefined;
  /** Department file to write. */
  readonly as: string | undefined;
}

export const discoverSource: Action<Input> = async (input, invocation) => {
  const { shell } = invocation;
  const plan = planOf(invocation);
  const source = sourceNamed(plan, input.source);
  if (input.as !== undefined) refuseExisting(shell, input.as);
  const checks = openSourceChecks(await connect(invocation));
  const goesOn =
    'the queries on the source end by themselves, and change nothing: repeat the command for the tables';
  const discovered = await untilInterrupted(shell, goesOn, () =>
    discoverTables(checks, source, input.schema),
  );
  const { as: file } = input;
  if (file === undefined) {
    present(invocation, discoveredDocument, discovered, (all) => showDiscovered(shell, all));
    return undefined;
  }
  const department = basename(file, extname(file));
  write(pathIn(shell, file), draftDepartment(plan, source, department, discovered));
  present(invocation, discoveredDocument, { file, ...discovered }, showWritten);
  return undefined;
};

/** Checked before the source is queried: an existing file is never overwritten. */
function refuseExisting(shell: Shell, file: string): void {
  if (existsSync(pathIn(shell, file)))
    throw wrongUse(`${file} exists already`, { fix: 'choose another name, or move the file' });
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw wrongUse(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

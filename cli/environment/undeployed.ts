import { namesInFiles, type NameInFile } from '../../application/configuration/undeployed';
import type { DeployedEnvironment } from '../../application/environments/deployed-environment';
import { deployedKeys } from '../../application/environments/deployed-names';
import { isSelected } from '../../application/selection';
import { type Reason, UseCaseError } from '../../application/use-case-error';
import type { Invocation } from '../command/invocation';
import { deployFix } from '../errors/deploy-fix';
import { CommandError } from '../errors/exit-codes';
import { readConfigFiles } from './config-files';

/** Jobs and loads that are in a file and not deployed. None where the files cannot be read. */
export async function undeployedNames(
  invocation: Invocation,
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform'>,
): Promise<readonly NameInFile[]> {
  const names = namesOf(invocation);
  if (names.length === 0) return [];
  const deployed = new Set(await deployedKeys(environment));
  return names.filter(({ key }) => !deployed.has(key));
}

/** Lines of a list of such names, with what brings them to the environment. */
export function undeployedLines(names: readonly NameInFile[], environment: string): readonly string[] {
  if (names.length === 0) return [];
  const list = names.map(({ key, file }) => `  ${key}  (${file})`);
  return ['', `in the file, not deployed: ${deployFix(environment)}`, ...list];
}

/** The error for a name that is in a file, where a command found only that it is not deployed. Any other error as it is. */
export function explainUndeployed(error: unknown, invocation: Invocation): unknown {
  if (!(error instanceof UseCaseError) || error.reason.kind !== 'unknown-name') return error;
  const found = nameInFile(error.reason, invocation);
  if (found === undefined) return error;
  const { environment } = invocation.options;
  const { what, name } = error.reason;
  return new UseCaseError(
    { kind: 'in-file-not-deployed', what, name, file: found.file, environment },
    { cause: error },
  );
}

function nameInFile(
  { what, name, known }: Extract<Reason, { kind: 'unknown-name' }>,
  invocation: Invocation,
): NameInFile | undefined {
  if (what !== 'job' && what !== 'load' && what !== 'department') return undefined;
  // A name of the files that another file or the plan lacks is not about the deployment.
  if (known.includes(name)) return undefined;
  return namesOf(invocation).find(({ key }) => isSelected(name, key));
}

function namesOf({ shell, options }: Invocation): readonly NameInFile[] {
  try {
    return namesInFiles(readConfigFiles(shell, options.config), shell.now());
  } catch (error) {
    if (error instanceof CommandError) return [];
    throw error;
  }
}

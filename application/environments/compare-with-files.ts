import type { Problem } from '../../core/config/reading/problem';
import type { ConfigFile } from '../../core/config/reading/yaml-file';
import { type PlannedConfiguration, planConfiguration } from '../configuration/plan-configuration';
import { UseCaseError } from '../use-case-error';
import type { DeployedEnvironment } from './deployed-environment';
import { type DeploymentDiff, type DiffPorts, diffDeployment } from './diff-deployment';

/** Files that are invalid have no plan, so that nothing is compared. */
export type ComparedFiles =
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly kind: 'valid'; readonly warnings: readonly Problem[]; readonly diff: DeploymentDiff };

/** Compares the deployed plan with the files on disk. Throws where they do not have the environment. */
export async function compareWithFiles(
  environment: DeployedEnvironment,
  files: readonly ConfigFile[],
  now: Date,
  ports?: DiffPorts,
): Promise<ComparedFiles> {
  const planned = planOrProblems(files, environment.platform.environment, now);
  if (!('plan' in planned)) return { kind: 'invalid', problems: planned.problems };
  const { plan, warnings } = planned;
  return { kind: 'valid', warnings, diff: await diffDeployment(environment, plan, undefined, now, ports) };
}

function planOrProblems(
  files: readonly ConfigFile[],
  environment: string,
  now: Date,
): PlannedConfiguration | { readonly problems: readonly Problem[] } {
  try {
    return planConfiguration(files, environment, now);
  } catch (error) {
    if (error instanceof UseCaseError && error.reason.kind === 'invalid-configuration')
      return { problems: error.reason.problems };
    throw error;
  }
}

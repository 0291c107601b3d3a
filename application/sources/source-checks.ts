import { createSourceChecks, SourceCheckFailed, type SourceChecks } from '../../aws/source-checks';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';

/** Returns the deployed check-source of the environment. Throws where it is not deployed. */
export function openSourceChecks({ platform }: Pick<DeployedEnvironment, 'platform'>): SourceChecks {
  const { checkSourceFunctionName: name, environment } = platform;
  if (name === undefined)
    throw new UseCaseError({ kind: 'outdated-deployment', environment, lacks: 'source-checks' });
  const checks = createSourceChecks(name);
  return {
    doctor: (request, connection) => withReason(checks.doctor(request, connection)),
    discover: (connection, schema) => withReason(checks.discover(connection, schema)),
  };
}

async function withReason<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    if (!(cause instanceof SourceCheckFailed)) throw cause;
    throw new UseCaseError({ kind: 'source-check-failed', message: cause.message }, { cause });
  }
}

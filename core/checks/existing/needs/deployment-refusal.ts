import { stackNameOf } from '../../../model/custom-resource-request';
import { refusalWords } from '../../../model/deployment-refusals';
import { errorMessage } from '../../report/error-message';
import type { CheckFinding } from '../../report/check-report';

/** Characters of findings: CloudFormation takes a response of 4096 bytes. */
const longest = 2500;

/** Reason why a deployment is refused. Undefined when no finding is an error. */
export function deploymentRefusal(
  findings: readonly CheckFinding[],
  { environment, stackId }: { readonly environment: string; readonly stackId: string },
): string | undefined {
  const others = `the log of check-existing and by lakeferry doctor --environment ${environment}`;
  const errors = errorMessage({ findings }, others, longest);
  if (errors === undefined) return undefined;
  return `${refusalWords['existing-resources']}, so nothing of ${stackNameOf(stackId)} was changed: ${errors}. Set these and deploy again`;
}

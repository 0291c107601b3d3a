import type { NameInFile } from '../../../application/configuration/undeployed';
import { selectJobs } from '../../../application/configuration/plan-configuration';
import { isSelected } from '../../../application/selection';
import { openEnvironment } from '../../../application/environments/deployed-environment';
import { type Action, type Invocation, present } from '../../command/invocation';
import { useLocalCloud } from '../../environment/connect';
import { isRunning, readAddress } from '../../environment/local-cloud-address';
import { planOf } from '../../environment/plan-of';
import { undeployedLines, undeployedNames } from '../../environment/undeployed';
import { planDocument } from '../../json/plan-document';
import { showJob } from './job-view';
import { showDepartments } from './view';

export const showPlan: Action<{ readonly selection: string | undefined }> = async (
  { selection },
  invocation,
) => {
  const { shell } = invocation;
  const plan = planOf(invocation);
  const departments = selectJobs(plan, selection);
  const [job] = selection?.includes('/') === true ? departments.flatMap(({ jobs }) => jobs) : [];
  const notDeployed = (await undeployedLocally(invocation))?.filter(({ key }) => isSelected(selection, key));
  const shown = { ...plan, departments, ...(notDeployed === undefined ? {} : { notDeployed }) };
  present(invocation, planDocument, shown, () =>
    [
      job === undefined ? showDepartments(shell, plan, departments) : showJob(shell, job),
      ...undeployedLines(notDeployed ?? [], invocation.options.environment),
    ].join('\n'),
  );
  return undefined;
};

/** Only where a local cloud runs: a plan needs no credentials, and no cloud. Undefined: not known. */
async function undeployedLocally(invocation: Invocation): Promise<readonly NameInFile[] | undefined> {
  const { shell, options } = invocation;
  const address = options.environment === 'local' ? readAddress(shell.workingFolder) : undefined;
  if (address === undefined || shell.env['AWS_ENDPOINT_URL'] !== undefined || !isRunning(address.pid))
    return undefined;
  useLocalCloud(address);
  const environment = await openEnvironment(options.environment).catch(() => undefined);
  return environment && undeployedNames(invocation, environment);
}

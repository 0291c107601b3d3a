import { explainJob } from '../../../application/configuration/explain/explain-job';
import { explainLoad } from '../../../application/configuration/explain/explain-load';
import type { NameInFile } from '../../../application/configuration/undeployed';
import { selectJobs } from '../../../application/configuration/plan-configuration';
import { isSelected } from '../../../application/selection';
import { openEnvironment } from '../../../application/environments/deployed-environment';
import { type Action, type Invocation, present } from '../../command/invocation';
import type { DepartmentPlan, Plan } from '../../../core/planning/plan';
import { readConfigFiles } from '../../environment/config-files';
import { namePrefixOf, useLocalCloud } from '../../environment/connect';
import { isRunning, readAddress } from '../../environment/local-cloud-address';
import { planOf } from '../../environment/plan-of';
import { undeployedLines, undeployedNames } from '../../environment/undeployed';
import { planDocument } from '../../json/plan-document';
import { type ExplainedJob, type ExplainedLoad, explainLines } from './explain-lines';
import { showJob } from './job-view';
import { showDepartments } from './view';

export const showPlan: Action<{ readonly selection: string | undefined; readonly explain: boolean }> = async (
  { selection, explain },
  invocation,
) => {
  const { shell } = invocation;
  const plan = planOf(invocation);
  const departments = selectJobs(plan, selection);
  const [job] = selection?.includes('/') === true ? departments.flatMap(({ jobs }) => jobs) : [];
  const notDeployed = (await undeployedLocally(invocation))?.filter(({ key }) => isSelected(selection, key));
  const shown = { ...plan, departments, ...(notDeployed === undefined ? {} : { notDeployed }) };
  const { explained, explainedLoads } = explain
    ? explainedSettings(invocation, plan, departments)
    : { explained: [], explainedLoads: [] };
  present(invocation, planDocument, { ...shown, ...(explain ? { explained, explainedLoads } : {}) }, () =>
    [
      job === undefined ? showDepartments(shell, plan, departments) : showJob(shell, job),
      ...explainLines(shell, explained, explainedLoads),
      ...undeployedLines(notDeployed ?? [], invocation.options.environment),
    ].join('\n'),
  );
  return undefined;
};

function explainedSettings(
  { shell, options }: Invocation,
  plan: Plan,
  departments: readonly DepartmentPlan[],
): { readonly explained: readonly ExplainedJob[]; readonly explainedLoads: readonly ExplainedLoad[] } {
  const files = readConfigFiles(shell, options.config);
  return {
    explained: departments.flatMap(({ jobs }) =>
      jobs.map((job) => ({
        job: job.identity.key,
        source: job.source,
        target: job.target,
        settings: explainJob(files, plan, job),
      })),
    ),
    explainedLoads: departments.flatMap(({ loads = [] }) =>
      loads.map((load) => ({ load: load.identity.key, settings: explainLoad(files, load) })),
    ),
  };
}

/** Only where a local cloud runs: a plan needs no credentials, and no cloud. Undefined: not known. */
async function undeployedLocally(invocation: Invocation): Promise<readonly NameInFile[] | undefined> {
  const { shell, options } = invocation;
  const address = options.environment === 'local' ? readAddress(shell.workingFolder) : undefined;
  if (address === undefined || shell.env['AWS_ENDPOINT_URL'] !== undefined || !isRunning(address.pid))
    return undefined;
  useLocalCloud(address);
  const environment = await openEnvironment(options.environment, namePrefixOf(invocation)).catch(
    () => undefined,
  );
  return environment && undeployedNames(invocation, environment);
}

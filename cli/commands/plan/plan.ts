import { selectJobs } from '../../../application/configuration/plan-configuration';
import { type Action, present } from '../../command/invocation';
import { planOf } from '../../environment/plan-of';
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
  present(invocation, planDocument, { ...plan, departments }, () =>
    job === undefined ? showDepartments(shell, plan, departments) : showJob(shell, job),
  );
  return undefined;
};

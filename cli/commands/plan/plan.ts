import { present, type Run } from '../../command';
import { planOf, selectJobs } from '../../configuration';
import { showDepartments, showJob } from '../../output/plan-view';

export const plan: Run = async (invocation) => {
  const { shell, options, args } = invocation;
  const whole = planOf(shell, options);
  const departments = selectJobs(whole, args[0]);
  const [job] = args[0]?.includes('/') === true ? departments.flatMap((department) => department.jobs) : [];
  present(invocation, { ...whole, departments }, () =>
    job === undefined ? showDepartments(shell, whole, departments) : showJob(shell, job),
  );
  return undefined;
};

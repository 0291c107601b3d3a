import { type Action, present } from '../../command/invocation';
import { runningCloud } from '../../environment/connect';
import { planOf } from '../../environment/plan-of';
import { wrongUse } from '../../errors/exit-codes';
import { deployedCloudDocument } from '../../json/local-documents';
import { requestDeployment } from '../../local-environment/deployments';
import { asStep } from '../../local-environment/steps';
import { plural } from '../../output/quantities';
import { stackEventLine } from '../../output/stack-event-line';
import { stepLines } from '../../output/step-lines';
import { untilInterrupted } from '../../output/until-interrupted';
import { pathIn } from '../../shell';

/** Brings the files of the configuration to the local cloud that is up. Its data and tasks stay. */
export const localDeploy: Action<object> = async (_input, invocation) => {
  const { shell, options } = invocation;
  const { url, pid, deployments } = runningCloud(shell.workingFolder);
  const departments = planOf(invocation, 'local').departments.map(({ name }) => name);
  if (deployments === undefined)
    throw wrongUse(`the local cloud at ${url} was started by an earlier version, which deploys only once`, {
      fix: 'run "lakeferry local down", then "lakeferry local up"',
    });
  const steps = stepLines(shell, options.json, { printsOwn: true });
  try {
    const goesOn = `the local cloud at ${url} continues to deploy (process ${pid})`;
    await untilInterrupted(shell, goesOn, () =>
      asStep(
        steps,
        'deploying',
        async (progressed) => {
          progressed('lakeferry status shows the tasks that it stops');
          const problem = await requestDeployment(deployments, pathIn(shell, options.config), (event) =>
            steps.print(stackEventLine(shell, event)),
          );
          if (problem !== undefined)
            throw wrongUse(`the local cloud at ${url} did not deploy the files: ${problem}`, {
              fix: 'fix the problem in the message, and run "lakeferry local deploy" again',
            });
        },
        () => `deployed to ${url}: ${plural(departments.length, 'department')}`,
      ),
    );
  } finally {
    steps.close();
  }
  present(invocation, deployedCloudDocument, { url, departments }, () => 'lakeferry status shows its jobs');
  return undefined;
};

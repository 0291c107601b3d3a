import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import { diffDeployment, differentNames } from '../../../application/environments/diff-deployment';
import { UseCaseError } from '../../../application/use-case-error';
import { hrefOf } from '../../../core/pages/routes';
import { type Action, type Invocation, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { pageLink } from '../../environment/page-link';
import { planOf } from '../../environment/plan-of';
import { exitCodes, wrongUse } from '../../errors/exit-codes';
import { diffDocument } from '../../json/diff-document';
import { diffMarkdown } from './markdown';
import { diffText } from './view';

interface Input {
  readonly selection: string | undefined;
  readonly markdown: boolean;
}

export const showDiff: Action<Input> = async ({ selection, markdown }, invocation) => {
  const { shell, options } = invocation;
  if (markdown && options.json)
    throw wrongUse('--markdown and --json are two formats', { fix: 'leave one of them out' });
  const plan = planOf(invocation);
  const found = await deployedEnvironment(invocation);
  const diff =
    typeof found === 'string'
      ? differentNames(plan.environment, found)
      : await diffDeployment(found, plan, selection, shell.now());
  if (markdown) shell.draw(`${diffMarkdown(diff)}\n`);
  else {
    const page = typeof found === 'object' ? pageLink(shell, found, hrefOf('plan', {})) : undefined;
    presentPage(invocation, diffDocument, diff, (shown) => diffText(shown, shell), page);
  }
  return diff.items.length === 0 ? exitCodes.done : exitCodes.changesFound;
};

/** Undefined where the first deployment is still to come: then everything is new. A text: the stack of another name prefix. */
async function deployedEnvironment(
  invocation: Invocation,
): Promise<DeployedEnvironment | string | undefined> {
  try {
    return await connect(invocation);
  } catch (error) {
    if (error instanceof UseCaseError && error.reason.kind === 'environment-not-deployed')
      return error.reason.others[0];
    throw error;
  }
}

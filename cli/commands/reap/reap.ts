import { findLeftovers } from '../../../application/reap/find-leftovers';
import { openReap } from '../../../application/reap/open-reap';
import type { RemovalPorts } from '../../../application/reap/reap-ports';
import { removeLeftovers } from '../../../application/reap/remove-leftovers';
import { type Action, type Invocation, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { exitCodes, type ExitCode, wrongUse } from '../../errors/exit-codes';
import { reapDocument } from '../../json/reap-document';
import { showLeftovers, showRemoved } from './view';

interface Input {
  readonly dryRun: boolean;
  readonly yes: boolean;
}

export const reapLeftovers: Action<Input> = async (input, invocation) => {
  checkUse(input, invocation);
  return reapWith(openReap(await connect(invocation)), input, invocation);
};

function checkUse({ dryRun, yes }: Input, { shell, options }: Invocation): void {
  if (dryRun && yes)
    throw wrongUse('--dry-run removes nothing, and --yes does not ask before it removes', {
      fix: 'use one of them',
    });
  if (!dryRun && !yes && (options.json || shell.ask === undefined))
    throw wrongUse('nobody can answer the question before the removal', {
      fix: 'list with --dry-run, or remove with --yes',
    });
}

/** Lists the leftovers, and removes them if the person agrees. */
export async function reapWith(
  ports: RemovalPorts,
  { dryRun, yes }: Input,
  invocation: Invocation,
): Promise<ExitCode> {
  const { shell, options } = invocation;
  const found = await findLeftovers(ports, shell.now());
  if (!options.json) shell.print(showLeftovers(found, shell));
  const isAgreed =
    !dryRun && found.leftovers.length > 0 && (yes || (await agrees(invocation, found.leftovers.length)));
  const removed = isAgreed
    ? await removeLeftovers(ports, found.leftovers, { by: operator(), now: () => shell.now() })
    : undefined;
  if (options.json || removed !== undefined)
    present(invocation, reapDocument, { found, removed }, () => showRemoved(removed ?? []));
  const hasFailed =
    found.problems.length > 0 || removed?.some(({ outcome }) => outcome === 'failed') === true;
  return hasFailed ? exitCodes.runFailed : exitCodes.done;
}

async function agrees({ shell }: Invocation, count: number): Promise<boolean> {
  const answer = await shell.ask?.(`remove ${count === 1 ? 'it' : `all ${count}`}? Write yes: `);
  return answer?.trim().toLowerCase() === 'yes';
}

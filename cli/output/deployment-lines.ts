import type { RaisedVersion } from '../../application/environments/raised-version';
import type { NewerDeployment } from '../../core/model/newer-deployment';
import type { HoldingDeployment } from '../../core/runs/admission/holding-deployment';
import { oneLine } from './escape-control-characters';
import { moment } from './quantities';

/** Lines about a deployment that holds tasks and runs. */
export function deploymentLines(hold: HoldingDeployment): readonly string[] {
  const { reason, since, until, waitsFor, jobs } = hold;
  const from = since === undefined ? '' : ` since ${moment(since)}`;
  return [
    `${oneLine(reason)}${from}: ${stateText(hold)}`,
    ...waitsFor.map((run) => `  waits for ${oneLine(run)}`),
    ...jobs.map((job) => `  ${waitsFor.length > 0 ? 'will stop' : 'holds'} the task of ${oneLine(job)}`),
    `  ends at ${moment(until)} at the latest; then held tasks continue`,
  ];
}

function stateText({ state, waitsFor, refusedBecause }: HoldingDeployment): string {
  switch (state) {
    case 'waits':
      return waitsFor.length > 0
        ? 'waits for runs, and lets no other begin'
        : 'stops the tasks that it changes';
    case 'changes':
      return 'changes what is held, and lets no run of it begin';
    case 'refused':
      return `refused: ${oneLine(refusedBecause ?? 'no reason is known')}`;
  }
}

/** Lines about an engine version that DMS raised by itself. */
export function raisedVersionLines({ engineVersion, deployed }: RaisedVersion): readonly string[] {
  return [
    `the replication instance has engine version ${engineVersion}, and ${deployed} is deployed: DMS raised it, and never takes it back`,
    `  fix: write engine-version: ${engineVersion}, or a newer one, in the file of the environment, and deploy it`,
  ];
}

export function newerDeploymentLines({ deployedBy, own }: NewerDeployment): readonly string[] {
  return [
    `Lakeferry ${deployedBy} has deployed the environment, and this is ${own}, which may misread what it deploys`,
    `  fix: use Lakeferry ${deployedBy} or a later one; do not deploy with ${own}, unless you mean to go back`,
  ];
}

import type { DeploymentDiff } from '../../../application/environments/diff-deployment';
import { type ChangeClass, changeClasses, type ItemChanges } from '../../../core/changes/change';
import { plural } from '../../output/quantities';

/** Words for people. */
export const classWords: Readonly<Record<ChangeClass, string>> = {
  none: 'nothing that runs',
  live: 'live',
  'stop-and-modify': 'stop and modify',
  'new-task': 'new task',
  refused: 'refused',
};

export function itemTitle({ what, name }: Pick<ItemChanges, 'what' | 'name'>): string {
  return what === 'job' || what === 'load' ? name : `${what} ${name}`;
}

/** `3 changed: 1 refused, 2 live` */
export function summaryOf({ items }: Pick<DeploymentDiff, 'items'>): string {
  const counts = changeClasses.toReversed().flatMap((one) => {
    const found = items.filter((item) => item.class === one).length;
    return found === 0 ? [] : [`${found} ${classWords[one]}`];
  });
  return `${plural(items.length, 'item differs', 'items differ')}: ${counts.join(', ')}`;
}

/** Remarks about who deployed, and about what could not be compared. */
export function remarksOf(diff: DeploymentDiff): readonly string[] {
  const { newer } = diff;
  return [
    ...(newer === undefined
      ? []
      : [
          `Lakeferry ${newer.deployedBy} has deployed this, and this is ${newer.own}: do not deploy with it, unless you mean to go back.`,
        ]),
    ...(comparedRemark(diff) ?? []),
  ];
}

function comparedRemark({ deployed, environment }: DeploymentDiff): readonly string[] | undefined {
  switch (deployed) {
    case 'all':
      return undefined;
    case 'departments':
      return [
        'Not compared: the environment, its sources and targets, which an earlier version of Lakeferry deployed.',
      ];
    case 'nothing':
      return [`Nothing of ${environment} is deployed: everything is new.`];
  }
}

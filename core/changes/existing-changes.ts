import type { ExistingPlan } from '../planning/plan';
import type { Change, ChangeClass } from './change';

interface Field {
  readonly text: string;
  readonly valueIn: (plan: ExistingPlan) => string | undefined;
  /** Endpoints of DMS have it. */
  readonly ofEndpoints?: true;
  /** Departments import Lakeferry's own. */
  readonly isImported?: true;
}

const fields: readonly Field[] = [
  {
    text: 'staging bucket',
    valueIn: ({ stagingBucket }) => stagingBucket?.name,
    ofEndpoints: true,
    isImported: true,
  },
  {
    text: 'key of the staging bucket',
    valueIn: ({ stagingBucket }) => stagingBucket?.kmsKeyArn,
    ofEndpoints: true,
  },
  { text: 'lake bucket, without what the other has', valueIn: ({ lakeBucket }) => lakeBucket?.name },
  { text: 'key of the lake bucket', valueIn: ({ lakeBucket }) => lakeBucket?.kmsKeyArn },
  { text: 'topic of alerts', valueIn: ({ alertsTopicArn }) => alertsTopicArn, isImported: true },
  {
    text: 'role by which DMS writes files',
    valueIn: ({ stagingRoleArn }) => stagingRoleArn,
    ofEndpoints: true,
  },
  {
    text: 'role by which DMS reads secrets',
    valueIn: ({ secretsRoleArn }) => secretsRoleArn,
    ofEndpoints: true,
  },
];

/** Changes of resources that others own. `stops`: class of a change of endpoints. */
export function existingChanges(
  before: ExistingPlan | undefined,
  after: ExistingPlan | undefined,
  stops: ChangeClass,
): readonly Change[] {
  return fields.flatMap(({ text, valueIn, ofEndpoints, isImported }): readonly Change[] => {
    const [was, is] = [valueIn(before ?? {}), valueIn(after ?? {})];
    if (was === is) return [];
    const leavesExport = isImported === true && was === undefined;
    return [
      {
        class: leavesExport ? 'refused' : ofEndpoints === true ? stops : 'live',
        sign: '~',
        text: `${text}: ${was ?? 'one of its own'} -> ${is ?? 'one of its own'}`,
      },
    ];
  });
}

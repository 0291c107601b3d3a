import { isInput, optionalNumber, optionalText, textList } from '../gateway/input';
import { cutPage } from '../gateway/paging';
import { assertKnown } from '../known-members';
import type { CloudContext, Input } from '../service';
import { alarmState } from './alarm-state';
import type { MetricStore } from './metrics';

/** Alarm of a template, with its name and properties. */
export interface DeployedAlarm {
  readonly name: string;
  readonly properties: Input;
  readonly at: Date;
}

const members = [
  'AlarmNames',
  'AlarmNamePrefix',
  'AlarmTypes',
  'StateValue',
  'ActionPrefix',
  'MaxRecords',
  'NextToken',
];

/** Properties of AWS::CloudWatch::Alarm that DescribeAlarms shows under the same name. */
const shown = [
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'Metrics',
];

/** DescribeAlarms, which evaluates each alarm. */
export function describeAlarms(
  { account, region, clock }: CloudContext,
  alarms: () => readonly DeployedAlarm[],
  store: MetricStore,
): (input: Input) => unknown {
  return (input) => {
    assertKnown('cloudwatch:DescribeAlarms', 'InvalidParameterValue', members, Object.keys(input));
    const names = textList(input, 'AlarmNames');
    const prefix = optionalText(input, 'AlarmNamePrefix') ?? '';
    const action = optionalText(input, 'ActionPrefix') ?? '';
    const types = textList(input, 'AlarmTypes');
    const state = optionalText(input, 'StateValue');
    const now = clock.now();
    const found = alarms()
      .filter(({ name }) => (names.length === 0 || names.includes(name)) && name.startsWith(prefix))
      .filter(
        ({ properties }) =>
          action === '' || JSON.stringify(properties['AlarmActions'] ?? []).includes(`"${action}`),
      )
      .filter(() => types.length === 0 || types.includes('MetricAlarm'))
      .map((alarm) => ({ ...alarm, evaluated: alarmState(alarm.properties, store, now) }))
      .filter(({ evaluated }) => (state ?? evaluated.StateValue) === evaluated.StateValue)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const size = optionalNumber(input, 'MaxRecords') ?? 50;
    const { page, nextToken } = cutPage(found, size, optionalText(input, 'NextToken'));
    return {
      MetricAlarms: page.map(({ name, properties, at, evaluated }) => ({
        AlarmName: name,
        AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
        ActionsEnabled: true,
        AlarmConfigurationUpdatedTimestamp: at,
        ...evaluated,
        StateUpdatedTimestamp: now,
        ...Object.fromEntries(
          Object.entries(properties)
            .filter(([member, value]) => shown.includes(member) && value !== undefined)
            .map(([member, value]) => [member, isNumber(member) ? Number(value) : value]),
        ),
      })),
      CompositeAlarms: [],
      NextToken: nextToken,
    };
  };
}

/** Alarms of the deployed stacks. */
export function alarmsOf(
  stacks: readonly {
    readonly resources: ReadonlyMap<
      string,
      {
        readonly type: string;
        readonly properties: Input;
        readonly deployed: { readonly ref: string };
        readonly at: Date;
      }
    >;
  }[],
): readonly DeployedAlarm[] {
  return stacks.flatMap(({ resources }) =>
    [...resources.values()]
      .filter(({ type, properties }) => type === 'AWS::CloudWatch::Alarm' && isInput(properties))
      .map(({ properties, deployed, at }) => ({ name: deployed.ref, properties, at })),
  );
}

/** Templates may have numbers as texts. */
function isNumber(member: string): boolean {
  return ['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'].includes(member);
}

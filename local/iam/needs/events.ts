import { inputs } from '../../gateway/input';
import {
  arnOf,
  type NeedsCall,
  type NeedsTable,
  named,
  onAnything,
  onResource,
  passRole,
  type Row,
} from './need';

const rule = ({ input, facts }: NeedsCall): string =>
  arnOf(facts, 'events', `rule/${named(input, 'Name', 'Rule')}`);

const puttingRule: Row = (call) => [
  { action: 'events:PutRule', resource: rule(call) },
  ...passRole('events.amazonaws.com', call.input['RoleArn']),
];

const puttingTargets: Row = (call) => {
  const targets = inputs(call.input, 'Targets');
  const context = { 'events:targetarn': targets.map(({ Arn }) => String(Arn)) };
  return [
    { action: 'events:PutTargets', resource: rule(call), context },
    ...passRole('events.amazonaws.com', ...targets.map(({ RoleArn }) => RoleArn)),
  ];
};

const puttingEvents: Row = ({ input, facts }) =>
  inputs(input, 'Entries').map(({ Source, DetailType, EventBusName }) => {
    const bus = typeof EventBusName === 'string' ? EventBusName : 'default';
    return {
      action: 'events:PutEvents',
      resource: bus.startsWith('arn:') ? bus : arnOf(facts, 'events', `event-bus/${bus}`),
      context: { 'events:source': String(Source), 'events:detail-type': String(DetailType) },
    };
  });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const eventsNeeds: NeedsTable = {
  ...onAnything('events', 'ListRuleNamesByTarget', 'ListRules', 'TestEventPattern'),
  ...onResource(
    'events',
    rule,
    'DeleteRule',
    'DescribeRule',
    'DisableRule',
    'EnableRule',
    'ListTargetsByRule',
    'RemoveTargets',
  ),
  PutRule: puttingRule,
  PutTargets: puttingTargets,
  PutEvents: puttingEvents,
};

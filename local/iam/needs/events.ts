import { inputs, isInput, members } from '../../gateway/input';
import type { Input } from '../../service';
import {
  arnOf,
  type Context,
  type NeedsCall,
  type NeedsTable,
  named,
  onAnything,
  onResource,
  passRole,
  type Row,
} from './need';

/** Rules of another bus than the default one have it in their ARN. */
const rule = ({ input, facts }: NeedsCall): string => {
  const name = named(input, 'Name', 'Rule');
  const bus = busOf(input['EventBusName']);
  return arnOf(facts, 'events', bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
};

/** Name of a bus that a call names, or names by its ARN. */
function busOf(nameOrArn: unknown): string {
  if (typeof nameOrArn !== 'string') return 'default';
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

const kindByName =
  (kind: string) =>
  ({ input, facts }: NeedsCall): string =>
    arnOf(facts, 'events', `${kind}/${named(input, 'Name')}`);

/** Account that created the rule. All rules of the local cloud are of its account. */
const creator = ({ facts }: NeedsCall): Context => ({ 'events:creatoraccount': facts.account });

const puttingRule: Row = (call) => [
  {
    action: 'events:PutRule',
    resource: rule(call),
    context: { ...creator(call), ...patternKeys(call.input['EventPattern']) },
  },
  ...passRole('events.amazonaws.com', call.input['RoleArn']),
];

/** Texts of the pattern that conditions can name (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html). */
function patternKeys(eventPattern: unknown): Context {
  const pattern = parsed(eventPattern);
  const detail = members(pattern, 'detail');
  const texts: Readonly<Record<string, unknown>> = {
    'events:source': pattern['source'],
    'events:detail-type': pattern['detail-type'],
    'events:detail.service': detail['service'],
    'events:detail.eventtypecode': detail['eventTypeCode'],
    'events:detail.useridentity.principalid': members(detail, 'userIdentity')['principalId'],
  };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, values]) => {
      const found = (Array.isArray(values) ? values : []).filter((value) => typeof value === 'string');
      return found.length === 0 ? [] : [[key, found] as const];
    }),
  );
}

/** The service itself reports a pattern that is not an object in JSON. */
function parsed(text: unknown): Input {
  try {
    const pattern: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
    return isInput(pattern) ? pattern : {};
  } catch {
    return {};
  }
}

const puttingTargets: Row = (call) => {
  const targets = inputs(call.input, 'Targets');
  const context = { ...creator(call), 'events:targetarn': targets.map(({ Arn }) => String(Arn)) };
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
  ...Object.fromEntries(
    ['DeleteRule', 'DescribeRule', 'DisableRule', 'EnableRule', 'ListTargetsByRule', 'RemoveTargets'].map(
      (operation): [string, Row] => [
        operation,
        (call) => [{ action: `events:${operation}`, resource: rule(call), context: creator(call) }],
      ],
    ),
  ),
  ...onAnything('events', 'ListEventBuses'),
  ...onResource('events', kindByName('event-bus'), 'CreateEventBus', 'DeleteEventBus', 'DescribeEventBus'),
  // ARNs end in a UUID, which a call by name does not know: a policy with a pattern allows it.
  ...onResource(
    'events',
    kindByName('connection'),
    'CreateConnection',
    'DeleteConnection',
    'DescribeConnection',
  ),
  ...onResource(
    'events',
    kindByName('api-destination'),
    'CreateApiDestination',
    'DeleteApiDestination',
    'DescribeApiDestination',
  ),
  PutRule: puttingRule,
  PutTargets: puttingTargets,
  PutEvents: puttingEvents,
};

import { z } from 'zod';
import { cutPage } from '../gateway/paging';
import { parseRequest } from '../parse-request';
import { AwsError, type Input, type Operation } from '../service';
import { unsupported } from '../unsupported';
import { matchesPattern } from './match-pattern';
import { type Pattern, parsePattern } from './pattern';
import { type Publish, putEvents } from './put-events';
import { type Buses, EventBusName } from './buses';
import { type Rule, type Rules, Target } from './rules';

const RuleName = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/);
const PutRule = z.strictObject({
  Name: RuleName,
  EventPattern: z.string().optional(),
  ScheduleExpression: z
    .undefined(
      unsupported('the schedule of a rule', { instead: 'use EventBridge Scheduler', page: 'events' }),
    )
    .optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Description: z.string().optional(),
  RoleArn: z.string().optional(),
  Tags: z.array(z.unknown()).optional(),
  EventBusName,
});
const Named = z.strictObject({ Name: RuleName, EventBusName, Force: z.boolean().optional() });
const OfRule = {
  Rule: RuleName,
  EventBusName,
};
const Paging = { Limit: z.int().min(1).max(100).default(100), NextToken: z.string().optional() };

export function eventOperations(buses: Buses, publish: Publish): Record<string, Operation> {
  const named = (input: Input): readonly [Rules, string] => {
    const { Name, EventBusName: bus } = parseRequest(Named, input);
    return [buses.get(bus).rules, Name];
  };
  return {
    PutRule: (input) => {
      const request = parseRequest(PutRule, input);
      const { Name: name, EventPattern, State: state, Description, RoleArn } = request;
      const { rules } = buses.get(request.EventBusName);
      if (EventPattern === undefined)
        throw new AwsError('ValidationException', 'Parameter(s) EventPattern must be specified.');
      const pattern = patternOf(EventPattern);
      const rule = {
        name,
        patternText: EventPattern,
        pattern,
        state,
        description: Description,
        roleArn: RoleArn,
      };
      return { RuleArn: rules.put(rule).arn };
    },
    DescribeRule: (input) => {
      const [rules, name] = named(input);
      return shown(rules.get(name), rules.bus);
    },
    EnableRule: (input) => {
      const [rules, name] = named(input);
      rules.setState(name, 'ENABLED');
    },
    DisableRule: (input) => {
      const [rules, name] = named(input);
      rules.setState(name, 'DISABLED');
    },
    DeleteRule: (input) => {
      const [rules, name] = named(input);
      rules.delete(name);
    },
    ListRules: (input) => {
      const schema = z.strictObject({ NamePrefix: z.string().default(''), EventBusName, ...Paging });
      const { NamePrefix, Limit, NextToken, EventBusName: bus } = parseRequest(schema, input);
      const { rules } = buses.get(bus);
      const found = rules.list().filter((rule) => rule.name.startsWith(NamePrefix));
      return listed(
        'Rules',
        found.map((rule) => shown(rule, rules.bus)),
        Limit,
        NextToken,
      );
    },
    ListRuleNamesByTarget: (input) => {
      const schema = z.strictObject({ TargetArn: z.string(), EventBusName, ...Paging });
      const { TargetArn, Limit, NextToken, EventBusName: bus } = parseRequest(schema, input);
      const found = buses
        .get(bus)
        .rules.list()
        .filter((rule) => [...rule.targets.values()].some(({ Arn }) => Arn === TargetArn));
      return listed(
        'RuleNames',
        found.map((rule) => rule.name),
        Limit,
        NextToken,
      );
    },
    ListTargetsByRule: (input) => {
      const request = parseRequest(z.strictObject({ ...OfRule, ...Paging }), input);
      const { targets } = buses.get(request.EventBusName).rules.get(request.Rule);
      return listed('Targets', [...targets.values()], request.Limit, request.NextToken);
    },
    PutTargets: (input) => {
      const schema = z.strictObject({ ...OfRule, Targets: z.array(Target).min(1).max(100) });
      const { Rule: name, Targets, EventBusName: bus } = parseRequest(schema, input);
      const { rules } = buses.get(bus);
      const added = Targets.map((target) => [target.Id, target] as const);
      rules.setTargets(name, new Map([...rules.get(name).targets, ...added]));
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: (input) => {
      const schema = z.strictObject({
        ...OfRule,
        Ids: z.array(z.string()).min(1),
        Force: z.boolean().optional(),
      });
      const { Rule: name, Ids, EventBusName: bus } = parseRequest(schema, input);
      const { rules } = buses.get(bus);
      rules.setTargets(name, new Map([...rules.get(name).targets].filter(([id]) => !Ids.includes(id))));
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    PutEvents: (input) => putEvents(input, buses, publish),
    TestEventPattern: (input) => {
      const schema = z.strictObject({ EventPattern: z.string(), Event: z.string() });
      const { EventPattern, Event } = parseRequest(schema, input);
      return { Result: matchesPattern(patternOf(EventPattern), JSON.parse(Event)) };
    },
  };
}

function patternOf(text: string): Pattern {
  const parsed = parsePattern(text);
  if ('pattern' in parsed) return parsed.pattern;
  throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${parsed.problem}`);
}

function listed(name: string, found: readonly unknown[], limit: number, token: string | undefined): object {
  const { page, nextToken: next } = cutPage(found, limit, token, 'ValidationException');
  return { [name]: page, NextToken: next };
}

function shown(rule: Rule, bus: string): object {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.patternText,
    State: rule.state,
    EventBusName: bus,
    ...(rule.description === undefined ? {} : { Description: rule.description }),
    ...(rule.roleArn === undefined ? {} : { RoleArn: rule.roleArn }),
  };
}

import { z } from 'zod';
import { cutPage } from '../../gateway/paging';
import { parseRequest } from '../../parse-request';
import { AwsError, type Operation } from '../../service';
import { unsupported } from '../../unsupported';
import { parseDefinition } from '../definition/parse';
import type { StateMachine, StateMachines } from '../state-machines';

/** Only the whole: what METADATA_ONLY leaves out without encryption is not documented. */
export const includedData = z
  .literal('ALL_DATA', unsupported('includedData METADATA_ONLY', { page: 'stepfunctions' }))
  .optional();
const Name = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);
const Settings = {
  loggingConfiguration: z.looseObject({}).optional(),
  tracingConfiguration: z.looseObject({}).optional(),
  encryptionConfiguration: z.looseObject({}).optional(),
  publish: z.literal(false, unsupported('publishing a version', { page: 'stepfunctions' })).optional(),
};
const Tags = z.array(z.strictObject({ key: z.string(), value: z.string() }));
const Create = z.strictObject({
  name: Name,
  definition: z.string(),
  roleArn: z.string(),
  type: z
    .literal('STANDARD', `must be STANDARD: ${unsupported('an express workflow', { page: 'stepfunctions' })}`)
    .optional(),
  tags: Tags.default([]),
  ...Settings,
});
const Update = z.strictObject({
  stateMachineArn: z.string(),
  definition: z.string().optional(),
  roleArn: z.string().optional(),
  ...Settings,
});
const ByArn = z.strictObject({ stateMachineArn: z.string() });
const List = z.strictObject({
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().optional(),
});
const Validate = z.strictObject({
  definition: z.string(),
  type: z.literal('STANDARD').optional(),
  severity: z.enum(['ERROR', 'WARNING']).optional(),
  maxResults: z.int().min(0).max(100).optional(),
});

export function machineOperations(machines: StateMachines): Record<string, Operation> {
  return {
    CreateStateMachine: (input) => {
      const { name, definition, roleArn, tags, type, publish, ...settings } = parseRequest(Create, input);
      const machine = machines.create({ name, definitionText: definition, roleArn, tags, settings });
      return { stateMachineArn: machine.arn, creationDate: seconds(machine.creationDate) };
    },
    UpdateStateMachine: (input) => {
      const { stateMachineArn, definition, roleArn, publish, ...settings } = parseRequest(Update, input);
      if (definition === undefined && roleArn === undefined && Object.keys(settings).length === 0)
        throw new AwsError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN or a setting must be specified',
        );
      const known = machines.get(stateMachineArn);
      const updated = machines.update(stateMachineArn, {
        ...(definition === undefined ? {} : { definitionText: definition }),
        ...(roleArn === undefined ? {} : { roleArn }),
        settings: { ...known.settings, ...settings },
      });
      return { updateDate: seconds(updated.updateDate), revisionId: updated.revisionId };
    },
    DeleteStateMachine: (input) => {
      machines.delete(parseRequest(ByArn, input).stateMachineArn);
      return {};
    },
    DescribeStateMachine: (input) =>
      describeMachine(
        machines.get(parseRequest(z.strictObject({ ...ByArn.shape, includedData }), input).stateMachineArn),
      ),
    ListStateMachines: (input) => {
      const { maxResults, nextToken } = parseRequest(List, input);
      const { page, nextToken: next } = cutPage(
        machines.list(),
        maxResults || 100,
        nextToken,
        'InvalidToken',
      );
      return { stateMachines: page.map(summary), nextToken: next };
    },
    ValidateStateMachineDefinition: (input) => {
      const parsed = parseDefinition(parseRequest(Validate, input).definition);
      const problems = parsed.ok ? [] : parsed.problems;
      const diagnostics = problems.map((message) => ({
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message,
        location: message.split(': ')[0],
      }));
      return { result: parsed.ok ? 'OK' : 'FAIL', diagnostics, truncated: false };
    },
    ListTagsForResource: (input) => {
      const { resourceArn } = parseRequest(z.strictObject({ resourceArn: z.string() }), input);
      return { tags: machines.get(resourceArn).tags };
    },
    TagResource: (input) => {
      const { resourceArn, tags } = parseRequest(
        z.strictObject({ resourceArn: z.string(), tags: Tags }),
        input,
      );
      const kept = machines.get(resourceArn).tags.filter(({ key }) => tags.every((tag) => tag.key !== key));
      machines.setTags(resourceArn, [...kept, ...tags]);
      return {};
    },
    UntagResource: (input) => {
      const schema = z.strictObject({ resourceArn: z.string(), tagKeys: z.array(z.string()) });
      const { resourceArn, tagKeys } = parseRequest(schema, input);
      const { tags } = machines.get(resourceArn);
      machines.setTags(
        resourceArn,
        tags.filter(({ key }) => !tagKeys.includes(key)),
      );
      return {};
    },
  };
}

export function describeMachine(machine: StateMachine): Record<string, unknown> {
  const { arn, definitionText, roleArn, settings, revisionId, definition } = machine;
  return {
    ...summary(machine),
    stateMachineArn: arn,
    status: 'ACTIVE',
    definition: definitionText,
    roleArn,
    ...settings,
    revisionId,
    ...(definition.Comment === undefined ? {} : { description: definition.Comment }),
  };
}

function summary(machine: StateMachine): Record<string, unknown> {
  const { arn, name, creationDate } = machine;
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: seconds(creationDate) };
}

/** Epoch seconds with milliseconds, the form of a time in JSON 1.0. */
export function seconds(date: Date): number {
  return date.getTime() / 1000;
}

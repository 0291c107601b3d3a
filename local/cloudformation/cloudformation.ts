import { optionalText, requiredText, textList } from '../gateway/input';
import { cutPage } from '../gateway/paging';
import { withKnownMembers } from '../known-members';
import { AwsError, type Input, type QueryService } from '../service';
import { unsupported } from '../unsupported';
import type { Stack, StackResource } from './stack';
import type { Stacks } from './stacks';

const members = {
  DescribeStacks: ['StackName'],
  ListStacks: ['StackStatusFilter'],
  ListStackResources: ['StackName'],
  DescribeStackResources: ['StackName', 'LogicalResourceId'],
  DescribeStackEvents: ['StackName', 'NextToken'],
  GetTemplate: ['StackName', 'TemplateStage'],
  DeleteStack: ['StackName', 'RetainResources', 'ClientRequestToken', 'DeletionMode'],
  ContinueUpdateRollback: ['StackName', 'ResourcesToSkip', 'ClientRequestToken'],
  UpdateTerminationProtection: ['StackName', 'EnableTerminationProtection'],
};

const eventsPerPage = 100;

/** Shown instead of an output with an attribute of a custom resource that answered with NoEcho. */
const asterisks = '*****';

/** Deletes the stack. The call returns before the end, as CloudFormation's does. */
export type DeleteStack = (
  stack: Stack,
  how: { readonly retain: readonly string[]; readonly force: boolean },
) => void;

/** Operations of CloudFormation on the deployed stacks. Deployment and deletion are in local/template. */
export function createCloudFormation(stacks: Stacks, deleteStack: DeleteStack): QueryService {
  function at(input: Input): Stack {
    const name = requiredText(input, 'StackName', 'ValidationError');
    const stack = stacks.find(name);
    if (stack === undefined) throw new AwsError('ValidationError', `Stack with id ${name} does not exist`);
    return stack;
  }

  return {
    protocol: 'query',
    name: 'cloudformation',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    operations: withKnownMembers('cloudformation', 'ValidationError', members, {
      DescribeStacks(input) {
        const found = optionalText(input, 'StackName') === undefined ? stacks.all() : [at(input)];
        return { Stacks: found.map(describe) };
      },
      ListStacks(input) {
        const wanted = textList(input, 'StackStatusFilter');
        const found = [...stacks.all(), ...stacks.deleted()].filter(
          ({ status }) => wanted.length === 0 || wanted.includes(status),
        );
        return {
          StackSummaries: found.map((stack) => ({
            StackId: stack.id,
            StackName: stack.name,
            CreationTime: stack.createdAt,
            LastUpdatedTime: stack.updatedAt,
            DeletionTime: stack.deletedAt,
            StackStatus: stack.status,
            StackStatusReason: stack.statusReason,
          })),
        };
      },
      ListStackResources: (input) => ({
        StackResourceSummaries: [...at(input).resources.values()].map((resource) => ({
          ...summary(resource, at(input)),
          LastUpdatedTimestamp: resource.at,
        })),
      }),
      DescribeStackResources(input) {
        const stack = at(input);
        const wanted = optionalText(input, 'LogicalResourceId');
        const found = [...stack.resources.values()].filter(
          ({ logicalId }) => wanted === undefined || logicalId === wanted,
        );
        return {
          StackResources: found.map((resource) => ({
            StackName: stack.name,
            StackId: stack.id,
            ...summary(resource, stack),
            Timestamp: resource.at,
          })),
        };
      },
      DescribeStackEvents(input) {
        const stack = at(input);
        const newestFirst = [...stack.events].reverse();
        const { page, nextToken } = cutPage(newestFirst, eventsPerPage, optionalText(input, 'NextToken'));
        return {
          StackEvents: page.map((event) => ({
            StackId: stack.id,
            StackName: stack.name,
            EventId: event.id,
            Timestamp: event.at,
            LogicalResourceId: event.logicalId,
            PhysicalResourceId: event.physicalId,
            ResourceType: event.type,
            ResourceStatus: event.status,
            ResourceStatusReason: event.reason,
          })),
          NextToken: nextToken,
        };
      },
      DeleteStack(input) {
        const stack = stacks.find(requiredText(input, 'StackName', 'ValidationError'));
        // A stack that does not exist is as good as deleted.
        if (stack === undefined || stack.status === 'DELETE_COMPLETE') return {};
        const retain = textList(input, 'RetainResources');
        const force = optionalText(input, 'DeletionMode') === 'FORCE_DELETE_STACK';
        refuseDeletion(stack, retain, force);
        if (stack.status !== 'DELETE_IN_PROGRESS') deleteStack(stack, { retain, force });
        return {};
      },
      ContinueUpdateRollback(input) {
        const stack = at(input);
        const { continueRollback, id, status } = stack;
        if (continueRollback === undefined)
          throw new AwsError(
            'ValidationError',
            `Stack:${id} is in ${status} state and can not continue update rollback.`,
          );
        delete stack.continueRollback;
        void continueRollback(textList(input, 'ResourcesToSkip'));
        return {};
      },
      UpdateTerminationProtection(input) {
        const stack = at(input);
        stack.isProtected = requiredText(input, 'EnableTerminationProtection', 'ValidationError') === 'true';
        return { StackId: stack.id };
      },
      GetTemplate(input) {
        const { name, template } = at(input);
        if (template === undefined)
          throw new AwsError(
            'ValidationError',
            unsupported(`the template of ${name}, which an earlier process deployed`, {
              instead: 'deploy it again',
            }),
          );
        return { TemplateBody: template, StagesAvailable: ['Original', 'Processed'] };
      },
      ListExports: () => ({
        Exports: stacks
          .all()
          .flatMap((stack) =>
            [...stack.outputs.values()].flatMap(({ exportName, value, masked }) =>
              exportName === undefined
                ? []
                : [{ ExportingStackId: stack.id, Name: exportName, Value: masked ? asterisks : value }],
            ),
          ),
      }),
    }),
  };
}

function refuseDeletion(stack: Stack, retain: readonly string[], force: boolean): void {
  const refuse = (message: string): never => {
    throw new AwsError('ValidationError', message);
  };
  if (stack.isProtected)
    refuse(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  if (
    stack.status.endsWith('_IN_PROGRESS') &&
    stack.status !== 'DELETE_IN_PROGRESS' &&
    stack.template !== undefined
  )
    refuse(`Stack [${stack.name}] cannot be deleted while in status ${stack.status}`);
  if ((retain.length > 0 || force) && stack.status !== 'DELETE_FAILED')
    refuse(
      `Invalid operation on stack [${stack.name}]. ${force ? 'FORCE_DELETE_STACK is' : 'RetainResources are'} for a stack in status DELETE_FAILED`,
    );
  const unknown = retain.find((logicalId) => !stack.resources.has(logicalId));
  if (unknown !== undefined) refuse(`The specified resources to retain are not in the stack: [${unknown}]`);
}

function describe(stack: Stack) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DeletionTime: stack.deletedAt,
    DisableRollback: false,
    EnableTerminationProtection: stack.isProtected,
    Outputs: [...stack.outputs].map(([key, { value, description, exportName, masked }]) => ({
      OutputKey: key,
      OutputValue: masked ? asterisks : value,
      Description: description,
      ExportName: exportName,
    })),
  };
}

function summary({ logicalId, type, deployed }: StackResource, { resourceStatuses }: Stack) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: deployed.ref,
    ResourceType: type,
    ResourceStatus: resourceStatuses.get(logicalId) ?? 'CREATE_COMPLETE',
  };
}

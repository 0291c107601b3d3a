import { inputs, isInput, optionalText } from '../../gateway/input';
import type { DeployedResource, DeployTargets, Resource, ResourceHandler } from '../handler';

/** AWS::Scheduler::ScheduleGroup and AWS::Scheduler::Schedule. */
export const schedulerHandlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::Scheduler::ScheduleGroup': {
    create({ properties, generatedName }, { scheduler, context }) {
      const name = optionalText(properties, 'Name') ?? generatedName();
      scheduler.call('CreateScheduleGroup', {
        subject: name,
        query: none,
        body: { Tags: inputs(properties, 'Tags') },
      });
      const arn = `arn:aws:scheduler:${context.region}:${context.account}:schedule-group/${name}`;
      return { ref: name, attributes: { Arn: arn, State: 'ACTIVE' } };
    },
    update({ properties }, former, { scheduler }) {
      const subject = String(former.attributes['Arn']);
      const present = scheduler.call('ListTagsForResource', { subject, query: none, body: undefined });
      const gone = inputs({ ...present }, 'Tags').map(({ Key }): [string, string] => [
        'TagKeys',
        String(Key),
      ]);
      scheduler.call('UntagResource', { subject, query: new URLSearchParams(gone), body: undefined });
      const body = { Tags: inputs(properties, 'Tags') };
      scheduler.call('TagResource', { subject, query: none, body });
      return former;
    },
    remove: ({ ref }, { scheduler }) =>
      void scheduler.call('DeleteScheduleGroup', { subject: ref, query: none, body: undefined }),
  },
  'AWS::Scheduler::Schedule': {
    create: (resource, targets) => put('CreateSchedule', resource, targets),
    update(resource, former, targets) {
      const group = optionalText(resource.properties, 'GroupName') ?? 'default';
      if (former.attributes['GroupName'] === group) return put('UpdateSchedule', resource, targets);
      const made = put('CreateSchedule', resource, targets);
      remove(former, targets);
      return made;
    },
    remove,
  },
};

const none = new URLSearchParams();

function put(operation: string, resource: Resource, { scheduler }: DeployTargets): DeployedResource {
  const { Name, ...rest } = resource.properties;
  const name = typeof Name === 'string' ? Name : resource.generatedName();
  const answer = scheduler.call(operation, { subject: name, query: none, body: withNumbers(rest) });
  const group = optionalText(resource.properties, 'GroupName') ?? 'default';
  return {
    ref: name,
    attributes: { Arn: 'ScheduleArn' in answer ? answer.ScheduleArn : '', GroupName: group },
  };
}

function remove({ ref, attributes }: DeployedResource, { scheduler }: DeployTargets): void {
  const query = new URLSearchParams({ groupName: String(attributes['GroupName']) });
  scheduler.call('DeleteSchedule', { subject: ref, query, body: undefined });
}

/** Properties for the API: CloudFormation has dates as text, the API as epoch seconds. */
function withNumbers(properties: Resource['properties']): Resource['properties'] {
  const dates = ['StartDate', 'EndDate'].flatMap((name) => {
    const value = properties[name];
    return typeof value === 'string' ? [[name, Date.parse(value) / 1000] as const] : [];
  });
  const merged: unknown = { ...properties, ...Object.fromEntries(dates) };
  return isInput(merged) ? merged : properties;
}

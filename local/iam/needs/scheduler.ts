import { members } from '../../gateway/input';
import { routeOf } from '../../scheduler/routes';
import { arnOf, type NeedsCall, type NeedsTable, onAnything, onResource, passRole, type Row } from './need';

const subject = ({ request }: NeedsCall): string => routeOf(request)?.subject ?? '*';

const group = (call: NeedsCall): string => arnOf(call.facts, 'scheduler', `schedule-group/${subject(call)}`);

/**
 * The group is in the body of a write, and in the query of the other operations. Each ignores the other
 * place.
 */
const scheduleIn =
  (groupOf: (call: NeedsCall) => unknown) =>
  (call: NeedsCall): string =>
    arnOf(call.facts, 'scheduler', `schedule/${String(groupOf(call) ?? 'default')}/${subject(call)}`);

const inQuery = scheduleIn(({ request }) => request.query.get('groupName'));
const inBody = scheduleIn(({ input }) => input['GroupName']);

function writing(operation: string): NeedsTable {
  const row: Row = (call) => [
    { action: `scheduler:${operation}`, resource: inBody(call) },
    ...passRole('scheduler.amazonaws.com', members(call.input, 'Target')['RoleArn']),
  ];
  return { [operation]: row };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const schedulerNeeds: NeedsTable = {
  ...onAnything('scheduler', 'ListScheduleGroups', 'ListSchedules'),
  ...writing('CreateSchedule'),
  ...writing('UpdateSchedule'),
  ...onResource('scheduler', inQuery, 'GetSchedule', 'DeleteSchedule'),
  ...onResource('scheduler', group, 'CreateScheduleGroup', 'GetScheduleGroup'),
  ...onResource('scheduler', subject, 'ListTagsForResource', 'TagResource', 'UntagResource'),
  DeleteScheduleGroup: (call) => [
    { action: 'scheduler:DeleteScheduleGroup', resource: group(call) },
    {
      action: 'scheduler:DeleteSchedule',
      resource: arnOf(call.facts, 'scheduler', `schedule/${subject(call)}/*`),
    },
  ],
};

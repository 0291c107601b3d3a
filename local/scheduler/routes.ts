import type { RestRequest } from '../service';

export interface Route {
  readonly operation: string;
  /** Parameter in the path, decoded: a name, or an ARN for tags. */
  readonly subject: string;
}

const operations: Readonly<Record<string, string>> = {
  'POST schedules/': 'CreateSchedule',
  'GET schedules/': 'GetSchedule',
  'PUT schedules/': 'UpdateSchedule',
  'DELETE schedules/': 'DeleteSchedule',
  'GET schedules': 'ListSchedules',
  'POST schedule-groups/': 'CreateScheduleGroup',
  'GET schedule-groups/': 'GetScheduleGroup',
  'DELETE schedule-groups/': 'DeleteScheduleGroup',
  'GET schedule-groups': 'ListScheduleGroups',
  'GET tags/': 'ListTagsForResource',
  'POST tags/': 'TagResource',
  'DELETE tags/': 'UntagResource',
};

export const operationNames: readonly string[] = Object.values(operations);

/** Route of a request. Undefined for a path that Scheduler does not have. */
export function routeOf(request: Omit<RestRequest, 'body'>): Route | undefined {
  const [, resource = '', ...rest] = request.rawPath.split('/');
  const subject = decodeURIComponent(rest.join('/'));
  const operation = operations[`${request.method} ${resource}${subject === '' ? '' : '/'}`];
  return operation === undefined ? undefined : { operation, subject };
}

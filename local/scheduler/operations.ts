import { z } from 'zod';
import { cutPage } from '../gateway/paging';
import { parseRequest } from '../parse-request';
import type { ScheduleGroup, ScheduleGroups } from './groups';
import { Name, type Schedule, ScheduleBody } from './schedule';
import type { Schedules } from './schedules';

export interface ScheduleRequest {
  readonly subject: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}
type ScheduleOperation = (request: ScheduleRequest) => object;

const Tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() }));
const GroupBody = z.strictObject({ Tags: Tags.default([]), ClientToken: z.string().optional() });
const TagBody = z.strictObject({ Tags });

export function scheduleOperations(
  schedules: Schedules,
  groups: ScheduleGroups,
): Readonly<Record<string, ScheduleOperation>> {
  const groupOf = ({ query }: ScheduleRequest): string => query.get('groupName') ?? 'default';
  const body = (request: ScheduleRequest): ScheduleBody => {
    const parsed = parseRequest(ScheduleBody, request.body);
    groups.get(parsed.GroupName);
    return parsed;
  };
  return {
    CreateSchedule: (request) => ({
      ScheduleArn: schedules.create(nameOf(request), body(request)).Arn,
    }),
    UpdateSchedule: (request) => ({ ScheduleArn: schedules.update(request.subject, body(request)).Arn }),
    GetSchedule: (request) => shown(schedules.get(request.subject, groupOf(request))),
    DeleteSchedule: (request) => {
      schedules.delete(request.subject, groupOf(request));
      return {};
    },
    ListSchedules: ({ query }) => {
      const group = query.get('ScheduleGroup');
      if (group !== null) groups.get(group);
      const found = schedules
        .list()
        .filter((schedule) => group === null || schedule.GroupName === group)
        .filter((schedule) => schedule.Name.startsWith(query.get('NamePrefix') ?? ''))
        .filter((schedule) => query.get('State') === null || schedule.State === query.get('State'));
      return listed('Schedules', found.map(summary), query);
    },
    CreateScheduleGroup: ({ subject, body: given }) => {
      const { Tags: tags } = parseRequest(GroupBody, given ?? {});
      return { ScheduleGroupArn: groups.create(nameOf({ subject }), tags).Arn };
    },
    GetScheduleGroup: ({ subject }) => shownGroup(groups.get(subject)),
    DeleteScheduleGroup: ({ subject }) => {
      groups.delete(subject);
      schedules.deleteGroup(subject);
      return {};
    },
    ListScheduleGroups: ({ query }) => {
      const found = groups.list().filter((group) => group.Name.startsWith(query.get('NamePrefix') ?? ''));
      return listed('ScheduleGroups', found.map(shownGroup), query);
    },
    ListTagsForResource: ({ subject }) => ({ Tags: groups.byArn(subject).tags }),
    TagResource: ({ subject, body: given }) => {
      const { Tags: added } = parseRequest(TagBody, given);
      const kept = groups.byArn(subject).tags.filter((tag) => added.every((one) => one.Key !== tag.Key));
      groups.setTags(subject, [...kept, ...added]);
      return {};
    },
    UntagResource: ({ subject, query }) => {
      const gone = query.getAll('TagKeys');
      groups.setTags(
        subject,
        groups.byArn(subject).tags.filter((tag) => !gone.includes(tag.Key)),
      );
      return {};
    },
  };
}

function nameOf({ subject }: Pick<ScheduleRequest, 'subject'>): string {
  return parseRequest(z.strictObject({ Name }), { Name: subject }).Name;
}

function listed(name: string, items: readonly object[], query: URLSearchParams): object {
  const { page, nextToken: next } = cutPage(
    items,
    Number(query.get('MaxResults') ?? 100),
    query.get('NextToken') ?? undefined,
    'ValidationException',
  );
  return { [name]: page, NextToken: next };
}

function shown(schedule: Schedule): object {
  const { ClientToken, CreationDate, LastModificationDate, StartDate, EndDate, ...rest } = schedule;
  return {
    ...rest,
    CreationDate: seconds(CreationDate),
    LastModificationDate: seconds(LastModificationDate),
    ...(StartDate === undefined ? {} : { StartDate: seconds(StartDate) }),
    ...(EndDate === undefined ? {} : { EndDate: seconds(EndDate) }),
  };
}

function summary(schedule: Schedule): object {
  const { Arn, GroupName, Name: name, State, Target } = schedule;
  const { CreationDate, LastModificationDate } = schedule;
  return {
    Arn,
    GroupName,
    Name: name,
    State,
    Target: { Arn: Target.Arn },
    CreationDate: seconds(CreationDate),
    LastModificationDate: seconds(LastModificationDate),
  };
}

function shownGroup(group: ScheduleGroup): object {
  const { tags, CreationDate, LastModificationDate, ...rest } = group;
  return {
    ...rest,
    CreationDate: seconds(CreationDate),
    LastModificationDate: seconds(LastModificationDate),
  };
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}

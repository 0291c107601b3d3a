import { z } from 'zod';
import { cutPage } from '../gateway/paging';
import { parseRequest } from '../parse-request';
import type { Operation } from '../service';
import type { Bus, Buses } from './buses';

/** `default` and names with a slash, which belong to partners, cannot be created. */
const Name = z.string().regex(/^(?!default$)[.\-_A-Za-z0-9]{1,256}$/);

export function busOperations(buses: Buses): Record<string, Operation> {
  return {
    CreateEventBus: (input) => {
      const schema = z.strictObject({
        Name,
        Description: z.string().optional(),
        Tags: z.array(z.unknown()).optional(),
      });
      const { Name: name, Description } = parseRequest(schema, input);
      const { arn } = buses.create(name, Description);
      return { EventBusArn: arn, ...(Description === undefined ? {} : { Description }) };
    },
    DeleteEventBus: (input) =>
      void buses.delete(parseRequest(z.strictObject({ Name: z.string() }), input).Name),
    DescribeEventBus: (input) =>
      shown(buses.get(parseRequest(z.strictObject({ Name: z.string().optional() }), input).Name)),
    ListEventBuses: (input) => {
      const schema = z.strictObject({
        NamePrefix: z.string().default(''),
        Limit: z.int().min(1).max(100).default(100),
        NextToken: z.string().optional(),
      });
      const { NamePrefix, Limit, NextToken } = parseRequest(schema, input);
      const found = buses.list().filter(({ name }) => name.startsWith(NamePrefix));
      const { page, nextToken } = cutPage(found.map(shown), Limit, NextToken, 'ValidationException');
      return { EventBuses: page, NextToken: nextToken };
    },
  };
}

function shown({ name, arn, description }: Bus): object {
  return { Name: name, Arn: arn, ...(description === undefined ? {} : { Description: description }) };
}

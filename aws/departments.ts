import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { type EnvironmentReference, parameterFolder } from '../core/model/environment-names';
import type { Log } from '../core/monitoring/log';
import { RunInput } from '../core/runs/record/run-input';
import { toRunError } from './errors';
import type { ReportUnreadable } from './history/items/readable-items';
import { requestLimits } from './request-limits';

const Channel = z.discriminatedUnion('kind', [
  /** Topic whose subscribers read text, such as e-mail. */
  z.object({ kind: z.literal('topic'), arn: z.string() }),
  /** Topic that a chat application follows. */
  z.object({ kind: z.literal('chat'), arn: z.string() }),
  /** Rule of the event bus for the detail type `Lakeferry Notification`. */
  z.object({ kind: z.literal('webhook') }),
]);
export type Channel = z.infer<typeof Channel>;

/** Value of a department's parameter. */
const DeployedDepartment = z.object({
  plan: RunInput.shape.plan,
  owner: z.string(),
  /** By the names of the configuration. */
  channels: z.record(z.string(), Channel),
});
export interface DeployedDepartment extends z.infer<typeof DeployedDepartment> {
  /** Time of the last deployment that changed the department. */
  readonly deployedAt?: string | undefined;
}

export interface Departments {
  /** Deployed departments by name. One that an earlier version deployed is left out. One that cannot be read is reported, too. */
  deployed(report?: ReportUnreadable): Promise<ReadonlyMap<string, DeployedDepartment>>;
}

/** Reads the parameters of the deployed departments. */
export function createDepartments(
  environment: EnvironmentReference,
  log: Pick<Log, 'error'>,
  client = new SSMClient(requestLimits),
): Departments {
  const Path = `${parameterFolder(environment)}/departments/`;
  return {
    async deployed(
      report = (parameter, problem) => log.error('a department cannot be read', { parameter, problem }),
    ) {
      const found = new Map<string, DeployedDepartment>();
      let NextToken: string | undefined;
      do {
        const page = await client
          .send(new GetParametersByPathCommand({ Path, NextToken }))
          .catch((error: unknown): never => {
            throw toRunError(error, 'reading the deployed departments');
          });
        for (const { Name = '', Value = '', LastModifiedDate } of page.Parameters ?? []) {
          const parsed = DeployedDepartment.safeParse(jsonOf(Value));
          if (parsed.success)
            found.set(Name.slice(Path.length), {
              ...parsed.data,
              deployedAt: LastModifiedDate?.toISOString(),
            });
          else report(Name, String(parsed.error));
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

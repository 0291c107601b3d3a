import { platformName } from '../../../model/environment-names';
import type { Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Department } from '../../schema/department-schema';
import type { Environment } from '../../schema/environment-schema';
import { handOffsOf, isWebhook } from '../stacks/department-channels';
import { channelsOf } from '../../schema/channels';

/** A name that grows with the prefix, and the most characters that AWS takes. */
interface LongName {
  readonly what: string;
  readonly most: number;
  readonly name: string;
}

/**
 * Longest names of each kind in the platform stack, after the platform's name. Sources: the API references of Lambda
 * (FunctionName), EventBridge (Rule), Scheduler (Name), Step Functions (name), SQS (QueueName), DMS
 * (ReplicationInstanceIdentifier) and Chatbot (ConfigurationName). A test compares them with the templates.
 */
export const longestNames: readonly { readonly what: string; readonly most: number; readonly end: string }[] =
  [
    { what: 'a Lambda function', most: 64, end: '-report-leftovers' },
    { what: 'a schedule', most: 64, end: '-report-leftovers' },
    { what: 'a schedule group', most: 64, end: '-platform' },
    { what: 'a rule', most: 64, end: '-staged-objects' },
    { what: 'a state machine', most: 80, end: '-migration' },
    { what: 'a queue', most: 80, end: '-copier-dead-letters' },
    { what: 'a replication instance', most: 63, end: '' },
    { what: 'a chat configuration', most: 128, end: '-slack-c07ez1abc23' },
    { what: 'an alarm', most: 255, end: '-publish-snapshot-throttles' },
  ];

/** Reports the name that leaves the least room for the prefix. Names without a prefix fit, by the limits of their parts. */
export function checkNameLengths({ environments, departments }: CheckedFiles): Problem[] {
  return environments.flatMap(({ place, data }) => {
    const prefix = data['name-prefix'];
    if (prefix === undefined) return [];
    const names = departments.flatMap((one) => ofDepartment(data, one.data));
    const [worst] = [...ofPlatform(data), ...names].sort((a, b) => excess(b) - excess(a));
    if (worst === undefined || excess(worst) <= 0) return [];
    const { what, most, name } = worst;
    const room = prefix.length - excess(worst);
    return place([
      {
        path: ['name-prefix'],
        value: prefix,
        message: `"${prefix}" makes ${name}, the name of ${what}, ${name.length} characters long, and AWS takes ${most}`,
        hint:
          room > 0
            ? `use at most ${room} characters`
            : 'use shorter names of the environment and the department',
      },
    ]);
  });
}

function excess({ name, most }: LongName): number {
  return name.length - most;
}

function ofPlatform(environment: Environment): readonly LongName[] {
  const start = startOf(environment);
  return longestNames.map(({ end, ...kind }) => ({ ...kind, name: `${start}${end}` }));
}

function ofDepartment(environment: Environment, department: Department): readonly LongName[] {
  const stack = `${startOf(environment)}-${department.department}`;
  const sends = handOffsOf(department) > 0 || channelsOf(environment, department).some(isWebhook);
  return [
    { what: 'a stack', most: 128, name: stack },
    ...(sends ? [{ what: 'a queue', most: 80, name: `${stack}-undelivered` }] : []),
  ];
}

function startOf({ environment: name, 'name-prefix': namePrefix }: Environment): string {
  return platformName({ name, namePrefix });
}

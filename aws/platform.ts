import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { parameterFolder, platformStackName } from '../core/model/environment-names';
import { RunInput } from '../core/runs/record/run-input';
import { errorName } from './errors';

/** Deployed environment: outputs of its platform stack. */
export interface Platform {
  readonly environment: string;
  /** Prefix of its names, as its file has it. */
  readonly namePrefix?: string | undefined;
  readonly stateMachineArn: string;
  readonly historyTableName: string;
  readonly stagingBucketName: string;
  readonly lakeBucketName: string;
  /** Absent in environments of an older version. */
  readonly checkSourceFunctionName?: string | undefined;
  readonly pollTasksFunctionName?: string | undefined;
  /** Address of the pages to which messages link. Absent: the environment has none. */
  readonly consoleUrl?: string | undefined;
  readonly instanceIdentifier?: string | undefined;
}

/** Input of a run without its trigger. */
export type JobStarter = Omit<RunInput, 'trigger'>;

/** Value of a load's parameter. */
const LoadInbox = z.object({ load: z.string(), bucket: z.string(), inbox: z.string() });
export type LoadInbox = z.infer<typeof LoadInbox>;

/** Value of a job's parameter. */
const JobParameter = z.extend(z.omit(RunInput, { trigger: true }), {
  enabled: z.optional(z.boolean()),
  mode: z.optional(z.string()),
  orderHash: z.optional(z.string()),
  stateMachineArn: z.optional(z.string()),
});

export interface Deployment {
  /** Undefined when this account and region have no platform stack of the environment. */
  platform(environment: string): Promise<Platform | undefined>;
  /** Undefined when no deployed department has the job. */
  jobStarter(environment: string, jobKey: string): Promise<JobStarter | undefined>;
  /** `enabled` of the department's file. Undefined when no deployed department has the job. */
  isEnabled(environment: string, jobKey: string): Promise<boolean | undefined>;
  /** `department/job` of all deployed jobs, ascending. */
  jobKeys(environment: string): Promise<readonly string[]>;
  /** `department/load` of all deployed loads, ascending. */
  loadKeys(environment: string): Promise<readonly string[]>;
  /** Inbox of a load. Undefined when no deployed department has the load. */
  load(environment: string, loadKey: string): Promise<LoadInbox | undefined>;
}

export class IncompletePlatform extends Error {
  override readonly name = 'IncompletePlatform';

  constructor(stack: string, output: string) {
    super(`the stack ${stack} has no output ${output}; deploy it again with this version of Lakeferry`);
  }
}

/** Finds deployed resources by their names, which begin with the prefix. Errors of AWS are not converted. */
export function createDeployment(
  clients: { readonly cloudFormation?: CloudFormationClient; readonly ssm?: SSMClient } = {},
  namePrefix?: string,
): Deployment {
  const cloudFormation = clients.cloudFormation ?? new CloudFormationClient({});
  const ssm = clients.ssm ?? new SSMClient({});
  const folder = (name: string): string => `${parameterFolder({ name, namePrefix })}/jobs/`;
  async function parameter(environment: string, jobKey: string) {
    const found = await absent(
      ssm.send(new GetParameterCommand({ Name: `${folder(environment)}${jobKey}` })),
      (error) => errorName(error) === 'ParameterNotFound',
    );
    const value = found?.Parameter?.Value;
    return value === undefined ? undefined : JobParameter.parse(JSON.parse(value));
  }
  const loadFolder = (name: string): string => `${parameterFolder({ name, namePrefix })}/loads/`;
  return {
    async platform(environment) {
      const stackName = platformStackName({ name: environment, namePrefix });
      const found = await absent(
        cloudFormation.send(new DescribeStacksCommand({ StackName: stackName })),
        (error) => errorName(error) === 'ValidationError' && /does not exist/.test(String(error)),
      );
      if (found === undefined) return undefined;
      const outputs = new Map(
        found.Stacks?.[0]?.Outputs?.map((output) => [output.OutputKey, output.OutputValue]),
      );
      const output = (key: string): string => {
        const value = outputs.get(key);
        if (value === undefined) throw new IncompletePlatform(stackName, key);
        return value;
      };
      return {
        environment,
        ...(namePrefix === undefined ? {} : { namePrefix }),
        stateMachineArn: output('StateMachineArn'),
        historyTableName: output('HistoryTableName'),
        stagingBucketName: output('StagingBucketName'),
        lakeBucketName: output('LakeBucketName'),
        checkSourceFunctionName: outputs.get('CheckSourceFunctionName'),
        instanceIdentifier: outputs.get('ReplicationInstanceIdentifier'),
        pollTasksFunctionName: outputs.get('PollTasksFunctionName'),
        consoleUrl: outputs.get('ConsoleUrl'),
      };
    },
    async jobStarter(environment, jobKey) {
      const found = await parameter(environment, jobKey);
      return found && { job: found.job, plan: found.plan, endpoints: found.endpoints };
    },
    async isEnabled(environment, jobKey) {
      const found = await parameter(environment, jobKey);
      return found && (found.enabled ?? true);
    },
    jobKeys: (environment) => keysBelow(ssm, folder(environment)),
    loadKeys: (environment) => keysBelow(ssm, loadFolder(environment)),
    async load(environment, loadKey) {
      const found = await absent(
        ssm.send(new GetParameterCommand({ Name: `${loadFolder(environment)}${loadKey}` })),
        (error) => errorName(error) === 'ParameterNotFound',
      );
      const value = found?.Parameter?.Value;
      return value === undefined ? undefined : LoadInbox.parse(JSON.parse(value));
    },
  };
}

/** Names of all parameters in a folder, without the folder, ascending. */
async function keysBelow(ssm: SSMClient, folder: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let next: string | undefined;
  do {
    const page = await ssm.send(
      new GetParametersByPathCommand({ Path: folder, Recursive: true, NextToken: next }),
    );
    for (const { Name } of page.Parameters ?? [])
      if (Name !== undefined) keys.push(Name.slice(folder.length));
    next = page.NextToken;
  } while (next !== undefined);
  return keys.sort();
}

async function absent<T>(call: Promise<T>, isAbsence: (error: unknown) => boolean): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

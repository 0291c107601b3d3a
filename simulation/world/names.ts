/** Account, region and physical names of a world, as `infra` makes them. */
export interface Names {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly historyTable: string;
  readonly stagingBucket: string;
  readonly lakeBucket: string;
  readonly assetsBucket: string;
  readonly alertsTopic: string;
  readonly eventBus: string;
  readonly stateMachine: string;
  readonly replicationInstance: string;
  readonly replicationInstanceArn: string;
  readonly undeliveredQueue: string;
  /** Group of the jobs' schedules. */
  readonly scheduleGroup: string;
  arn(service: string, rest: string): string;
  roleArn(name: string): string;
  functionArn(name: string): string;
}

export const account = '000000000000';
export const region = 'eu-west-1';

export function namesOf(environment: string): Names {
  const platform = `lakeferry-${environment}`;
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
  return {
    environment,
    account,
    region,
    historyTable: `${platform}-history`,
    stagingBucket: `${platform}-staging`,
    lakeBucket: `${platform}-lake`,
    assetsBucket: `cdk-hnb659fds-assets-${account}-${region}`,
    alertsTopic: `${platform}-alerts`,
    eventBus: platform,
    stateMachine: `${platform}-migration`,
    replicationInstance: platform,
    replicationInstanceArn: arn('dms', `rep:${platform}`),
    scheduleGroup: platform,
    undeliveredQueue: `${platform}-undelivered`,
    arn,
    roleArn: (name) => `arn:aws:iam::${account}:role/${name}`,
    functionArn: (name) => arn('lambda', `function:${platform}-${name}`),
  };
}

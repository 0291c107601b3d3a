import type { Names } from '../../../simulation/world/names';
import type { Resource, SynthesizedStack } from '../infra/stacks';

type Resources = Readonly<Record<string, Resource>>;

export interface WorldTemplate {
  readonly resources: Resources;
  readonly outputs: Readonly<Record<string, object>>;
}

/** Types of resources that a world has. Others are recorded by CloudFormation, and do nothing. */
const living = /^(AWS::DMS::|AWS::SSM::|AWS::Scheduler::|AWS::EC2::|AWS::Logs::|Custom::LakeferryHold$)/;
const recorded = 'AWS::CDK::Metadata';

const known = new WeakMap<SynthesizedStack, WorldTemplate>();

/** A synthesized template for a world: all resources, of which those that a world has by itself have their names there. */
export function worldTemplate(stack: SynthesizedStack, names: Names): WorldTemplate {
  const found = known.get(stack) ?? translated(stack, names);
  known.set(stack, found);
  return found;
}

function translated({ template, resources }: SynthesizedStack, names: Names): WorldTemplate {
  const physical = new Map<string, string>();
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    const name = physicalName(id, Type, Properties ?? {}, names);
    if (name !== undefined) physical.set(id, name);
  }
  return JSON.parse(
    JSON.stringify({
      resources: Object.fromEntries(
        Object.entries(resources).map(([id, one]) => [
          id,
          isLiving(id, one.Type) ? one : { ...one, Type: recorded },
        ]),
      ),
      outputs: template.toJSON()['Outputs'] ?? {},
    }),
    (_, value: unknown) => {
      const found = physical.get(referenceOf(value) ?? '');
      return found ?? value;
    },
  );
}

/** A world has its own schedules of the platform. */
function isLiving(id: string, type: string): boolean {
  return living.test(type) && !id.startsWith('Wakers');
}

/** Logical ID in a Ref, or in the GetAtt of an ARN. */
function referenceOf(value: unknown): string | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = Object(value);
  if (typeof Ref === 'string') return Ref;
  return Array.isArray(attribute) && attribute[1] === 'Arn' ? String(attribute[0]) : undefined;
}

function physicalName(
  id: string,
  type: string,
  { FunctionName }: NonNullable<Resource['Properties']>,
  names: Names,
): string | undefined {
  switch (type) {
    case 'AWS::Lambda::Function':
      return names.arn('lambda', `function:${String(FunctionName)}`);
    case 'AWS::IAM::Role':
      return names.roleArn(id);
    case 'AWS::StepFunctions::StateMachine':
      return names.arn('states', `stateMachine:${names.stateMachine}`);
    case 'AWS::DynamoDB::Table':
      return names.historyTable;
    case 'AWS::S3::Bucket':
      return id.startsWith('StorageStaging') ? names.stagingBucket : names.lakeBucket;
    case 'AWS::SQS::Queue':
      return names.arn('sqs', id);
    case 'AWS::SNS::Topic':
      return names.arn('sns', id);
    default:
      return undefined;
  }
}

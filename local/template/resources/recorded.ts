import type { ResourceHandler } from '../handler';

/** Families and types that the local cloud accepts without effect. BEHAVIOUR.md lists them. */
const recordedTypes: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::Chatbot::*',
  'AWS::CloudWatch::*',
  'AWS::EC2::*',
  'AWS::IAM::InstanceProfile',
  'AWS::KMS::*',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Logs::*',
  'AWS::SecretsManager::ResourcePolicy',
];

export function isRecordedOnly(type: string): boolean {
  return recordedTypes.some((known) =>
    known.endsWith('*') ? type.startsWith(known.slice(0, -1)) : type === known,
  );
}

/**
 * Gives the resource an ID and, where templates need one, an ARN. Other attributes are derived from the ID.
 */
export const recorded: ResourceHandler = {
  create({ type, properties, generatedName }, { context }) {
    const [, service = '', kind = ''] = type.toLowerCase().split('::');
    const name = properties['LogGroupName'] ?? properties['AlarmName'] ?? properties['DashboardName'];
    const ref = typeof name === 'string' ? name : generatedName();
    const prefix = `arn:aws:${service}:${context.region}:${context.account}`;
    const arn = service === 'logs' ? `${prefix}:log-group:${ref}:*` : `${prefix}:${kind}/${ref}`;
    return {
      ref,
      attributes: { Arn: arn },
    };
  },
  update: (_resource, former) => former,
};

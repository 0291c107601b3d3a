import { SecretValue } from 'aws-cdk-lib';
import { CfnApiDestination, CfnConnection, CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { detailTypes, eventSource } from '../../../core/events/detail-types';
import type { ChannelPlan } from '../../../core/planning/notify-plan';
import { ofBusRules } from './bus-rules';

export type WebhookPlan = Extract<ChannelPlan, { readonly kind: 'webhook' }>;

export interface WebhooksProps {
  readonly environment: NamedEnvironment;
  readonly department: string;
  readonly webhooks: readonly WebhookPlan[];
  readonly eventBusName: string;
  readonly undeliveredArn: string;
}

/** The receivers' programs see bursts of messages, such as when a source fails, at this pace. */
const perSecond = 10;

/** Webhooks: rules that post the messages of a department to HTTPS endpoints. */
export class Webhooks extends Construct {
  constructor(scope: Construct, id: string, props: WebhooksProps) {
    super(scope, id);
    const { environment, department, eventBusName, undeliveredArn } = props;
    const destinations = props.webhooks.map((webhook) => ({
      webhook,
      destination: this.#destination(webhook, environment),
    }));
    const role = new Role(this, 'Role', {
      description: `EventBridge posts messages of ${department} to its webhooks (${environment.name})`,
      assumedBy: ofBusRules(this, eventBusName),
      inlinePolicies: {
        Post: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['events:InvokeApiDestination'],
              resources: destinations.map(({ destination }) => destination.attrArn),
            }),
          ],
        }),
      },
    });
    for (const { webhook, destination } of destinations)
      new CfnRule(this, `Rule-${webhook.name}`, {
        description: `Posts messages of ${department} to ${webhook.name}`,
        eventBusName,
        eventPattern: {
          source: [eventSource],
          'detail-type': [detailTypes.notification],
          detail: { department: [department], channel: [webhook.name] },
        },
        targets: [
          {
            id: 'webhook',
            arn: destination.attrArn,
            roleArn: role.roleArn,
            inputPath: '$.detail',
            deadLetterConfig: { arn: undeliveredArn },
          },
        ],
      });
  }

  #destination(
    { name, url, header, secretName }: WebhookPlan,
    environment: NamedEnvironment,
  ): CfnApiDestination {
    const connection = new CfnConnection(this, `Connection-${name}`, {
      description: `Authorization of ${name}`,
      authorizationType: 'API_KEY',
      authParameters: {
        apiKeyAuthParameters: {
          apiKeyName: header,
          // A connection needs a key. CloudFormation resolves the secret; the template has its name only.
          apiKeyValue:
            secretName === undefined
              ? environment.name
              : SecretValue.secretsManager(secretName).unsafeUnwrap(),
        },
      },
    });
    return new CfnApiDestination(this, `Destination-${name}`, {
      description: `Endpoint of ${name}`,
      connectionArn: connection.attrArn,
      httpMethod: 'POST',
      invocationEndpoint: url,
      invocationRateLimitPerSecond: perSecond,
    });
  }
}

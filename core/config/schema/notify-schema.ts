import { z } from 'zod';
import { notifyPolicies } from '../../model/notify-policies';
import { name } from './name-fields';

const TopicArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, {
    error: 'is not the ARN of a standard SNS topic such as arn:aws:sns:eu-west-1:123456789012:data-alerts',
  })
  .describe('ARN of an SNS topic that exists. Not a FIFO topic.');

/** Patterns of AWS::Chatbot::SlackChannelConfiguration, narrowed to the first letters that Slack uses. */
const Slack = z
  .strictObject({
    'workspace-id': z
      .string()
      .regex(/^[TE][0-9A-Z]{1,254}$/, { error: 'is not the id of a Slack workspace such as T07EA123LEP' })
      .describe('Id of the workspace, which the AWS console shows after its authorization.'),
    'channel-id': z
      .string()
      .regex(/^[CG][0-9A-Z]{1,254}$/, {
        error: 'is not the id of a Slack channel such as C07EZ1ABC23: copy it from the channel’s link',
      })
      .describe('Id of the channel: the last part of its link.'),
  })
  .describe('Slack channel, through Amazon Q Developer in chat applications.');

const Guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
  error: 'is not an id such as 0a1b2c3d-1111-2222-3333-444455556666',
});

const Teams = z
  .strictObject({
    'tenant-id': Guid.describe('Id of the Microsoft 365 tenant: tenantId in the channel’s link.'),
    'team-id': Guid.describe('Id of the team: groupId in the channel’s link.'),
    'channel-id': z
      .string()
      .regex(/^19(:|%3[aA])[A-Za-z0-9_=+/.,-]{1,200}(@|%40)thread\.(tacv2|skype)$/, {
        error:
          'is not the id of a Teams channel such as 19:ab3d@thread.tacv2: copy it from the channel’s link',
      })
      .describe('Id of the channel: the part of its link that starts with 19: or 19%3a.'),
  })
  .describe('Microsoft Teams channel, through Amazon Q Developer in chat applications.');

/** Endpoints of API destinations (API CreateApiDestination). A star in the path would be a parameter. */
const WebhookUrl = z
  .string()
  .max(2048, { error: 'is longer than 2048 characters, the maximum of an API destination' })
  .regex(/^https:\/\/[A-Za-z0-9.-]+(:\d+)?(\/|\?|$)/, {
    error: 'is not an https address such as https://hooks.example.com/lakeferry: EventBridge takes no other',
  })
  .regex(/^(%[0-9A-Fa-f]{2}|[-()_.!~';/?:@&=+$,A-Za-z0-9])+$/, {
    error: 'contains a character that EventBridge rejects in an address: encode it, such as %20 for a space',
  });

const Webhook = z
  .strictObject({
    name: name('webhook name', 30).describe('Name of the channel, unique in the department.'),
    url: WebhookUrl.describe('Address that gets each message as JSON, by POST.'),
    secret: z
      .string()
      .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, {
        error: 'is not the name of a Secrets Manager secret: use letters, digits and / _ + = . @ -',
      })
      .describe('Name of the Secrets Manager secret whose text is the value of the header.')
      .optional(),
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,256}$/, { error: 'is not the name of a header: use letters, digits and -' })
      .describe('Header that carries the secret. Default Authorization.')
      .optional(),
  })
  .describe('HTTPS endpoint, through an API destination of EventBridge.');

export const Channel = z
  .union([
    z.enum(['email', 'department-topic']),
    z.strictObject({ topic: TopicArn }),
    z.strictObject({ slack: Slack }),
    z.strictObject({ teams: Teams }),
    z.strictObject({ webhook: Webhook }),
  ])
  .describe(
    'email: mail to the owner. department-topic: SNS topic of the department, to which people subscribe. Or topic, slack, teams or webhook.',
  );

export const Notify = z
  .strictObject({
    policy: z
      .enum(notifyPolicies)
      .describe(
        'edge (default): first failure of a streak, a reminder per day, and the recovery. failures: each failure. always: each end. never: none.',
      )
      .optional(),
    channels: z
      .array(Channel)
      .min(1, { error: 'is an empty list: write policy: never to send nothing' })
      .max(10, { error: 'has more than 10 channels' })
      .describe('Receivers. Default: email if owner is a mail address, else department-topic.')
      .optional(),
  })
  .describe('Messages for people. The job overrides the department, and that the environment, key by key.');

export type Notify = z.infer<typeof Notify>;
export type Channel = z.infer<typeof Channel>;
export type Webhook = z.infer<typeof Webhook>;

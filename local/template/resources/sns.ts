import { inputs, optionalText, requiredText } from '../../gateway/input';
import { unsupported } from '../../unsupported';
import { type ResourceHandler, TemplateError } from '../handler';

const subscriptionProperties = ['TopicArn', 'Protocol', 'Endpoint', 'RawMessageDelivery'];

/** AWS::SNS::Topic and AWS::SNS::Subscription. */
export const snsHandlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::SNS::Topic': {
    create({ properties, generatedName }, { sns }) {
      const name = optionalText(properties, 'TopicName') ?? generatedName(256);
      const arn = sns.create(name);
      for (const subscription of inputs(properties, 'Subscription'))
        sns.subscribe(arn, requiredText(subscription, 'Protocol'), requiredText(subscription, 'Endpoint'));
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
    /** A topic keeps its subscriptions. */
    update({ properties }, former, { sns }) {
      for (const subscription of inputs(properties, 'Subscription'))
        sns.subscribe(
          former.ref,
          requiredText(subscription, 'Protocol'),
          requiredText(subscription, 'Endpoint'),
        );
      return former;
    },
    remove: ({ ref }, { sns }) => sns.remove(ref),
  },
  'AWS::SNS::Subscription': {
    create({ properties }, { sns }) {
      const other = Object.keys(properties).find((name) => !subscriptionProperties.includes(name));
      if (other !== undefined) throw new TemplateError(unsupported(other));
      const topic = requiredText(properties, 'TopicArn');
      const endpoint = requiredText(properties, 'Endpoint');
      const raw = properties['RawMessageDelivery'] === true;
      const { arn } = sns.subscribe(topic, requiredText(properties, 'Protocol'), endpoint, raw);
      return { ref: arn, attributes: { Arn: arn } };
    },
    remove: ({ ref }, { sns }) => sns.unsubscribe(ref),
  },
};

import {
  type UnconfirmedAddress,
  unconfirmedAddresses,
  unconfirmedPorts,
} from '../../../application/environments/unconfirmed-addresses';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';

/** Remarks about mail addresses of these departments that get no message yet. Sources are checked without them as well. */
export async function remarksAboutAddresses(
  environment: DeployedEnvironment,
  departments: readonly string[],
): Promise<readonly string[]> {
  try {
    return (await unconfirmedAddresses(unconfirmedPorts(environment), departments)).map(remark);
  } catch (error) {
    return [`mail addresses were not checked: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function remark({ department, address, topicArn }: UnconfirmedAddress): string {
  return [
    `${address} gets no messages about ${department}: its subscription is not confirmed.`,
    'Open the link in the mail of SNS, or have it sent again:',
    `aws sns subscribe --protocol email --notification-endpoint ${address} --topic-arn ${topicArn}`,
  ].join('\n');
}

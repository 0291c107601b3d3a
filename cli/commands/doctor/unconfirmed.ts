import {
  type UnconfirmedAddress,
  unconfirmedAddresses,
  unconfirmedPorts,
} from '../../../application/environments/unconfirmed-addresses';
import type { LogFields } from '../../../core/monitoring/log';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';

/** Remarks about mail addresses of these departments that get no message yet. Sources are checked without them as well. */
export async function remarksAboutAddresses(
  environment: DeployedEnvironment,
  departments: readonly string[],
  portsWith: typeof unconfirmedPorts = unconfirmedPorts,
): Promise<readonly string[]> {
  const notChecked: string[] = [];
  const log = {
    error: (message: string, { parameter }: LogFields = {}) => {
      notChecked.push(`mail addresses were not checked: ${message}: ${String(parameter)}`);
    },
  };
  try {
    const found = await unconfirmedAddresses(portsWith(environment, log), departments);
    return [...notChecked, ...found.map(remark)];
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

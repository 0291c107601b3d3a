import { createDepartments, type Departments } from '../../aws/departments';
import { createSubscriptions, type Subscriptions } from '../../aws/subscriptions';
import { namedEnvironment } from '../../core/model/environment-names';
import type { Log } from '../../core/monitoring/log';
import type { DeployedEnvironment } from './deployed-environment';

/** Mail address that gets no message yet. */
export interface UnconfirmedAddress {
  readonly department: string;
  readonly address: string;
  readonly topicArn: string;
}

export interface UnconfirmedPorts {
  readonly departments: Departments;
  readonly subscriptions: Subscriptions;
}

/** `log` gets departments whose parameter cannot be read. */
export function unconfirmedPorts(
  { platform }: Pick<DeployedEnvironment, 'platform'>,
  log: Pick<Log, 'error'>,
): UnconfirmedPorts {
  return {
    departments: createDepartments(namedEnvironment(platform), log),
    subscriptions: createSubscriptions(),
  };
}

/** Addresses of these departments whose owners have not opened the link in the mail of SNS. */
export async function unconfirmedAddresses(
  { departments, subscriptions }: UnconfirmedPorts,
  names: readonly string[],
): Promise<readonly UnconfirmedAddress[]> {
  const found: UnconfirmedAddress[] = [];
  for (const [department, { channels }] of await departments.deployed()) {
    const { email } = channels;
    if (!names.includes(department) || email?.kind !== 'topic') continue;
    for (const address of await subscriptions.unconfirmed(email.arn))
      found.push({ department, address, topicArn: email.arn });
  }
  return found;
}

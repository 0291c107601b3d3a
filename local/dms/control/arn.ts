import { randomInt } from 'node:crypto';
import type { CloudContext } from '../../service';
import { invalidValue } from './faults';

export type ArnKind = 'task' | 'endpoint' | 'rep' | 'subgrp';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * `arn:aws:dms:<region>:<account>:<kind>:<id>`. Without an `id` it gets 26 random base32 characters, as on
 * AWS.
 */
export function makeArn(context: CloudContext, kind: ArnKind, id?: string): string {
  const { random } = context;
  const digit = (): number => (random === undefined ? randomInt(32) : Math.floor(random() * 32));
  const own = id ?? Array.from({ length: 26 }, () => letters[digit()]).join('');
  return `arn:aws:dms:${context.region}:${context.account}:${kind}:${own}`;
}

export function checkArn(arn: string): string {
  if (!/^arn:aws[a-z-]*:dms:[a-z0-9-]+:\d{12}:[a-z-]+:.+$/.test(arn))
    throw invalidValue(`Invalid ARN: ${arn}`);
  return arn;
}

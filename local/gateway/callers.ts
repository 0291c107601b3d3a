import { randomBytes } from 'node:crypto';
import type { Caller } from '../service';

/** Credentials with which an SDK client calls as a role. */
export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export const operatorCredentials = { accessKeyId: 'LAKEFERRYOPERATOR', secretAccessKey: 'local' } as const;

/**
 * Known callers. The access key alone identifies a caller. Signatures are not checked, because the port is on
 * loopback and the keys are worthless elsewhere.
 */
export class Callers {
  readonly #byAccessKey = new Map<string, Caller>();
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
    this.#byAccessKey.set(operatorCredentials.accessKeyId, {
      accessKeyId: operatorCredentials.accessKeyId,
      principalArn: `arn:aws:iam::${account}:user/operator`,
    });
  }

  /** Issues a key for calls as `roleArn`; `sourceFunctionArn` for those of a function's code. */
  issue(roleArn: string, sessionName: string, sourceFunctionArn?: string): IssuedCredentials {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    this.#byAccessKey.set(accessKeyId, {
      accessKeyId,
      principalArn: `arn:aws:sts::${this.#account}:assumed-role/${roleName}/${sessionName}`,
      roleArn,
      ...(sourceFunctionArn === undefined ? {} : { sourceFunctionArn }),
    });
    return {
      accessKeyId,
      secretAccessKey: randomBytes(20).toString('hex'),
      sessionToken: randomBytes(16).toString('hex'),
    };
  }

  find(accessKeyId: string): Caller | undefined {
    return this.#byAccessKey.get(accessKeyId);
  }
}

import { randomBytes } from 'node:crypto';
import type { Caller } from '../service';

/** What an SDK client needs to call as somebody. */
export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export const operatorCredentials = { accessKeyId: 'LAKEFERRYOPERATOR', secretAccessKey: 'local' } as const;

/**
 * Who may call the local cloud. Callers are told apart by access key alone: signatures are not checked, because the
 * port is on loopback and the keys mean nothing elsewhere.
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

  /** Makes a key whose calls are those of `roleArn`. */
  issue(roleArn: string, sessionName: string): IssuedCredentials {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    this.#byAccessKey.set(accessKeyId, {
      accessKeyId,
      principalArn: `arn:aws:sts::${this.#account}:assumed-role/${roleName}/${sessionName}`,
      roleArn,
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

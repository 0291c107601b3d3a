import type { Input } from '../service';

export interface RoleRecord {
  readonly arn: string;
  readonly name: string;
  readonly trust: Input;
  /** Policy documents as in the template, expressions resolved; by policy name. */
  readonly policies: Map<string, Input>;
  readonly managedPolicyArns: readonly string[];
}

/** IAM roles and their policies as the template declares them: kept for whoever decides about a call. */
export class Roles {
  readonly #byName = new Map<string, RoleRecord>();

  add(role: RoleRecord): void {
    this.#byName.set(role.name, role);
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** Takes a policy of that name off every role. */
  removePolicy(policy: string): void {
    for (const role of this.#byName.values()) role.policies.delete(policy);
  }

  find(nameOrArn: string): RoleRecord | undefined {
    return this.#byName.get(nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1));
  }

  all(): readonly RoleRecord[] {
    return [...this.#byName.values()];
  }
}

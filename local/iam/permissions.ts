import type { CallingService, CloudContext } from '../service';
import type { Roles } from '../template/roles';
import type { Lookup } from './conditions';
import { accessDenied, type Refusal, sentence } from './denied';
import { evaluate, evaluateTrust } from './evaluate';
import type { Context, Need } from './needs/need';
import type { Principal } from './principals';
import type { ResourcePolicies } from './resource-policies';
import type { Statement } from './statements';

/** Number of refusals that are kept, the newest ones. */
const kept = 1000;

/** Decides about calls of roles and services by the policies of the template. Refusals are also logged. */
export class Permissions {
  readonly #refusals: Refusal[] = [];
  readonly #used = new Map<string, Set<string>>();

  constructor(
    private readonly context: CloudContext,
    readonly roles: Roles,
    readonly resources: ResourcePolicies,
  ) {}

  /** Refusals, oldest first. */
  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  /** Actions that a role, by its ARN, has used and was allowed. */
  usedBy(roleArn: string): ReadonlySet<string> {
    return this.#used.get(roleArn) ?? new Set();
  }

  /** Throws the service's own error unless the session's role is allowed every need. */
  assertSession(
    service: string,
    roleArn: string,
    sessionArn: string,
    needs: readonly Need[],
    context: Context = {},
  ): void {
    const asker = { kind: 'role', roleArn, sessionArn } as const;
    for (const need of needs) this.#assert(service, asker, need, { 'aws:principalarn': roleArn, ...context });
  }

  /** True when the policies of the role allow what is needed, without a call and without a record of it. */
  allows(roleArn: string, { action, resource, context }: Need): boolean {
    const asker = { kind: 'role', roleArn, sessionArn: roleArn } as const;
    const lookup = this.#lookup({ 'aws:principalarn': roleArn, ...context });
    return (
      evaluate({ action, resource, lookup }, asker, this.#identity(asker), [], this.#boundary(asker)).kind ===
      'allowed'
    );
  }

  /**
   * Throws unless a service may do what it needs: with the role that was passed to it and that must trust it,
   * or by a policy of the resource. `principal` is such as `events.amazonaws.com`.
   */
  assertService(service: string, principal: string, by: CallingService, needs: readonly Need[]): void {
    const { roleArn, sourceArn } = by;
    const source = {
      'aws:sourceaccount': this.context.account,
      ...(sourceArn === undefined ? {} : { 'aws:sourcearn': sourceArn }),
    };
    if (roleArn === undefined) {
      for (const need of needs) this.#assert(service, { kind: 'service', name: principal }, need, source);
      return;
    }
    this.assertTrust(service, { kind: 'service', name: principal }, roleArn, source);
    const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const session = principal.split('.')[0] ?? principal;
    const sessionArn = `arn:aws:sts::${this.context.account}:assumed-role/${name}/${session}`;
    this.assertSession(service, roleArn, sessionArn, needs);
  }

  /**
   * Throws unless the role's trust policy names the caller, or names the caller's account and the caller's
   * own policies allow it.
   */
  assertTrust(service: string, asker: Principal, roleArn: string, context: Context = {}): void {
    const action = 'sts:AssumeRole';
    const role = this.roles.find(roleArn);
    const own = asker.kind === 'role' ? { 'aws:principalarn': asker.roleArn } : {};
    const question = { action, resource: roleArn, lookup: this.#lookup({ ...own, ...context }) };
    const trusted =
      role?.arn === roleArn &&
      evaluateTrust(question, asker, this.#identity(asker), role.trustStatements, this.#boundary(asker));
    if (trusted) return;
    const refusal = { principal: nameOf(asker), action, resource: roleArn };
    this.#refuse(service, { ...refusal, decision: { kind: 'not-trusted' } });
  }

  #identity(asker: Principal): readonly Statement[] {
    return asker.kind === 'role' ? (this.roles.find(asker.roleArn)?.statements() ?? []) : [];
  }

  #boundary(asker: Principal): readonly Statement[] | undefined {
    return asker.kind === 'role' ? this.roles.boundaryOf(asker.roleArn) : undefined;
  }

  #assert(service: string, asker: Principal, need: Need, own: Context): void {
    const { action, resource, context } = need;
    const lookup = this.#lookup({ ...own, ...context });
    const policies = this.resources.of(resource);
    const question = { action, resource, lookup };
    const decision = evaluate(question, asker, this.#identity(asker), policies, this.#boundary(asker));
    if (decision.kind !== 'allowed')
      this.#refuse(service, { principal: nameOf(asker), action, resource, decision });
    if (asker.kind === 'role') this.#note(asker.roleArn, action);
  }

  #note(roleArn: string, action: string): void {
    const used = this.#used.get(roleArn) ?? new Set();
    this.#used.set(roleArn, used.add(action));
  }

  /** Keys of every request. Calls on loopback count as encrypted, because the same calls to AWS would be. */
  #lookup(own: Context): Lookup {
    return (key) => {
      if (Object.hasOwn(own, key)) return own[key];
      switch (key) {
        case 'aws:securetransport':
          return 'true';
        case 's3:tlsversion':
          return '1.3';
        case 'aws:requestedregion':
          return this.context.region;
        case 'aws:principalaccount':
        case 'aws:resourceaccount':
        case 's3:resourceaccount':
          return this.context.account;
        default:
          return undefined;
      }
    };
  }

  #refuse(service: string, refusal: Refusal): never {
    this.context.log(`refused: ${sentence(refusal)}`);
    this.#refusals.push(refusal);
    if (this.#refusals.length > kept) this.#refusals.shift();
    throw accessDenied(service, refusal);
  }
}

function nameOf(asker: Principal): string {
  return asker.kind === 'role' ? asker.sessionArn : asker.name;
}

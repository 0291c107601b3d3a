import { interfaceActions } from '../iam/interface-actions';
import { parsePolicy, type Statement } from '../iam/statements';
import type { Input } from '../service';
import { unsupported } from '../unsupported';

export interface RoleDeclaration {
  readonly arn: string;
  readonly name: string;
  readonly trust: Input;
  /** Inline policies of the template by name, with all expressions resolved. */
  readonly inline: ReadonlyMap<string, Input>;
  readonly managedPolicyArns: readonly string[];
  readonly boundaryArn?: string | undefined;
}

interface Policy {
  readonly document: Input;
  readonly statements: readonly Statement[];
}

/** Role with its compiled policies. */
export class Role {
  readonly arn: string;
  readonly name: string;
  readonly managedPolicyArns: readonly string[];
  readonly boundaryArn: string | undefined;
  readonly trustStatements: readonly Statement[];
  readonly #policies = new Map<string, Policy>();
  #statements: readonly Statement[] | undefined;

  constructor({ arn, name, trust, inline, managedPolicyArns, boundaryArn }: RoleDeclaration) {
    this.arn = arn;
    this.name = name;
    this.managedPolicyArns = managedPolicyArns;
    this.boundaryArn = boundaryArn;
    this.trustStatements = parsePolicy(`trust of ${name}`, trust, 'trust');
    for (const [policy, document] of inline) this.set(policy, document);
  }

  /** Throws PolicyError for an element that the local cloud does not know. */
  set(policy: string, document: Input): void {
    const statements = parsePolicy(`${policy} of ${this.name}`, document, 'identity');
    this.#policies.set(policy, { document, statements });
    this.#statements = undefined;
  }

  delete(policy: string): void {
    this.#policies.delete(policy);
    this.#statements = undefined;
  }

  /** Documents by policy name. Those that other resources attach start with `attached/`. */
  get policies(): ReadonlyMap<string, Input> {
    return new Map([...this.#policies].map(([name, { document }]) => [name, document]));
  }

  statements(): readonly Statement[] {
    this.#statements ??= [...this.#policies.values()].flatMap(({ statements }) => statements);
    return this.#statements;
  }
}

/** AWS managed policies: their actions, less those of services that nothing here calls. */
const ofAws: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    AmazonDMSCloudWatchLogsRole: [],
    AmazonDMSVPCManagementRole: [],
    AWSLambdaBasicExecutionRole: [],
    AWSLambdaVPCAccessExecutionRole: [...interfaceActions],
  }).map(([name, actions]) => [`arn:aws:iam::aws:policy/service-role/${name}`, actions]),
);

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** IAM roles and their policies, as templates declare them. */
export class Roles {
  readonly #byName = new Map<string, Role>();
  readonly #managed: Map<string, Input>;
  readonly #boundaries = new WeakMap<Input, readonly Statement[]>();

  /** `managed`: documents of the managed policies that the account has besides those of templates, by ARN. */
  constructor(managed: Readonly<Record<string, Input>> = {}) {
    const everything = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    this.#managed = new Map([[administrator, everything], ...Object.entries(managed)]);
  }

  /** Creates or changes a role. Policies that other resources have attached stay. */
  put(declaration: RoleDeclaration): void {
    const role = new Role(declaration);
    const former = this.#byName.get(role.name);
    const named = new Set(former?.managedPolicyArns.map(attached));
    for (const [policy, document] of former?.policies ?? [])
      if (policy.startsWith(attached('')) && !named.has(policy)) role.set(policy, document);
    for (const arn of role.managedPolicyArns) {
      const document = this.#managed.get(arn);
      const actions = ofAws.get(arn);
      if (document !== undefined) role.set(attached(arn), document);
      else if (actions === undefined) throw new Error(unsupported(`the managed policy ${arn}`));
      else if (actions.length > 0)
        role.set(attached(arn), { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
    }
    if (role.boundaryArn !== undefined) this.#boundary(role.boundaryArn);
    this.#byName.set(role.name, role);
  }

  /** Statements of the permissions boundary of a role. Undefined: it has none. */
  boundaryOf(nameOrArn: string): readonly Statement[] | undefined {
    const arn = this.find(nameOrArn)?.boundaryArn;
    return arn === undefined ? undefined : this.#boundary(arn);
  }

  #boundary(arn: string): readonly Statement[] {
    const document = this.#managed.get(arn);
    if (document === undefined) throw new Error(`the policy ${arn} of a permissions boundary does not exist`);
    const known = this.#boundaries.get(document) ?? parsePolicy(arn, document, 'identity');
    this.#boundaries.set(document, known);
    return known;
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  /**
   * Attaches a policy to the roles of these names. `policy` is its name or ARN. Throws when a role does not
   * exist.
   */
  attach(policy: string, document: Input, roles: readonly string[]): void {
    for (const name of roles) {
      const role = this.find(name);
      if (role === undefined) throw new Error(`the role ${name} of the policy ${policy} does not exist`);
      role.set(attached(policy), document);
    }
  }

  /** Detaches a policy from those roles of these names that exist. */
  detach(policy: string, roles: readonly string[]): void {
    for (const name of roles) this.find(name)?.delete(attached(policy));
  }

  /** Adds a managed policy, also for roles that name it themselves. */
  putManaged(arn: string, document: Input, roles: readonly string[]): void {
    this.#managed.set(arn, document);
    const naming = this.all().filter(({ managedPolicyArns }) => managedPolicyArns.includes(arn));
    this.attach(arn, document, [...roles, ...naming.map(({ name }) => name)]);
  }

  /** Detaches a policy from every role. */
  removePolicy(policy: string): void {
    this.#managed.delete(policy);
    for (const role of this.#byName.values()) role.delete(attached(policy));
  }

  find(nameOrArn: string): Role | undefined {
    return this.#byName.get(nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1));
  }

  all(): readonly Role[] {
    return [...this.#byName.values()];
  }
}

function attached(policy: string): string {
  return `attached/${policy}`;
}

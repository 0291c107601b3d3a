import { createHash } from 'node:crypto';
import { CustomResource, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { CfnEndpoint, CfnReplicationInstance } from 'aws-cdk-lib/aws-dms';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct, type IDependable } from 'constructs';
import { type FixedFacts, fixedFactsOf } from '../../core/checks/position/fixed-facts';
import type { SourcePlan } from '../../core/planning/connection-plan';
import type { JobPlan } from '../../core/planning/job-plan';
import { resourcesWithout } from './resources-without';

/** Endpoint whose tasks are held while it changes. */
export class HeldEndpoint extends CfnEndpoint {
  get properties(): object {
    return this.cfnProperties;
  }
}

/** Replication instance whose tasks are held while it changes. */
export class HeldInstance extends CfnReplicationInstance {
  get properties(): object {
    return this.cfnProperties;
  }
}

interface Held {
  readonly identifier: string;
  readonly resource: HeldEndpoint | HeldInstance;
  /** Role by which DMS reaches what the endpoint names. */
  readonly role?: CfnRole | undefined;
}

/**
 * Custom resource that holds the tasks of endpoints and instances while a deployment changes them:
 * see docs/adr/0034-deployments-that-change-what-runs.md. They depend on it, so CloudFormation
 * updates it first, and only if the hash of one of them differs. One per stack, because a stack has
 * at most 500 resources.
 */
export class Hold extends Construct {
  readonly #endpoints: Held[] = [];
  readonly #instances: Held[] = [];
  readonly #jobs: Record<string, FixedFacts> = {};
  readonly #engines: Record<string, string> = {};
  readonly #engineVersions: Record<string, string> = {};
  readonly #resource: CustomResource;

  constructor(scope: Construct, id: string, functionArn: string) {
    super(scope, id);
    this.#resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::LakeferryHold',
      serviceToken: functionArn,
      // CloudFormation's maximum. The poll answers before: core/runs/admission/hold-event.ts.
      serviceTimeout: Duration.hours(1),
      properties: {
        Endpoints: Lazy.any({ produce: () => this.#hashes(this.#endpoints) }),
        Instances: Lazy.any({ produce: () => this.#hashes(this.#instances) }),
        Jobs: Lazy.any({ produce: () => unlessEmpty(this.#jobs) }),
        Engines: Lazy.any({ produce: () => unlessEmpty(this.#engines) }),
        // A version that DMS raised by itself is never sent back down: the hold is refused.
        EngineVersions: Lazy.any({ produce: () => this.#versions() }),
      },
    });
  }

  /** The hold begins when these exist. */
  after(...needed: IDependable[]): this {
    this.#resource.node.addDependency(...needed);
    return this;
  }

  /** `role`: of Lakeferry, by which DMS reads the login. A load in flight keeps it until it has ended. */
  endpoint(identifier: string, resource: HeldEndpoint, role?: CfnRole): void {
    this.#endpoints.push({ identifier, resource, role });
    this.before(resource, ...(role === undefined ? [] : [role]));
  }

  /** These change only after the hold is answered. They do not cause one. */
  before(...dependents: IConstruct[]): void {
    for (const dependent of dependents) dependent.node.addDependency(this.#resource);
  }

  instance(identifier: string, resource: HeldInstance): void {
    this.#instances.push({ identifier, resource });
    if (resource.engineVersion !== undefined) this.#engineVersions[identifier] = resource.engineVersion;
    this.before(resource);
  }

  /** Refuses a deployment that would lose changes: docs/adr/0037-what-dms-cannot-change-on-a-task.md. */
  job(job: JobPlan): void {
    this.#jobs[job.identity.key] = fixedFactsOf(job);
  }

  source({ name, engine }: SourcePlan): void {
    this.#engines[name] = engine;
  }

  /** Nothing else of the stack changes before the hold is answered. */
  beforeAllOf(stack: Stack): void {
    this.before(...resourcesWithout(stack, this.#resource));
  }

  #versions(): Readonly<Record<string, string>> | undefined {
    return this.#instances.length === 0 ? undefined : this.#engineVersions;
  }

  /**
   * Hashes of all properties with the tags of the stack, which CloudFormation adds to each resource.
   * No page of AWS says whether a changed tag is a ModifyEndpoint.
   */
  #hashes(held: readonly Held[]): Readonly<Record<string, string>> | undefined {
    if (held.length === 0) return undefined;
    const stack = Stack.of(this);
    const tags = stack.tags.tagValues();
    return Object.fromEntries(
      held.map(({ identifier, resource, role }) => [
        identifier,
        hashOf(
          stack.resolve([
            resource.properties,
            tags,
            ...(role === undefined ? [] : [role.assumeRolePolicyDocument, role.policies]),
          ]),
        ),
      ]),
    );
  }
}

function unlessEmpty(values: object): object | undefined {
  return Object.keys(values).length === 0 ? undefined : values;
}

function hashOf(resolved: unknown): string {
  return createHash('sha256').update(JSON.stringify(resolved)).digest('hex').slice(0, 16);
}

import { parsePolicy, type Statement } from './statements';

/** Policies that templates attach to buckets, queues, topics and functions, by the resource's ARN and the policy's own id. */
export class ResourcePolicies {
  readonly #byArn = new Map<string, Map<string, readonly Statement[]>>();

  /** Throws PolicyError for what the local cloud does not know. */
  put(resourceArn: string, id: string, document: unknown): void {
    const policies = this.#byArn.get(resourceArn) ?? new Map<string, readonly Statement[]>();
    policies.set(id, parsePolicy(id, document, 'resource'));
    this.#byArn.set(resourceArn, policies);
  }

  /** Takes the policy off every resource. */
  remove(id: string): void {
    for (const [arn, policies] of this.#byArn)
      if (policies.delete(id) && policies.size === 0) this.#byArn.delete(arn);
  }

  /** Statements that may be about `resource`: an object's are its bucket's, a version's are its function's. */
  of(resource: string): readonly Statement[] {
    const policies = this.#byArn.get(owner(resource));
    return policies === undefined ? [] : [...policies.values()].flat();
  }
}

function owner(resource: string): string {
  if (resource.startsWith('arn:aws:s3:::')) return resource.split('/', 1)[0] ?? resource;
  if (resource.startsWith('arn:aws:lambda:')) return resource.split(':').slice(0, 7).join(':');
  return resource;
}

import { parsePolicy, type Statement } from './statements';

/**
 * Policies that templates attach to buckets, queues, topics and functions, by the resource's ARN and the
 * policy's ID.
 */
export class ResourcePolicies {
  readonly #byArn = new Map<string, Map<string, readonly Statement[]>>();

  /** Throws PolicyError for an element that the local cloud does not know. */
  put(resourceArn: string, id: string, document: unknown): void {
    const policies = this.#byArn.get(resourceArn) ?? new Map<string, readonly Statement[]>();
    policies.set(id, parsePolicy(id, document, 'resource'));
    this.#byArn.set(resourceArn, policies);
  }

  /**
   * Replaces all policies of a resource by one, as a call of the service's API does. An empty text removes them.
   */
  replace(resourceArn: string, text: string): void {
    const replaced = text === '' ? undefined : parsePolicy(resourceArn, JSON.parse(text), 'resource');
    if (replaced === undefined) this.#byArn.delete(resourceArn);
    else this.#byArn.set(resourceArn, new Map([['Policy', replaced]]));
  }

  /** Removes the policy from every resource. */
  remove(id: string): void {
    for (const [arn, policies] of this.#byArn)
      if (policies.delete(id) && policies.size === 0) this.#byArn.delete(arn);
  }

  /**
   * Statements that may apply to `resource`: those of its bucket for an object, those of its function for a
   * version.
   */
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

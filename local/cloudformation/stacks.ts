import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Journal, journalOf } from '../durable/journal';
import type { CloudContext, Input } from '../service';

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** Properties that the template declares, with all expressions resolved. */
  readonly properties: Input;
  readonly deployed: {
    readonly ref: string;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly masked?: boolean | undefined;
  };
  readonly at: Date;
  /**
   * True when the resource survives the process in a durable cloud. Other resources are created again by the
   * next deployment.
   */
  readonly lasts: boolean;
  /** DeletionPolicy of the template. Absent: the resource is deleted with the stack. */
  readonly deletionPolicy?: string | undefined;
}

export interface StackOutput {
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
  /** True: the API shows asterisks. */
  readonly masked: boolean;
}

export interface Stack {
  readonly name: string;
  readonly id: string;
  readonly createdAt: Date;
  updatedAt?: Date;
  status:
    | 'CREATE_IN_PROGRESS'
    | 'CREATE_COMPLETE'
    | 'CREATE_FAILED'
    | 'UPDATE_IN_PROGRESS'
    | 'UPDATE_COMPLETE'
    | 'UPDATE_FAILED'
    | 'DELETE_IN_PROGRESS'
    | 'DELETE_FAILED'
    | 'DELETE_COMPLETE';
  statusReason?: string;
  readonly resources: Map<string, StackResource>;
  readonly outputs: Map<string, StackOutput>;
  /** Names of the exports of other stacks that the newest template imports. */
  readonly imports: Set<string>;
  isProtected: boolean;
  deletedAt?: Date;
  /** Text of the newest template; absent until this process deploys the stack. */
  template?: string;
  /** Newest last. */
  readonly events: StackEvent[];
}

/** Event of a stack, or of one of its resources. */
export interface StackEvent {
  readonly id: string;
  readonly at: Date;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

const KeptStack = z.object({ id: z.string(), createdAt: z.coerce.date() });
const KeptResource = z.object({
  type: z.string(),
  properties: z.record(z.string(), z.unknown()),
  deployed: z.object({
    ref: z.string(),
    attributes: z.record(z.string(), z.unknown()),
    masked: z.boolean().optional(),
  }),
  at: z.coerce.date(),
  deletionPolicy: z.string().optional(),
});

/** Events that are kept per stack. */
const keptEvents = 5000;

/** Stacks that are deployed in this cloud, by name. */
export class Stacks {
  readonly #context: CloudContext;
  readonly #journal: Journal;
  readonly #interrupted = new Set<string>();
  readonly #byName = new Map<string, Stack>();
  /** Deleted stacks, which are found by their IDs. */
  readonly #deleted: Stack[] = [];

  constructor(context: CloudContext) {
    this.#context = context;
    this.#journal = journalOf(context, 'cloudformation');
    for (const [key, value] of this.#journal.found) {
      const [name = '', logicalId, begun] = key.split('/');
      if (logicalId === undefined) {
        const stack = newStack(name, KeptStack.parse(value), 'UPDATE_IN_PROGRESS');
        this.#byName.set(name, stack);
      } else if (begun !== undefined) this.#interrupted.add(key);
      else {
        const resource = { logicalId, ...KeptResource.parse(value), lasts: true };
        this.#byName.get(name)?.resources.set(logicalId, resource);
      }
    }
  }

  /** Returns the stack of that name, created if it is new, and marks it as in progress. */
  begin(name: string): Stack {
    const now = this.#context.clock.now();
    const present = this.#byName.get(name);
    if (present !== undefined) {
      present.updatedAt = now;
      delete present.statusReason;
      present.status =
        present.status.startsWith('CREATE') && present.status !== 'CREATE_COMPLETE'
          ? 'CREATE_IN_PROGRESS'
          : 'UPDATE_IN_PROGRESS';
      present.outputs.clear();
      present.imports.clear();
      this.#recordStack(present);
      return present;
    }
    const id = `arn:aws:cloudformation:${this.#context.region}:${this.#context.account}:stack/${name}/${randomUUID()}`;
    const stack = newStack(name, { id, createdAt: now }, 'CREATE_IN_PROGRESS');
    this.#byName.set(name, stack);
    this.#journal.put(name, { id, createdAt: now });
    this.#recordStack(stack);
    return stack;
  }

  /**
   * Records that the creation of a durable resource begins. Returns true when an earlier process crashed
   * while it created the resource.
   */
  beginResource(stack: Stack, logicalId: string): boolean {
    const key = `${stack.name}/${logicalId}/begun`;
    this.#journal.put(key, true);
    return this.#interrupted.delete(key);
  }

  setResource(stack: Stack, { lasts, ...resource }: StackResource): void {
    const { logicalId, ...kept } = resource;
    this.#record(stack, {
      logicalId,
      type: kept.type,
      physicalId: kept.deployed.ref,
      status: stack.resources.has(logicalId) ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE',
    });
    stack.resources.set(logicalId, { ...resource, lasts });
    if (!lasts) return;
    this.#journal.put(`${stack.name}/${logicalId}`, kept);
    this.#journal.delete(`${stack.name}/${logicalId}/begun`);
  }

  /** Records the policy, which can change while the resource stays as it is. */
  setDeletionPolicy(stack: Stack, logicalId: string, deletionPolicy: string | undefined): void {
    const found = stack.resources.get(logicalId);
    if (found === undefined || found.deletionPolicy === deletionPolicy) return;
    const { logicalId: _logicalId, lasts, ...kept } = found;
    stack.resources.set(logicalId, { ...found, deletionPolicy });
    if (lasts) this.#journal.put(`${stack.name}/${logicalId}`, { ...kept, deletionPolicy });
  }

  #record(stack: Stack, event: Omit<StackEvent, 'id' | 'at'>): void {
    stack.events.push({ ...event, id: randomUUID(), at: this.#context.clock.now() });
    if (stack.events.length > keptEvents) stack.events.shift();
  }

  #recordStack(stack: Stack): void {
    const { name, id, status, statusReason: reason } = stack;
    this.#record(stack, {
      logicalId: name,
      physicalId: id,
      type: 'AWS::CloudFormation::Stack',
      status,
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** Removes a resource from the stack that was deleted, or that stays (`DELETE_SKIPPED`). */
  deleteResource(
    stack: Stack,
    logicalId: string,
    status: 'DELETE_COMPLETE' | 'DELETE_SKIPPED' = 'DELETE_COMPLETE',
  ): void {
    this.recordDeletion(stack, logicalId, status);
    stack.resources.delete(logicalId);
    this.#journal.delete(`${stack.name}/${logicalId}`);
  }

  recordDeletion(stack: Stack, logicalId: string, status: string, reason?: string): void {
    const found = stack.resources.get(logicalId);
    if (found === undefined) return;
    this.#record(stack, {
      logicalId,
      type: found.type,
      physicalId: found.deployed.ref,
      status,
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** Returns a function that cancels the deletion: the stack is as it was before, with the reason. */
  beginDeletion(stack: Stack): (reason: string) => void {
    const { status } = stack;
    stack.status = 'DELETE_IN_PROGRESS';
    delete stack.statusReason;
    this.#recordStack(stack);
    return (reason) => {
      stack.status = status;
      stack.statusReason = reason;
      this.#recordStack(stack);
    };
  }

  endDeletion(stack: Stack, failure: string | undefined): void {
    stack.status = failure === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
    if (failure !== undefined) stack.statusReason = failure;
    this.#recordStack(stack);
    if (failure !== undefined) return;
    stack.deletedAt = this.#context.clock.now();
    stack.outputs.clear();
    this.#byName.delete(stack.name);
    this.#journal.delete(stack.name);
    this.#deleted.push(stack);
  }

  complete(stack: Stack): void {
    stack.status = stack.status === 'CREATE_IN_PROGRESS' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    delete stack.statusReason;
    this.#recordStack(stack);
  }

  fail(stack: Stack, reason: string): void {
    stack.status = stack.status === 'CREATE_IN_PROGRESS' ? 'CREATE_FAILED' : 'UPDATE_FAILED';
    stack.statusReason = reason;
    this.#recordStack(stack);
  }

  /** Finds a stack by name or id, a deleted one by its id. */
  find(nameOrId: string): Stack | undefined {
    return this.#byName.get(nameOrId) ?? [...this.all(), ...this.#deleted].find(({ id }) => id === nameOrId);
  }

  deleted(): readonly Stack[] {
    return this.#deleted;
  }

  /** First export of this stack that others import, with their names. */
  importOf({ outputs }: Stack): { readonly by: readonly string[]; readonly exported: string } | undefined {
    for (const { exportName: exported } of outputs.values()) {
      if (exported === undefined) continue;
      const by = this.all().flatMap(({ name, imports }) => (imports.has(exported) ? [name] : []));
      if (by.length > 0) return { by, exported };
    }
    return undefined;
  }

  all(): readonly Stack[] {
    return [...this.#byName.values()];
  }

  exported(name: string): string | undefined {
    for (const stack of this.all())
      for (const { exportName, value } of stack.outputs.values()) if (exportName === name) return value;
    return undefined;
  }
}

function newStack(
  name: string,
  made: Pick<Stack, 'id' | 'createdAt'>,
  status: 'CREATE_IN_PROGRESS' | 'UPDATE_IN_PROGRESS',
): Stack {
  return {
    name,
    ...made,
    status,
    resources: new Map(),
    outputs: new Map(),
    imports: new Set(),
    isProtected: false,
    events: [],
  };
}

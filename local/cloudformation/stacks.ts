import { newUuid } from '../new-uuid';
import type { CloudContext } from '../service';
import { KeptStacks } from './kept-stacks';
import type { Leftover, Stack, StackEvent, StackResource, StackStatus } from './stack';

/** Events that are kept per stack. */
const keptEvents = 5000;

/** Receives an event of a stack when it happens. */
export type StackListener = (stack: string, event: StackEvent) => void;

/** Stacks that are deployed in this cloud, by name. */
export class Stacks {
  readonly #context: CloudContext;
  readonly #kept: KeptStacks;
  readonly #byName = new Map<string, Stack>();
  /** Deleted stacks, which are found by their IDs. */
  readonly #deleted: Stack[] = [];
  readonly #listeners = new Set<StackListener>();
  /** Names of log groups that remained when their stacks were deleted. */
  readonly retainedLogGroups = new Set<string>();

  constructor(context: CloudContext) {
    this.#context = context;
    this.#kept = new KeptStacks(context);
    for (const stack of this.#kept.restore((name, kept) => newStack(name, kept, 'UPDATE_IN_PROGRESS')))
      this.#byName.set(stack.name, stack);
  }

  /** Reports each event from now on. Returns a function that ends this. */
  listen(listener: StackListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Returns the stack of that name, created if it is new, and marks it as in progress. */
  begin(name: string): Stack {
    const now = this.#context.clock.now();
    const present = this.#byName.get(name);
    if (present !== undefined) {
      present.updatedAt = now;
      this.setStatus(present, 'UPDATE_IN_PROGRESS');
      return present;
    }
    const id = `arn:aws:cloudformation:${this.#context.region}:${this.#context.account}:stack/${name}/${newUuid(this.#context)}`;
    const predecessors = this.#deleted.filter((stack) => stack.name === name).length;
    const stack = newStack(name, { id, createdAt: now, predecessors }, 'CREATE_IN_PROGRESS');
    this.#byName.set(name, stack);
    this.#kept.putStack(stack);
    this.setStatus(stack, 'CREATE_IN_PROGRESS');
    return stack;
  }

  /** Sets the status of the stack, with an event. */
  setStatus(stack: Stack, status: StackStatus, reason?: string): void {
    const { name, id } = stack;
    stack.status = status;
    delete stack.statusReason;
    if (reason !== undefined) stack.statusReason = reason;
    const type = 'AWS::CloudFormation::Stack';
    this.#record(stack, { logicalId: name, physicalId: id, type, status }, reason);
  }

  /** Records an event of a resource. `physicalId` is empty until it exists. */
  recordResource(
    stack: Stack,
    resource: Pick<StackEvent, 'logicalId' | 'type' | 'physicalId'>,
    status: string,
    reason?: string,
  ): void {
    const { logicalId, type, physicalId } = resource;
    this.#record(stack, { logicalId, type, physicalId, status }, reason);
    if (stack.resources.get(logicalId)?.deployed.ref === physicalId)
      stack.resourceStatuses.set(logicalId, status);
  }

  /**
   * Records that the creation of a durable resource begins. Returns true when an earlier process crashed
   * while it created the resource.
   */
  beginResource(stack: Stack, logicalId: string): boolean {
    return this.#kept.begin(stack, logicalId);
  }

  setResource(stack: Stack, resource: StackResource): void {
    stack.resources.set(resource.logicalId, resource);
    this.#kept.put(stack, resource);
  }

  /** Removes a resource from the stack that was deleted, or that stays (`DELETE_SKIPPED`). */
  deleteResource(
    stack: Stack,
    logicalId: string,
    status: 'DELETE_COMPLETE' | 'DELETE_SKIPPED' = 'DELETE_COMPLETE',
  ): void {
    const found = stack.resources.get(logicalId);
    if (status === 'DELETE_SKIPPED' && found?.type === 'AWS::Logs::LogGroup')
      this.retainedLogGroups.add(found.deployed.ref);
    this.recordDeletion(stack, logicalId, status);
    this.forgetResource(stack, logicalId);
  }

  forgetResource(stack: Stack, logicalId: string): void {
    stack.resources.delete(logicalId);
    stack.resourceStatuses.delete(logicalId);
    this.#kept.delete(stack, logicalId);
  }

  recordDeletion(stack: Stack, logicalId: string, status: string, reason?: string): void {
    const found = stack.resources.get(logicalId);
    if (found === undefined) return;
    this.recordResource(stack, { ...found, physicalId: found.deployed.ref }, status, reason);
  }

  /** Adds a physical resource that the next cleanup deletes, unless it is retained. */
  leave(stack: Stack, resource: StackResource, isRetained: boolean): void {
    stack.leftovers.push(this.#kept.leave(stack, resource, isRetained));
  }

  deleteLeftover(stack: Stack, leftover: Leftover): void {
    stack.leftovers.splice(stack.leftovers.indexOf(leftover), 1);
    this.#kept.deleteLeftover(leftover);
  }

  /** Returns a function that cancels the deletion: the stack is as it was before, with the reason. */
  beginDeletion(stack: Stack): (reason: string) => void {
    const { status } = stack;
    this.setStatus(stack, 'DELETE_IN_PROGRESS');
    return (reason) => this.setStatus(stack, status, reason);
  }

  endDeletion(stack: Stack, failure: string | undefined): void {
    this.setStatus(stack, failure === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED', failure);
    if (failure !== undefined) return;
    stack.deletedAt = this.#context.clock.now();
    stack.outputs = new Map();
    this.#byName.delete(stack.name);
    this.#kept.deleteStack(stack);
    this.#deleted.push(stack);
  }

  /** Finds a stack by name or id, a deleted one by its id. */
  find(nameOrId: string): Stack | undefined {
    return this.#byName.get(nameOrId) ?? [...this.all(), ...this.#deleted].find(({ id }) => id === nameOrId);
  }

  deleted(): readonly Stack[] {
    return this.#deleted;
  }

  /** Names of the stacks that import an export. */
  importersOf(exported: string): readonly string[] {
    return this.all().flatMap(({ name, imports }) => (imports.has(exported) ? [name] : []));
  }

  /** First export of this stack that others import, with their names. */
  importOf({ outputs }: Stack): { readonly by: readonly string[]; readonly exported: string } | undefined {
    for (const { exportName: exported } of outputs.values()) {
      const by = exported === undefined ? [] : this.importersOf(exported);
      if (exported !== undefined && by.length > 0) return { by, exported };
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

  #record(stack: Stack, of: Omit<StackEvent, 'id' | 'at' | 'reason'>, reason: string | undefined): void {
    const at = this.#context.clock.now();
    const event = { ...of, id: newUuid(this.#context), at, ...(reason === undefined ? {} : { reason }) };
    stack.events.push(event);
    if (stack.events.length > keptEvents) stack.events.shift();
    for (const listener of this.#listeners) listener(stack.name, event);
  }
}

function newStack(
  name: string,
  made: Pick<Stack, 'id' | 'createdAt' | 'predecessors'>,
  status: StackStatus,
): Stack {
  return {
    name,
    ...made,
    status,
    resources: new Map(),
    leftovers: [],
    resourceStatuses: new Map(),
    outputs: new Map(),
    imports: new Set(),
    isProtected: false,
    events: [],
  };
}

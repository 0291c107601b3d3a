import { randomUUID } from 'node:crypto';
import type { CloudContext, Input } from '../service';

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** As the template declares them, expressions resolved. */
  readonly properties: Input;
  readonly deployed: { readonly ref: string; readonly attributes: Readonly<Record<string, unknown>> };
  readonly at: Date;
}

export interface StackOutput {
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
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
    | 'UPDATE_FAILED';
  statusReason?: string;
  readonly resources: Map<string, StackResource>;
  readonly outputs: Map<string, StackOutput>;
}

/** The stacks that were deployed into this cloud, by name. */
export class Stacks {
  readonly #context: CloudContext;
  readonly #byName = new Map<string, Stack>();

  constructor(context: CloudContext) {
    this.#context = context;
  }

  /** The stack of that name, made if it is new, and marked as being worked on. */
  begin(name: string): Stack {
    const now = this.#context.clock.now();
    const present = this.#byName.get(name);
    if (present !== undefined) {
      present.updatedAt = now;
      present.status =
        present.status.startsWith('CREATE') && present.status !== 'CREATE_COMPLETE'
          ? 'CREATE_IN_PROGRESS'
          : 'UPDATE_IN_PROGRESS';
      present.outputs.clear();
      return present;
    }
    const id = `arn:aws:cloudformation:${this.#context.region}:${this.#context.account}:stack/${name}/${randomUUID()}`;
    const stack: Stack = {
      name,
      id,
      createdAt: now,
      status: 'CREATE_IN_PROGRESS',
      resources: new Map(),
      outputs: new Map(),
    };
    this.#byName.set(name, stack);
    return stack;
  }

  complete(stack: Stack): void {
    stack.status = stack.status === 'CREATE_IN_PROGRESS' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    delete stack.statusReason;
  }

  fail(stack: Stack, reason: string): void {
    stack.status = stack.status === 'CREATE_IN_PROGRESS' ? 'CREATE_FAILED' : 'UPDATE_FAILED';
    stack.statusReason = reason;
  }

  /** By name or id. */
  find(nameOrId: string): Stack | undefined {
    return this.#byName.get(nameOrId) ?? this.all().find(({ id }) => id === nameOrId);
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

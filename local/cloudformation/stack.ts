import type { Input } from '../service';

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
  /** Logical IDs that the resource refers to or depends on. */
  readonly needs: readonly string[];
  /** Number of physical resources that this one has replaced. */
  readonly generation: number;
  /** DeletionPolicy of the template. Absent: the resource is deleted with the stack. */
  readonly deletionPolicy?: string | undefined;
  /** UpdateReplacePolicy of the template. Absent: a physical resource is deleted when it is replaced. */
  readonly replacePolicy?: string | undefined;
}

export interface StackOutput {
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
  /** True: the API shows asterisks. */
  readonly masked: boolean;
}

/** Physical resource that is no longer, or never became, the one of its logical ID. A cleanup deletes it. */
export interface Leftover {
  readonly key: string;
  readonly resource: StackResource;
  /** True: a policy of the template retains it. */
  readonly isRetained: boolean;
}

export type StackStatus =
  | `${'CREATE' | 'UPDATE' | 'DELETE' | 'ROLLBACK' | 'UPDATE_ROLLBACK'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | `${'UPDATE' | 'UPDATE_ROLLBACK'}_COMPLETE_CLEANUP_IN_PROGRESS`;

export interface Stack {
  readonly name: string;
  readonly id: string;
  /** Number of stacks of this name that this process has deleted before: what remained of them keeps its names. */
  readonly predecessors?: number;
  readonly createdAt: Date;
  updatedAt?: Date;
  status: StackStatus;
  statusReason?: string;
  readonly resources: Map<string, StackResource>;
  readonly leftovers: Leftover[];
  /** Newest status per logical ID. */
  readonly resourceStatuses: Map<string, string>;
  outputs: ReadonlyMap<string, StackOutput>;
  /** Names of the exports of other stacks that the newest template imports. */
  imports: ReadonlySet<string>;
  isProtected: boolean;
  deletedAt?: Date;
  /** Text of the newest template; absent until this process deploys the stack. */
  template?: string;
  /** Repeats what failed of the rollback. Only in UPDATE_ROLLBACK_FAILED; `skipped` resources count as done. */
  continueRollback?: (skipped: readonly string[]) => Promise<void>;
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

import type { Problem } from '../core/config/reading/problem';
import type { ChangeMode } from '../core/model/mode';
import { nearestName } from '../core/nearest-name';
import type { RefusedRetry } from '../core/runs/attempts/refused-retry';
import type { TooLate } from '../core/runs/verdict/cancelled-verdict';
import type { TaskAction, TaskRefusal } from './replications/task-refusal';

/** Kinds of things that people refer to by name. */
export type NamedThing = 'environment' | 'department' | 'job' | 'load' | 'source' | 'table' | 'table-of-job';

type ConfigurationReason = { readonly kind: 'invalid-configuration'; readonly problems: readonly Problem[] };

type EnvironmentReason =
  | {
      readonly kind: 'environment-not-deployed';
      readonly environment: string;
      readonly stack: string;
      /** Platform stacks of an environment of this name with other names. */
      readonly others: readonly string[];
    }
  | {
      readonly kind: 'unknown-name';
      readonly what: NamedThing;
      readonly name: string;
      readonly known: readonly string[];
      /** The name that a typo most likely meant. */
      readonly nearest?: string;
    }
  | {
      readonly kind: 'in-file-not-deployed';
      readonly what: NamedThing;
      readonly name: string;
      readonly file: string;
      readonly environment: string;
    }
  /** The job has runs in the history, but the department's stack no longer has it. */
  | { readonly kind: 'no-longer-deployed'; readonly job: string }
  /** The environment was deployed by a version without this feature. */
  | {
      readonly kind: 'outdated-deployment';
      readonly environment: string;
      readonly lacks: 'source-checks' | 'arrivals';
    };

type RunReason =
  | { readonly kind: 'unknown-run'; readonly run: string }
  | { readonly kind: 'never-ran'; readonly job: string }
  | {
      readonly kind: 'already-paused';
      readonly job: string;
      readonly by: string;
      readonly at: string;
      readonly reason: string;
    }
  | { readonly kind: 'not-paused'; readonly job: string }
  | { readonly kind: 'retry-of-load'; readonly run: string; readonly load: string }
  | {
      readonly kind: 'retry-of-cdc';
      readonly run: string;
      readonly job: string;
      readonly mode: ChangeMode;
    }
  | ({ readonly kind: 'retry-refused'; readonly job: string } & RefusedRetry)
  | {
      readonly kind: 'unreadable-filter';
      readonly text: string;
      readonly message: string;
      readonly hint: string;
    }
  | { readonly kind: 'cancel-of-load'; readonly run: string }
  | {
      readonly kind: 'too-late-to-cancel';
      readonly run: string;
      readonly job: string;
      /** True when the person named the job: `run` is the newest of its runs that have a record. */
      readonly isNewest: boolean;
      readonly because: TooLate;
    }
  /** Somebody has just started this attempt. */
  | { readonly kind: 'retry-requested'; readonly run: string; readonly by?: string }
  /** The execution ended, but the run's record was not closed. */
  | {
      readonly kind: 'run-not-closed';
      readonly run: string;
      readonly status: string;
      readonly error?: string;
      readonly cause?: string;
    };

type ReplicationReason =
  | { readonly kind: 'not-a-cdc-job'; readonly job: string }
  | { readonly kind: 'never-replicated'; readonly job: string }
  | {
      readonly kind: 'task-refuses';
      readonly job: string;
      readonly action: TaskAction;
      readonly refusal: TaskRefusal;
      /** Status in DMS's words; absent without a task. */
      readonly status?: string;
      /** Start of the task, ISO 8601 UTC. */
      readonly since?: string;
    }
  | { readonly kind: 'job-disabled'; readonly job: string }
  | { readonly kind: 'already-stopped'; readonly job: string; readonly status: string }
  /** Deleting the task would lose its position. */
  | { readonly kind: 'position-would-be-lost'; readonly job: string }
  | {
      readonly kind: 'task-does-not-end';
      readonly job: string;
      readonly status: string;
      readonly minutes: number;
    }
  | { readonly kind: 'loads-no-tables'; readonly job: string }
  | { readonly kind: 'no-checkpoint'; readonly job: string; readonly status?: string };

type LakeReason =
  | { readonly kind: 'no-snapshots'; readonly job: string; readonly publishes: 'arrival' | 'none' }
  | { readonly kind: 'nothing-published'; readonly job: string }
  | { readonly kind: 'no-older-snapshot'; readonly job: string; readonly than: string }
  | {
      readonly kind: 'unknown-snapshot';
      readonly job: string;
      readonly snapshot: string;
      readonly known: readonly string[];
    }
  | { readonly kind: 'snapshot-incomplete'; readonly snapshot: string; readonly missingFile: string }
  | { readonly kind: 'is-a-load'; readonly load: string }
  | { readonly kind: 'snapshot-removed'; readonly snapshot: string }
  | { readonly kind: 'publishes-nothing'; readonly job: string }
  | { readonly kind: 'publishes-by-run'; readonly job: string }
  | { readonly kind: 'not-in-catalogue'; readonly job?: string }
  | { readonly kind: 'query-failed'; readonly message: string }
  /** The person who opened the console did not ask for rows. */
  | { readonly kind: 'preview-off' }
  | { readonly kind: 'files-too-large'; readonly table: string; readonly bytes: number }
  | { readonly kind: 'query-engine-missing' };

type LoadReason =
  | { readonly kind: 'file-not-taken'; readonly key: string; readonly seconds: number }
  | { readonly kind: 'wrong-file-name'; readonly name: string; readonly problem: string }
  /** The inbox has a file of that name, and the person did not ask to overwrite it. */
  | { readonly kind: 'file-exists'; readonly name: string }
  | { readonly kind: 'no-reject-file'; readonly run: string };

type SourceReason =
  | { readonly kind: 'source-check-failed'; readonly message: string }
  | {
      readonly kind: 'sources-not-checked';
      readonly jobs: readonly { readonly job: string; readonly message: string }[];
    }
  /** `schema` is absent when all schemas were searched. */
  | { readonly kind: 'no-visible-tables'; readonly source: string; readonly schema?: string }
  | { readonly kind: 'no-loadable-tables'; readonly source: string };

export type Reason =
  | ConfigurationReason
  | EnvironmentReason
  | RunReason
  | ReplicationReason
  | LakeReason
  | LoadReason
  | SourceReason;

/** A use case that was refused or that failed. `reason` is plain JSON; each front end has its own words for it. */
export class UseCaseError extends Error {
  override readonly name = 'UseCaseError';

  constructor(
    readonly reason: Reason,
    options?: ErrorOptions,
  ) {
    super(JSON.stringify(reason), options);
  }
}

/** The error for a name that does not exist, with the nearest name that does. */
export function unknownName(what: NamedThing, name: string, known: readonly string[]): UseCaseError {
  const nearest = nearestName(name, known);
  return new UseCaseError({
    kind: 'unknown-name',
    what,
    name,
    known,
    ...(nearest === undefined ? {} : { nearest }),
  });
}

import { createHash } from 'node:crypto';
import { AwsError } from '../service';
import { parseDefinition } from './definition/parse';
import type { Definition } from './definition/schema';

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: Definition;
  readonly definitionText: string;
  readonly creationDate: Date;
  readonly updateDate: Date;
  readonly revisionId: string;
  /** Logging, tracing and encryption: kept and returned, without effect. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export type Change = Partial<Pick<StateMachine, 'definitionText' | 'roleArn' | 'settings'>>;

/** State machines of the account, by ARN. */
export class StateMachines {
  readonly #machines = new Map<string, StateMachine>();

  constructor(
    private readonly arnPrefix: string,
    private readonly now: () => Date,
  ) {}

  /** Creates a state machine. The same request again returns the same machine. */
  create(
    wanted: Pick<StateMachine, 'name' | 'definitionText' | 'roleArn' | 'settings' | 'tags'>,
  ): StateMachine {
    const arn = `${this.arnPrefix}:stateMachine:${wanted.name}`;
    const definition = definitionOf(wanted.definitionText);
    const known = this.#machines.get(arn);
    if (known !== undefined) {
      if (known.definitionText === wanted.definitionText && known.roleArn === wanted.roleArn) return known;
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    const date = this.now();
    const revisionId = revisionOf(wanted.definitionText);
    const machine = { ...wanted, arn, definition, creationDate: date, updateDate: date, revisionId };
    this.#machines.set(arn, machine);
    return machine;
  }

  update(arn: string, change: Change): StateMachine {
    const known = this.get(arn);
    const text = change.definitionText ?? known.definitionText;
    const definition = definitionOf(text);
    const updated = { ...known, ...change, definition, updateDate: this.now(), revisionId: revisionOf(text) };
    this.#machines.set(arn, updated);
    return updated;
  }

  setTags(arn: string, tags: StateMachine['tags']): void {
    this.#machines.set(arn, { ...this.get(arn), tags });
  }

  /** Deletes a state machine. One that does not exist is not an error, as on AWS. */
  delete(arn: string): void {
    this.#machines.delete(arn);
  }

  get(arn: string): StateMachine {
    if (!arn.startsWith('arn:')) throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
    const machine = this.#machines.get(arn);
    if (machine === undefined)
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  list(): StateMachine[] {
    return [...this.#machines.values()].sort((a, b) => a.creationDate.getTime() - b.creationDate.getTime());
  }
}

/** Sound definitions by their text: worlds by the hundred are made with the same one. */
const sound = new Map<string, Definition>();

function definitionOf(text: string): Definition {
  const known = sound.get(text);
  if (known !== undefined) return known;
  const parsed = parseDefinition(text);
  if (parsed.ok) {
    sound.set(text, parsed.definition);
    return parsed.definition;
  }
  throw new AwsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${parsed.problems.join('; ')}'`,
  );
}

function revisionOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

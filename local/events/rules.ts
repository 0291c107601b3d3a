import { z } from 'zod';
import { AwsError } from '../service';
import { isSupportedTarget, unsupportedTarget } from './invoke-target';
import type { Pattern } from './pattern';
import { pathSteps, TargetInput } from './target-input';

const Path = z
  .string()
  .refine((path) => pathSteps(path) !== undefined, 'must be a path of plain steps, such as $.detail.x');

/** Target as PutTargets takes it. */
export const Target = z
  .strictObject({
    Id: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
    Arn: z.string().superRefine((arn, issues) => {
      if (!isSupportedTarget(arn)) issues.addIssue({ code: 'custom', message: unsupportedTarget(arn) });
    }),
    RoleArn: z.string().optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
    RetryPolicy: z
      .strictObject({
        MaximumRetryAttempts: z.int().min(0).max(185).default(185),
        MaximumEventAgeInSeconds: z.int().min(60).max(86_400).default(86_400),
      })
      .optional(),
    ...TargetInput,
    InputPath: Path.optional(),
  })
  .refine(
    (target) => [target.Input, target.InputPath, target.InputTransformer].filter(Boolean).length <= 1,
    'at most one of Input, InputPath and InputTransformer is allowed',
  );
export type Target = z.infer<typeof Target>;

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly patternText: string;
  readonly pattern: Pattern;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly targets: ReadonlyMap<string, Target>;
}

const mostTargets = 5;

/** Rules of a bus, by name. */
export class Rules {
  readonly #rules = new Map<string, Rule>();

  constructor(
    private readonly arnPrefix: string,
    readonly bus: string,
  ) {}

  /** Creates or changes a rule. Its targets stay. */
  put(rule: Omit<Rule, 'arn' | 'targets'>): Rule {
    const targets = this.#rules.get(rule.name)?.targets ?? new Map<string, Target>();
    const path = this.bus === 'default' ? rule.name : `${this.bus}/${rule.name}`;
    const whole = { ...rule, arn: `${this.arnPrefix}:rule/${path}`, targets };
    this.#rules.set(rule.name, whole);
    return whole;
  }

  get(name: string): Rule {
    const rule = this.#rules.get(name);
    if (rule === undefined)
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${this.bus}.`);
    return rule;
  }

  setState(name: string, state: Rule['state']): void {
    this.#rules.set(name, { ...this.get(name), state });
  }

  setTargets(name: string, targets: ReadonlyMap<string, Target>): void {
    if (targets.size > mostTargets)
      throw new AwsError('LimitExceededException', `The rule ${name} has more than ${mostTargets} targets.`);
    this.#rules.set(name, { ...this.get(name), targets });
  }

  /** Deletes a rule. A rule that does not exist is not an error. */
  delete(name: string): void {
    const rule = this.#rules.get(name);
    if (rule !== undefined && rule.targets.size > 0)
      throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
    this.#rules.delete(name);
  }

  list(): Rule[] {
    return [...this.#rules.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

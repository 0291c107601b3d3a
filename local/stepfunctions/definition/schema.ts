import { z } from 'zod';
import { unsupported } from '../../unsupported';

const page = 'stepfunctions';

/**
 * The Amazon States Language as far as BEHAVIOUR.md documents it: JSONata only.
 * https://states-language.net/spec.html
 */

export const expression = /^\{%([\s\S]*)%\}$/;
const Expression = z.string().regex(expression, 'must be a JSONata expression: "{% ... %}"');
const Template = z.json();
const Seconds = z.union([z.int().min(1).max(99_999_999), Expression]);
const Assign = z.record(
  z.string().regex(/^(?!states$)[\p{L}_][\p{L}\p{N}_]{0,79}$/u, 'is not a valid variable name'),
  Template,
);

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata', `must be JSONata: ${unsupported('JSONPath', { page })}`).optional(),
};
const onward = { Next: z.string().optional(), End: z.literal(true).optional() };
const produces = { Assign: Assign.optional(), Output: Template.optional() };

const Retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().min(1).max(99_999_999).default(1),
  MaxAttempts: z.int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['NONE', 'FULL']).default('NONE'),
  Comment: z.string().optional(),
});
const Catcher = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  Comment: z.string().optional(),
  ...produces,
});
const recovers = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

const TaskState = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.string(),
  Arguments: Template.optional(),
  TimeoutSeconds: Seconds.optional(),
  HeartbeatSeconds: Seconds.optional(),
  ...common,
  ...onward,
  ...produces,
  ...recovers,
});
const PassState = z.strictObject({ Type: z.literal('Pass'), ...common, ...onward, ...produces });
const SucceedState = z.strictObject({ Type: z.literal('Succeed'), Output: Template.optional(), ...common });
const FailState = z.strictObject({
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  Cause: z.string().optional(),
  ...common,
});
const WaitState = z.strictObject({
  Type: z.literal('Wait'),
  Seconds: z.union([z.int().min(0).max(99_999_999), Expression]).optional(),
  Timestamp: z.string().optional(),
  ...common,
  ...onward,
  ...produces,
});
const ChoiceState = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z
    .array(
      z.strictObject({
        Condition: z.union([z.boolean(), Expression]),
        Next: z.string(),
        Comment: z.string().optional(),
        ...produces,
      }),
    )
    .min(1),
  Default: z.string().optional(),
  ...common,
  ...produces,
});

const MapFields = z.strictObject({
  Type: z.literal('Map'),
  Items: z.union([z.array(Template), z.record(z.string(), Template), Expression]).optional(),
  ItemSelector: Template.optional(),
  MaxConcurrency: z.union([z.int().min(0), Expression]).optional(),
  ...common,
  ...onward,
  ...produces,
  ...recovers,
});
const ParallelFields = z.strictObject({
  Type: z.literal('Parallel'),
  Arguments: Template.optional(),
  ...common,
  ...onward,
  ...produces,
  ...recovers,
});

/** States that can name each other: those of a machine, of a branch, or of a Map's processor. */
export interface Block {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
export interface MapState extends z.infer<typeof MapFields> {
  readonly ItemProcessor: Block;
}
export interface ParallelState extends z.infer<typeof ParallelFields> {
  readonly Branches: readonly Block[];
}
export type State =
  | z.infer<typeof TaskState>
  | z.infer<typeof PassState>
  | z.infer<typeof SucceedState>
  | z.infer<typeof FailState>
  | z.infer<typeof WaitState>
  | z.infer<typeof ChoiceState>
  | MapState
  | ParallelState;

const block = {
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.lazy((): z.ZodType<Record<string, State>> => States),
};
const Mode = z.literal('INLINE', `must be INLINE: ${unsupported('a distributed map', { page })}`);
const States: z.ZodType<Record<string, State>> = z.record(
  z.string().min(1).max(80),
  z.discriminatedUnion('Type', [
    TaskState,
    PassState,
    SucceedState,
    FailState,
    WaitState,
    ChoiceState,
    MapFields.extend({
      ItemProcessor: z.strictObject({ ProcessorConfig: z.strictObject({ Mode }).optional(), ...block }),
    }),
    ParallelFields.extend({ Branches: z.array(z.strictObject(block)).min(1) }),
  ]),
);

export const Definition = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.enum(['JSONata', 'JSONPath']).optional(),
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
  StartAt: z.string(),
  States,
});

export type Definition = z.infer<typeof Definition>;
export type StateOf<T extends State['Type']> = Extract<State, { Type: T }>;
export type Retrier = z.infer<typeof Retrier>;
export type Catcher = z.infer<typeof Catcher>;

import { z } from 'zod';
import { name } from './name-fields';

/** Targets by key of the configuration. FIFO queues would need a message group. */
export const handOffArns = {
  'state-machine':
    /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[A-Za-z0-9_-]{1,80}(:[A-Za-z0-9_.-]+)?$/,
  function: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9$_-]+)?$/,
  queue: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}$/,
} as const;
export type HandOffKind = keyof typeof handOffArns;
export const handOffKinds = ['state-machine', 'function', 'queue'] as const;

export const HandOffTargetName = name('hand-off target', 40);

const target = (kind: HandOffKind, words: string) =>
  z.string().refine((text) => handOffArns[kind].test(text) || HandOffTargetName.safeParse(text).success, {
    error: `is neither the ARN of ${words} nor a name under hand-off-targets of the environments`,
  });

const on = z
  .enum(['success', 'failure', 'both'])
  .describe(
    'success: succeeded, also with table errors. failure: any other end. Skipped runs start nothing.',
  );

export const HandOff = z
  .union([
    z.strictObject({
      on,
      'state-machine': target('state-machine', 'a state machine').describe(
        'ARN of a Step Functions state machine, or its name under hand-off-targets.',
      ),
    }),
    z.strictObject({
      on,
      function: target('function', 'a Lambda function').describe(
        'ARN of a Lambda function, or its name under hand-off-targets.',
      ),
    }),
    z.strictObject({
      on,
      queue: target('queue', 'a standard SQS queue').describe(
        'ARN of a standard SQS queue, or its name under hand-off-targets.',
      ),
    }),
  ])
  .describe('Target that gets the event after a run.');

/** Values under `hand-off-targets` of an environment. */
export const HandOffTargets = z
  .record(
    HandOffTargetName,
    z.union([
      z.literal('none'),
      z.string().refine((text) => handOffKinds.some((kind) => handOffArns[kind].test(text)), {
        error:
          'is not the ARN of a state machine, a function or a standard queue, nor none, which starts nothing',
      }),
    ]),
  )
  .describe(
    'ARNs of state machines, functions and queues by the names that jobs use in hand-off. none: nothing in this environment.',
  );

export type HandOff = z.infer<typeof HandOff>;

/** Kind of a hand-off with its target, as written. */
export function handOffTarget(handOff: HandOff): { readonly kind: HandOffKind; readonly written: string } {
  if ('state-machine' in handOff) return { kind: 'state-machine', written: handOff['state-machine'] };
  if ('function' in handOff) return { kind: 'function', written: handOff.function };
  return { kind: 'queue', written: handOff.queue };
}

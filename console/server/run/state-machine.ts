import * as z from 'zod/mini';

const State = z.object({
  Type: z.string(),
  Comment: z.optional(z.string()),
  Next: z.optional(z.string()),
  Default: z.optional(z.string()),
  Choices: z.optional(z.array(z.object({ Next: z.string() }))),
  Catch: z.optional(z.array(z.object({ Next: z.string() }))),
});
const Definition = z.object({ StartAt: z.string(), States: z.record(z.string(), State) });
export type Definition = z.infer<typeof Definition>;

export interface Step {
  readonly name: string;
  /** Comment of the state. */
  readonly about?: string;
}

export interface Way {
  readonly from: string;
  readonly to: string;
  /** Taken after an error of the state only. */
  readonly afterError: boolean;
}

const silent: ReadonlySet<string> = new Set(['Choice', 'Pass', 'Wait']);

/** False for decisions and pauses between steps. */
export function doesSomething(state: Definition['States'][string] | undefined): boolean {
  return state === undefined || !silent.has(state.Type);
}

/** Steps that do something, and the ways between them. Decisions and pauses are left out, their ways go through. */
export interface Steps {
  readonly steps: readonly Step[];
  readonly ways: readonly Way[];
}

export function parseDefinition(text: string): Definition {
  return Definition.parse(JSON.parse(text));
}

export function stepsOf({ StartAt, States }: Definition): Steps {
  const isStep = (name: string): boolean => doesSomething(States[name]);
  const steps = Object.entries(States)
    .filter(([name]) => isStep(name))
    .map(([name, { Comment }]): Step => ({ name, ...(Comment === undefined ? {} : { about: Comment }) }));
  const ways = steps.flatMap(({ name }) => waysFrom(name, States, isStep));
  const first = steps.findIndex(({ name }) => name === StartAt);
  return { steps: [...steps.slice(first), ...steps.slice(0, Math.max(first, 0))], ways };
}

function waysFrom(
  from: string,
  states: Definition['States'],
  isStep: (name: string) => boolean,
): readonly Way[] {
  const state = states[from];
  const normal = targets(state?.Next === undefined ? [] : [state.Next], states, isStep);
  const caught = targets(
    (state?.Catch ?? []).map(({ Next }) => Next),
    states,
    isStep,
  );
  return [
    ...[...normal].map((to) => ({ from, to, afterError: false })),
    ...[...caught].filter((to) => !normal.has(to)).map((to) => ({ from, to, afterError: true })),
  ];
}

/** Steps that a decision, or a chain of them, leads to. */
function targets(
  names: readonly string[],
  states: Definition['States'],
  isStep: (name: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    if (isStep(name)) {
      found.add(name);
      return;
    }
    const { Choices = [], Default, Next } = states[name] ?? {};
    for (const next of [...Choices.map((choice) => choice.Next), Default, Next])
      if (next !== undefined) visit(next);
  };
  for (const name of names) visit(name);
  return found;
}

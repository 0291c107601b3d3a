import type { StateOf } from '../definition/schema';
import { StatesError } from '../states-error';
import { fieldValue, type Outcome, produce, queryError, type Visit } from '../visit';

/** Takes the first rule whose Condition is true. Assign and Output of the rule replace those of the state. */
export async function runChoice(visit: Visit<StateOf<'Choice'>>): Promise<Outcome> {
  const { state, name, input } = visit;
  for (const [index, rule] of state.Choices.entries()) {
    const field = `/Choices/${index}/Condition`;
    const met = await fieldValue(visit, rule.Condition, field);
    if (typeof met !== 'boolean')
      throw queryError(visit, field, `The condition must be true or false, not ${JSON.stringify(met)}.`);
    if (met)
      return produce(visit, { Assign: rule.Assign, Output: rule.Output ?? state.Output }, input, rule.Next);
  }
  if (state.Default !== undefined) return produce(visit, state, input, state.Default);
  throw new StatesError(
    'States.NoChoiceMatched',
    `No choice rule of the state '${name}' matched and it has no Default.`,
  );
}

import type { StateOf } from '../definition/schema';
import { StatesError } from '../states-error';
import { fieldValue, queryError, type Visit } from '../visit';

export async function runFail(visit: Visit<StateOf<'Fail'>>): Promise<never> {
  const error = await text(visit, visit.state.Error, '/Error');
  const cause = await text(visit, visit.state.Cause, '/Cause');
  throw new StatesError(error ?? '', cause);
}

async function text(
  visit: Visit<StateOf<'Fail'>>,
  template: string | undefined,
  field: string,
): Promise<string | undefined> {
  if (template === undefined) return undefined;
  const value = await fieldValue(visit, template, field);
  if (typeof value === 'string') return value;
  throw queryError(visit, field, `${field} must be a string, not ${JSON.stringify(value)}.`);
}

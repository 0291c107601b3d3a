import { unsupported } from '../../unsupported';
import { expressionProblem } from '../expressions';
import { integrationOf } from './integrations';
import { type Block, type Definition, expression, type State } from './schema';

const page = 'stepfunctions';

/** Checks that a schema cannot express. Returns all problems, such as `/States/Load: ...`. */
export function checkDefinition(definition: Definition): string[] {
  const problems: string[] = [];
  const everywhere = definition.QueryLanguage === 'JSONata';
  checkBlock(definition, '', new Set(), new Set(), everywhere, problems);
  return problems;
}

function checkBlock(
  block: Block,
  place: string,
  outer: ReadonlySet<string>,
  names: Set<string>,
  everywhere: boolean,
  problems: string[],
): void {
  const states = Object.entries(block.States);
  if (block.States[block.StartAt] === undefined)
    problems.push(`${place}/StartAt: ${JSON.stringify(block.StartAt)} is not a state of this scope`);
  const assigned = new Set([...outer, ...states.flatMap(([, state]) => assignedNames(state))]);
  const reached = new Set([block.StartAt]);
  for (const [name, state] of states) {
    const here = `${place}/States/${name}`;
    const say = (problem: string): number => problems.push(`${here}: ${problem}`);
    if (names.has(name)) say('another state of this machine has this name');
    names.add(name);
    if (!everywhere && state.QueryLanguage === undefined)
      say(
        unsupported('JSONPath', {
          instead: 'set "QueryLanguage": "JSONata" at the top of the machine',
          page,
        }),
      );
    for (const variable of assignedNames(state))
      if (outer.has(variable)) say(`assigns the variable ${variable} of an outer scope`);
    for (const next of targets(state)) {
      if (block.States[next] === undefined)
        say(`goes to ${JSON.stringify(next)}, which is not a state of this scope`);
      reached.add(next);
    }
    checkState(state, say);
    for (const [part, inner] of innerBlocks(state))
      checkBlock(inner, `${here}/${part}`, assigned, names, everywhere, problems);
    checkExpressions(withoutInner(state), here, problems);
  }
  for (const [name] of states)
    if (!reached.has(name)) problems.push(`${place}/States/${name}: no state leads to it`);
}

function checkState(state: State, say: (problem: string) => void): void {
  if ('Next' in state || 'End' in state) {
    if (state.Next !== undefined && state.End !== undefined) say('has both Next and End: keep one');
  }
  if (!['Choice', 'Succeed', 'Fail'].includes(state.Type) && !('Next' in state) && !('End' in state))
    say('has neither Next nor End: add one');
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined))
    say('requires exactly one of Seconds and Timestamp');
  if (state.Type === 'Task') {
    if (integrationOf(state.Resource) === undefined)
      say(
        unsupported(`the integration ${state.Resource}`, {
          instead: 'use lambda:invoke, lambda:invoke.waitForTaskToken or the ARN of a function',
          page,
        }),
      );
    const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
    if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout)
      say(`HeartbeatSeconds ${heartbeat} must be less than TimeoutSeconds ${timeout}`);
  }
  for (const list of errorLists(state)) {
    list.forEach((names, index) => {
      if (names.includes('States.ALL') && (names.length > 1 || index < list.length - 1))
        say('States.ALL must stand alone and last');
    });
  }
}

function errorLists(state: State): string[][][] {
  const lists = [];
  if ('Retry' in state && state.Retry !== undefined)
    lists.push(state.Retry.map((retrier) => retrier.ErrorEquals));
  if ('Catch' in state && state.Catch !== undefined)
    lists.push(state.Catch.map((catcher) => catcher.ErrorEquals));
  return lists;
}

function targets(state: State): string[] {
  const found: string[] = [];
  if ('Next' in state && state.Next !== undefined) found.push(state.Next);
  if ('Catch' in state) for (const catcher of state.Catch ?? []) found.push(catcher.Next);
  if (state.Type === 'Choice') {
    for (const choice of state.Choices) found.push(choice.Next);
    if (state.Default !== undefined) found.push(state.Default);
  }
  return found;
}

function assignedNames(state: State): string[] {
  const assigns: (Record<string, unknown> | undefined)[] = [];
  if ('Assign' in state) assigns.push(state.Assign);
  if ('Catch' in state) for (const catcher of state.Catch ?? []) assigns.push(catcher.Assign);
  if (state.Type === 'Choice') for (const choice of state.Choices) assigns.push(choice.Assign);
  return [...new Set(assigns.flatMap((assign) => Object.keys(assign ?? {})))];
}

function innerBlocks(state: State): (readonly [string, Block])[] {
  if (state.Type === 'Map') return [['ItemProcessor', state.ItemProcessor]];
  if (state.Type === 'Parallel')
    return state.Branches.map((branch, index) => [`Branches/${index}`, branch] as const);
  return [];
}

function withoutInner(state: State): unknown {
  if (state.Type === 'Map') return { ...state, ItemProcessor: undefined };
  return state.Type === 'Parallel' ? { ...state, Branches: undefined } : state;
}

function checkExpressions(value: unknown, place: string, problems: string[]): void {
  if (typeof value === 'string') {
    const source = expression.exec(value)?.[1];
    const problem = source === undefined ? undefined : expressionProblem(source);
    if (problem !== undefined) problems.push(`${place}: ${problem}`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) checkExpressions(inner, `${place}/${key}`, problems);
  }
}

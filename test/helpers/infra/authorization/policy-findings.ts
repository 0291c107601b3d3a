import {
  type ActionFacts,
  actionsLike,
  factsAbout,
  isGlobalKey,
  type ResourceTypeFacts,
} from './authorization-data';
import { overlap } from './overlap';

/** Statement of a policy whose expressions are resolved. */
export interface PolicyStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  /** Absent in a trust policy. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Differences between the statements of one role or resource and AWS's authorization data: actions
 * that do not exist, resources of a type that the action does not take, a required type without a
 * resource, and condition keys that the request does not have.
 */
export async function policyFindings(statements: readonly PolicyStatement[]): Promise<readonly string[]> {
  const each = await Promise.all(statements.map(statementFindings));
  return [...each.flat(), ...(await missingTypes(statements))];
}

/** The same of one statement alone, whose actions can need further types. */
export async function statementFindings(statement: PolicyStatement): Promise<readonly string[]> {
  const listed = [statement.Action].flat();
  const each = await Promise.all(listed.map((action) => actionFindings(action, statement)));
  const facts = await factsOf(listed);
  const types = facts.flatMap((one) => one.types);
  const foreign = resourcesOf(statement).filter(
    (resource) => resource !== '*' && !types.some(({ arn }) => overlap(resource, arn)),
  );
  return [...each.flat(), ...foreign.map((resource) => `${resource}: no action of the statement takes it`)];
}

async function actionFindings(action: string, statement: PolicyStatement): Promise<readonly string[]> {
  const facts = await factsOf([action]);
  if (facts.length === 0) return [`${action}: AWS has no such action`];
  const [only] = facts;
  const isPattern = action.endsWith('*');
  const misspelt = isPattern || only?.name === action ? [] : [`${action}: AWS writes ${only?.name}`];
  const keys = Object.values(statement.Condition ?? {}).flatMap((values) => Object.keys(values));
  const unknown = keys.filter((key) => !facts.some((one) => supports(one, statement, key)));
  return [
    ...misspelt,
    ...(isPattern || only === undefined ? [] : resourceFindings(only, statement)),
    ...unknown.map((key) => `${action}: has no condition key ${key}`),
  ];
}

/** For an Allow: a Deny may be wider than the action. */
function resourceFindings({ name, types }: ActionFacts, statement: PolicyStatement): readonly string[] {
  if (statement.Effect !== 'Allow' || statement.Resource === undefined) return [];
  const resources = resourcesOf(statement);
  if (types.length === 0) return resources.includes('*') ? [] : [`${name}: takes the resource * only`];
  if (resources.includes('*'))
    return [`${name}: is allowed on *, and takes ${types.map((type) => type.name).join(', ')}`];
  return resources.some((resource) => types.some(({ arn }) => overlap(resource, arn)))
    ? []
    : [`${name}: takes none of ${resources.join(', ')}`];
}

function supports(facts: ActionFacts, statement: PolicyStatement, key: string): boolean {
  const matched = facts.types.filter((type) => isMeant(type, statement));
  return (
    isGlobalKey(key) || [...facts.keys, ...matched.flatMap(({ keys }) => keys)].some((one) => isKey(one, key))
  );
}

/** True for the same key. AWS documents keys of tags with a variable in them. */
function isKey(documented: string, key: string): boolean {
  const [prefix = ''] = documented.split(/\$\{|</);
  return prefix === documented ? same(documented, key) : same(prefix, key.slice(0, prefix.length));
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Types that each call of an allowed action needs, and no statement names. */
async function missingTypes(statements: readonly PolicyStatement[]): Promise<readonly string[]> {
  const allowing = statements.filter(({ Effect, Resource }) => Effect === 'Allow' && Resource !== undefined);
  const actions = new Set(allowing.flatMap(({ Action }) => Action));
  const each = [...actions].map(async (action) => {
    const naming = allowing.filter(({ Action }) => [Action].flat().includes(action));
    const [facts] = action.endsWith('*') ? [] : await factsOf([action]);
    return (facts?.types ?? [])
      .filter((type) => type.required && !naming.some((statement) => isMeant(type, statement)))
      .map((type) => `${action}: also needs ${type.name}, and no statement names one`);
  });
  return (await Promise.all(each)).flat();
}

function isMeant({ arn }: ResourceTypeFacts, statement: PolicyStatement): boolean {
  return resourcesOf(statement).some((resource) => resource === '*' || overlap(resource, arn));
}

function resourcesOf({ Resource = [] }: PolicyStatement): readonly string[] {
  return [Resource].flat();
}

async function factsOf(actions: readonly string[]): Promise<readonly ActionFacts[]> {
  const all = (await Promise.all(actions.map(actionsLike))).flat();
  return (await Promise.all(all.map(factsAbout))).flatMap((one) => (one === undefined ? [] : [one]));
}

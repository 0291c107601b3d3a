import { isInput } from '../gateway/input';
import type { Input } from '../service';
import { unsupported } from '../unsupported';

/** Names that the expressions of a template can refer to. */
export interface Scope {
  /** Value of a Ref: parameter, resource or `AWS::...`. Undefined when it does not exist. */
  ref(name: string): unknown;
  /** Value of a GetAtt. Throws when the resource has no such attribute. */
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): unknown;
  /** Value that another stack exports. Undefined when none does. */
  exported(name: string): unknown;
  readonly zones: readonly string[];
  /** True for a resource that resolves references to secrets itself. */
  readonly keepsSecrets?: boolean;
}

/** Value of `AWS::NoValue`: the member or element that has it is left out. */
const noValue = Symbol('AWS::NoValue');

/** Resolves all intrinsic functions in `value`. Throws an explanation for one that it cannot resolve. */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = evaluate(value, scope);
  return resolved === noValue ? undefined : resolved;
}

function evaluate(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    if (value.includes('{{resolve:') && !(scope.keepsSecrets === true && secretReference.test(value)))
      throw new Error(unsupported(`the dynamic reference "${value}"`, { instead: 'name the secret' }));
    return value;
  }
  if (Array.isArray(value))
    return value.map((element) => evaluate(element, scope)).filter((element) => element !== noValue);
  if (!isInput(value)) return value;
  const [only, ...more] = Object.entries(value);
  if (only !== undefined && more.length === 0) {
    const [name, argument] = only;
    const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (run !== undefined) return run(argument, scope);
    if (name.startsWith('Fn::')) throw new Error(unsupported(name));
  }
  const members = Object.entries(value).map(([name, member]) => [name, evaluate(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== noValue));
}

/** Reference to the text of a secret, or to a key of its JSON. */
export const secretReference =
  /^\{\{resolve:secretsmanager:([^:}]+)(?::SecretString(?::([^:}]*))?:?:?)?\}\}$/;

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const functions: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => reference(String(argument), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...rest] = Array.isArray(argument)
      ? argument.map(String)
      : String(argument).split('.');
    return scope.attribute(logicalId, rest.join('.'));
  },
  'Fn::Sub': (argument, scope) => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const own: Input = isInput(variables) ? variables : {};
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      if (Object.hasOwn(own, name)) return String(evaluate(own[name], scope));
      const dot = name.indexOf('.');
      if (dot > 0) return String(scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
      return String(reference(name, scope) ?? whole);
    });
  },
  'Fn::Join': (argument, scope) => {
    const [delimiter, parts] = pair(argument);
    return texts(evaluate(parts, scope)).join(String(delimiter));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = pair(argument);
    const resolved = evaluate(values, scope);
    const found: unknown = Array.isArray(resolved) ? resolved[Number(evaluate(index, scope))] : undefined;
    if (found === undefined)
      throw new Error(`Fn::Select finds no element ${String(index)} in ${JSON.stringify(values)}`);
    return found;
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, text] = pair(argument);
    return String(evaluate(text, scope)).split(String(delimiter));
  },
  'Fn::GetAZs': (_argument, scope) => scope.zones,
  'Fn::ImportValue': (argument, scope) => {
    const name = String(evaluate(argument, scope));
    const value = scope.exported(name);
    if (value === undefined) throw new Error(`no deployed stack exports ${name}`);
    return value;
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map = '', top = '', second = ''] = texts(evaluate(argument, scope));
    return scope.mapping(map, top, second);
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(evaluate(argument, scope))).toString('base64'),
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = Array.isArray(argument) ? argument : [];
    return evaluate(scope.condition(String(condition)) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [a, b] = pair(argument);
    return String(evaluate(a, scope)) === String(evaluate(b, scope));
  },
  'Fn::Not': (argument, scope) => !truths(argument, scope).includes(true),
  'Fn::And': (argument, scope) => !truths(argument, scope).includes(false),
  'Fn::Or': (argument, scope) => truths(argument, scope).includes(true),
  'Fn::Contains': (argument, scope) => {
    const [values, value] = pair(argument);
    return texts(evaluate(values, scope)).includes(String(evaluate(value, scope)));
  },
  Condition: (argument, scope) =>
    typeof argument === 'string' ? scope.condition(argument) : { Condition: evaluate(argument, scope) },
};

function reference(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return noValue;
  const value = scope.ref(name);
  if (value === undefined)
    throw new Error(`Ref names ${name}, which is neither a parameter nor a resource of this stack`);
  return value;
}

function pair(argument: unknown): readonly [unknown, unknown] {
  return Array.isArray(argument) ? [argument[0], argument[1]] : [undefined, undefined];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function truths(argument: unknown, scope: Scope): readonly boolean[] {
  return (Array.isArray(argument) ? argument : [argument]).map((value) => evaluate(value, scope) === true);
}

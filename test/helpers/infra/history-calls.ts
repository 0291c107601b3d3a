import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from '@babel/parser';

const root = join(__dirname, '..', '..', '..');

/** DynamoDB action of each operation of `HistoryTable`. */
const actionOf: Readonly<Record<string, string>> = {
  get: 'GetItem',
  getAll: 'BatchGetItem',
  putNew: 'PutItem',
  update: 'UpdateItem',
  deleteWhere: 'DeleteItem',
  delete: 'DeleteItem',
  putAll: 'BatchWriteItem',
  query: 'Query',
};

/**
 * DynamoDB actions that the code of a function can reach: those of the history's methods that the function
 * and the modules of `functions/` and `application/` that it imports call.
 */
export function historyActionsOf(functionName: string): readonly string[] {
  const modules = [...modulesFrom(join(root, 'functions', functionName, 'handler.ts'))];
  const sources = modules.map((file) => readFileSync(file, 'utf8'));
  const called = sources.flatMap((source) =>
    [...source.matchAll(/\bhistory\s*\.\s*(\w+)/g)].map(([, method = '']) => method),
  );
  // aws/lambda.ts settles what a function requests of DMS.
  if (sources.some((source) => /\b(createDms|createTaskList)\(/.test(source))) called.push('settleRequests');
  const actions = called.flatMap((method) => {
    const found = methodsOfHistory().get(method);
    if (found === undefined) throw new Error(`the history has no method ${method}`);
    return [...found];
  });
  return [...new Set(actions)].sort();
}

/** Files of `functions/` and `application/` that a file imports at run time, with itself. */
function modulesFrom(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const path of importsOf(file))
    if (/\/(functions|application)\//.test(path.slice(root.length)) && existsSync(path))
      modulesFrom(path, seen);
  return seen;
}

/** Paths of the files that a file imports at run time. */
function importsOf(file: string): readonly string[] {
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\s+(?!type\b)[^;]*?from '(\.[^']+)'/gm,
  );
  return [...imports].map(([, at = '']) => resolve(dirname(file), `${at}.ts`));
}

const methods = new Map<string, ReadonlySet<string>>();

/** Actions of each method, read from the stores in `aws/history/`. */
function methodsOfHistory(): ReadonlyMap<string, ReadonlySet<string>> {
  if (methods.size > 0) return methods;
  const folder = join(root, 'aws', 'history');
  for (const file of readdirSync(folder, { encoding: 'utf8', recursive: true }).filter(isStore))
    for (const [name, actions] of actionsByName(join(folder, file))) methods.set(name, actions);
  return methods;
}

function isStore(name: string): boolean {
  return name.endsWith('.ts') && name !== 'table.ts';
}

/** Actions of each named function of a file, with those of the functions that it calls, of this file and of those that it imports. */
function actionsByName(file: string): ReadonlyMap<string, ReadonlySet<string>> {
  const bodies = new Map<string, string[]>();
  for (const module of storesFrom(file))
    for (const [name, body] of bodiesIn(module)) bodies.set(name, [...(bodies.get(name) ?? []), body]);
  const actionsIn = (name: string, seen: Set<string>): readonly string[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const text = (bodies.get(name) ?? []).join('\n');
    const own = [...text.matchAll(/\btable\.(\w+)\(/g)].map(([, operation = '']) => {
      const action = actionOf[operation];
      if (action === undefined) throw new Error(`no action of DynamoDB is known for table.${operation}`);
      return action;
    });
    const helpers = [...bodies.keys()].filter((other) => new RegExp(`(?<![.\\w])${other}\\(`).test(text));
    return [...own, ...helpers.flatMap((helper) => actionsIn(helper, seen))];
  };
  const names = bodiesIn(file).map(([name]) => name);
  return new Map(names.map((name) => [name, new Set(actionsIn(name, new Set()))]));
}

/** Files of `aws/history/` that a file imports at run time, with itself, without the table. */
function storesFrom(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file) || !isStore(basename(file)) || !file.includes('/aws/history/')) return seen;
  seen.add(file);
  for (const at of importsOf(file)) if (existsSync(at)) storesFrom(at, seen);
  return seen;
}

/** Named functions, methods and values of a file, with their text. A name may be used twice. */
function bodiesIn(file: string): readonly (readonly [name: string, body: string])[] {
  const source = readFileSync(file, 'utf8');
  const bodies: [string, string][] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const name = nameOf(node);
    if (name !== undefined && 'start' in node && 'end' in node)
      bodies.push([name, source.slice(Number(node.start), Number(node.end))]);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parse(source, { sourceType: 'module', plugins: ['typescript'] }).program.body);
  return bodies;
}

/** Name of a method, property, function or variable; undefined for any other node. */
function nameOf(node: object): string | undefined {
  if (
    !('type' in node) ||
    !/^(ObjectMethod|ObjectProperty|FunctionDeclaration|VariableDeclarator)$/.test(String(node.type))
  )
    return undefined;
  const named: unknown = 'key' in node ? node.key : 'id' in node ? node.id : undefined;
  return typeof named === 'object' && named !== null && 'name' in named ? String(named.name) : undefined;
}

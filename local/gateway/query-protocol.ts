import { AwsError, type Input } from '../service';

interface Node {
  text?: string;
  readonly members: Map<string, Node>;
}

/**
 * Reads an AWS query form into plain input: `A.member.1.B=x` and `A.entry.1.key=k` become `{A: [{B: 'x'}]}`
 * and `{A: {k: ...}}`. Every leaf is a string.
 */
export function parseQueryForm(form: URLSearchParams): { readonly operation: string; readonly input: Input } {
  const operation = form.get('Action');
  if (operation === null) throw new AwsError('MissingAction', 'the request has no Action');
  const root: Node = { members: new Map() };
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version' || name.startsWith('X-Amz-')) continue;
    let node = root;
    for (const part of name.split('.')) {
      const next = node.members.get(part) ?? { members: new Map() };
      node.members.set(part, next);
      node = next;
    }
    node.text = value;
  }
  return { operation, input: structure(root) };
}

function structure(node: Node): Input {
  return Object.fromEntries([...node.members].map(([name, member]) => [name, plain(member)]));
}

function plain(node: Node): unknown {
  if (node.members.size === 0) return node.text ?? '';
  const list = node.members.get('member');
  if (list !== undefined) return numbered(list).map(plain);
  const entries = node.members.get('entry');
  if (entries !== undefined)
    return Object.fromEntries(
      numbered(entries).map((entry) => [
        entry.members.get('key')?.text ?? entry.members.get('Name')?.text ?? '',
        plain(entry.members.get('value') ?? entry.members.get('Value') ?? { members: new Map() }),
      ]),
    );
  return structure(node);
}

function numbered(node: Node): Node[] {
  return [...node.members].sort(([a], [b]) => Number(a) - Number(b)).map(([, member]) => member);
}

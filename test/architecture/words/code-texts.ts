import { parse } from '@babel/parser';
import { read, type Text } from './texts';

export interface CodeTexts {
  /** String literals, texts between tags and the fixed parts of templates, imports left out. */
  readonly strings: readonly Text[];
  /** Doc comments, without asterisks. */
  readonly docComments: readonly Text[];
}

const parsed = new Map<string, CodeTexts>();

export function codeTexts(file: string): CodeTexts {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const ast = parse(read(file), {
    sourceType: 'unambiguous',
    plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'],
  });
  const texts: CodeTexts = {
    strings: stringsOf(ast.program, file),
    docComments: (ast.comments ?? [])
      .filter(({ type, value }) => type === 'CommentBlock' && value.startsWith('*'))
      .map(({ value, loc }) => ({
        file,
        line: loc?.start.line ?? 0,
        text: value.replaceAll(/^\s*\*\s?/gm, '').trim(),
      })),
  };
  parsed.set(file, texts);
  return texts;
}

function stringsOf(node: unknown, file: string): Text[] {
  if (Array.isArray(node)) return node.flatMap((item) => stringsOf(item, file));
  if (typeof node !== 'object' || node === null || !('type' in node)) return [];
  if (node.type === 'ImportDeclaration' || node.type === 'TSImportType') return [];
  const children = Object.entries(node)
    .filter(([key]) => key !== 'loc' && key !== 'extra' && !key.endsWith('Comments'))
    .flatMap(([, value]) => stringsOf(value, file));
  const text = textOf(node);
  return text === undefined ? children : [{ file, line: lineOf(node), text }, ...children];
}

function textOf(node: object): string | undefined {
  if (!('type' in node) || !('value' in node)) return undefined;
  const { type, value } = node;
  if ((type === 'StringLiteral' || type === 'JSXText') && typeof value === 'string') return value;
  if (type !== 'TemplateElement' || typeof value !== 'object' || value === null) return undefined;
  return 'cooked' in value && typeof value.cooked === 'string' ? value.cooked : undefined;
}

function lineOf(node: object): number {
  const loc: unknown = 'loc' in node ? node.loc : undefined;
  if (typeof loc !== 'object' || loc === null || !('start' in loc)) return 0;
  const { start } = loc;
  return typeof start === 'object' && start !== null && 'line' in start ? Number(start.line) : 0;
}

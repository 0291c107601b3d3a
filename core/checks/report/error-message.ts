import type { CheckFinding } from './check-report';

/** Characters of findings that the message of a failed run holds. */
const longestOfRun = 1500;

/**
 * Message of a run that the check ends: each error with its fix, as many as fit. `command` lists the
 * others. Undefined when there is no error.
 */
export function errorMessage(
  { findings }: { readonly findings: readonly CheckFinding[] },
  command = 'lakeferry show',
  longest = longestOfRun,
): string | undefined {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return undefined;
  const lines: string[] = [];
  let length = 0;
  for (const error of errors) {
    const line = inOneLine(error);
    length += line.length;
    if (lines.length > 0 && length > longest) break;
    lines.push(line);
  }
  const more = errors.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more, listed by ${command}`] : [])].join('; ');
}

/** `sales.orders.note: too long (config: LobMaxSize: 128)` */
function inOneLine({ schema, table, column, found, fix }: CheckFinding): string {
  const place = [schema, table, column].filter((part) => part !== undefined).join('.');
  return `${place === '' ? '' : `${place}: `}${found}${fix === undefined ? '' : ` (fix in ${kindNames[fix.kind]}: ${fix.text})`}`;
}

const kindNames = {
  sql: 'SQL',
  setting: 'the server’s settings',
  config: 'the configuration',
  aws: 'AWS',
} as const;

/** Options that take a value. */
const withValue = '--(?:config|environment|port|to)';
/** Names of jobs, runs and tables have a slash or a dot, and words do not. */
const name = '[^\\s"]*[^\\s"][./][^\\s"]+';
const argument = ` (?:${withValue} [^\\s"]+|--[a-z-]+|${name})`;
const inQuotes = /"(lakeferry [^"]+)"/;
const inText = new RegExp(`lakeferry (?:local )?[a-z]+((?:${argument})*)(.*)`, 's');
/** Place that a person fills in. */
const isOpen = /[<>]|\.\.\./;

/**
 * Command in the text of a fix, as it can be run. Undefined where the text has none, or only speaks of one, as in
 * `lakeferry history lists the runs`.
 */
export function commandIn(text: string): string | undefined {
  const command = inQuotes.exec(text)?.[1] ?? unquoted(text);
  return command === undefined || isOpen.test(command) ? undefined : command;
}

function unquoted(text: string): string | undefined {
  const [all = '', args = '', rest = ''] = inText.exec(text) ?? [];
  const goesOn = args === '' ? /^ ?[\w(<"-]/ : /^ ?</;
  if (all === '' || goesOn.test(rest)) return undefined;
  return all.slice(0, all.length - rest.length).replace(/[,;:.)]+$/, '');
}

import type { Ending } from './errors/ending-shape';
import type { Shell } from './shell';

/** True if the command line has --json, also where it is invalid otherwise. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? args.length : end).includes('--json');
}

/** Shell of a command for programs: each line on stderr is one JSON document, and nothing is redrawn. */
export function jsonShell(shell: Shell): Shell {
  return {
    ...shell,
    interactive: false,
    colour: false,
    print: (text) => shell.print(text),
    draw: (text) => shell.draw(text),
    remark: (text) => {
      const { documentText, remarkDocument } = errorDocuments();
      if (text.trim() !== '') shell.remark(documentText(remarkDocument, text.trim(), { indent: 0 }));
    },
  };
}

/** Line on stderr about the error that ended the command. */
export function errorLine(ending: Ending): string {
  const { documentText, errorDocument } = errorDocuments();
  return documentText(errorDocument, ending, { indent: 0 });
}

/** Loaded when there is something to print, as zod is not needed before. */
function errorDocuments() {
  const {
    errorDocument,
    remarkDocument,
  }: typeof import('./json/error-document') = require('./json/error-document');
  const { documentText }: typeof import('./json/document') = require('./json/document');
  return { errorDocument, remarkDocument, documentText };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Names } from '../names';

const path = join(__dirname, '..', '..', '..', 'statemachine', 'migration.asl.json');
let text: string | undefined;

/** Definition of a run, with the ARNs of the world's functions. */
export function stateMachineDefinition({ functionArn }: Names): string {
  text ??= readFileSync(path, 'utf8');
  return text.replace(/\$\{(\w+)FunctionArn\}/g, (_placeholder, name: string) =>
    functionArn(kebabCase(name)),
  );
}

/** `StartTask` -> `start-task`. */
function kebabCase(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

import definition from '../../../statemachine/migration.asl.json';
import type { Names } from '../names';

const text = JSON.stringify(definition);

/** Definition of a run, with the ARNs of the world's functions. */
export function stateMachineDefinition({ functionArn }: Names): string {
  return text.replace(/\$\{(\w+)FunctionArn\}/g, (_placeholder, name: string) =>
    functionArn(kebabCase(name)),
  );
}

/** `StartTask` -> `start-task`. */
function kebabCase(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

import { z } from 'zod';
import { AwsError } from '../service';
import { Rules } from './rules';

/** Name or ARN of a bus. Absent: the default bus. */
export const EventBusName = z.string().optional();

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly rules: Rules;
}

/** Event buses by name. The default bus exists from the start. */
export class Buses {
  readonly #buses = new Map<string, Bus>();

  constructor(private readonly arnPrefix: string) {
    this.#add('default', undefined);
  }

  create(name: string, description: string | undefined): Bus {
    if (this.#buses.has(name))
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    return this.#add(name, description);
  }

  get(nameOrArn: string = 'default'): Bus {
    const name = nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn;
    const bus = this.#buses.get(name);
    if (bus === undefined)
      throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
    return bus;
  }

  /** Deletes a bus. A bus that does not exist is not an error. */
  delete(name: string): void {
    if (name === 'default') throw new AwsError('ValidationException', 'Cannot delete event bus default.');
    const bus = this.#buses.get(name);
    if (bus !== undefined && bus.rules.list().length > 0)
      throw new AwsError('ValidationException', "Event bus can't be deleted since it has rules.");
    this.#buses.delete(name);
  }

  list(): Bus[] {
    return [...this.#buses.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #add(name: string, description: string | undefined): Bus {
    const arn = `${this.arnPrefix}:event-bus/${name}`;
    const bus = { name, arn, description, rules: new Rules(this.arnPrefix, name) };
    this.#buses.set(name, bus);
    return bus;
  }
}

import type { CloudContext } from '../service';
import { refusal } from './schedules';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface ScheduleGroup {
  readonly Name: string;
  readonly Arn: string;
  readonly State: 'ACTIVE';
  readonly CreationDate: Date;
  readonly LastModificationDate: Date;
  readonly tags: readonly Tag[];
}

/** Schedule groups. `default` always exists. */
export class ScheduleGroups {
  readonly #groups = new Map<string, ScheduleGroup>();

  constructor(private readonly context: CloudContext) {
    this.create('default', []);
  }

  create(name: string, tags: readonly Tag[]): ScheduleGroup {
    if (this.#groups.has(name))
      throw refusal('ConflictException', `Schedule group ${name} already exists.`, 409);
    const { account, region, clock } = this.context;
    const now = clock.now();
    const Arn = `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`;
    const group: ScheduleGroup = {
      Name: name,
      Arn,
      State: 'ACTIVE',
      CreationDate: now,
      LastModificationDate: now,
      tags,
    };
    this.#groups.set(name, group);
    return group;
  }

  get(name: string): ScheduleGroup {
    const group = this.#groups.get(name);
    if (group === undefined)
      throw refusal('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404);
    return group;
  }

  byArn(arn: string): ScheduleGroup {
    const group = this.#groups.get(arn.slice(arn.lastIndexOf('/') + 1));
    if (group?.Arn !== arn)
      throw refusal('ResourceNotFoundException', `Schedule group ${arn} does not exist.`, 404);
    return group;
  }

  delete(name: string): void {
    this.get(name);
    if (name === 'default')
      throw refusal('ValidationException', 'the default schedule group cannot be deleted');
    this.#groups.delete(name);
  }

  list(): ScheduleGroup[] {
    return [...this.#groups.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  setTags(arn: string, tags: readonly Tag[]): void {
    const group = this.byArn(arn);
    this.#groups.set(group.Name, { ...group, tags });
  }
}

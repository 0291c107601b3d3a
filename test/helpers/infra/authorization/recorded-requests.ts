import type { Role } from '@lakeferry/local-cloud';
import { Permissions } from '../../../../local/iam/permissions';

type Request = Parameters<Permissions['allows']>[1];

/** Part of a role's policy whose removal changes nothing that was recorded. */
export interface Spare {
  readonly role: string;
  readonly element: 'Action' | 'Resource';
  readonly text: string;
  /** Actions of its statement, and its Sid, if it has one. */
  readonly actions: readonly string[];
  readonly sid: string | undefined;
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Requests of roles to local clouds, each once, from the moment of its creation on. */
export class RecordedRequests {
  readonly #byRole = new Map<string, Map<string, Request>>();
  readonly #spy: jest.SpyInstance;

  constructor() {
    const assert = Permissions.prototype.assertSession;
    const add = this.#add.bind(this);
    this.#spy = jest.spyOn(Permissions.prototype, 'assertSession').mockImplementation(function (
      this: Permissions,
      service,
      roleArn,
      sessionArn,
      needs,
      context = {},
    ) {
      for (const need of needs) add(roleArn, { ...need, context: { ...context, ...need.context } });
      assert.call(this, service, roleArn, sessionArn, needs, context);
    });
  }

  stop(): void {
    this.#spy.mockRestore();
  }

  #add(roleArn: string, request: Request): void {
    const known = this.#byRole.get(roleArn) ?? new Map<string, Request>();
    this.#byRole.set(roleArn, known.set(JSON.stringify(request), request));
  }

  /** Begins again. */
  forget(): void {
    this.#byRole.clear();
  }

  of(roleArn: string): readonly Request[] {
    return [...(this.#byRole.get(roleArn)?.values() ?? [])];
  }

  /**
   * Takes each action of each statement away, and each resource of a statement that has several, one
   * after the other. Returns those without which all recorded requests are still allowed.
   */
  spareOf(role: Role, permissions: Permissions): readonly Spare[] {
    return [...role.policies].flatMap(([policy, document]) => {
      const statements = [document['Statement']].flat() as Statement[];
      const spare = statements.flatMap((statement, at) => {
        if (statement.Effect !== 'Allow') return [];
        const without = (element: Spare['element'], text: string): boolean => {
          const left = [statement[element]].flat().filter((one) => one !== text);
          const changed = left.length === 0 ? [] : [{ ...statement, [element]: left }];
          role.set(policy, { ...document, Statement: statements.toSpliced(at, 1, ...changed) });
          return this.#allAllowed(
            role,
            permissions,
            element === 'Action' ? [text] : [statement.Action].flat(),
          );
        };
        const resources = [statement.Resource].flat();
        return [
          ...[statement.Action]
            .flat()
            .filter((action) => without('Action', action))
            .map(named('Action', statement)),
          ...(resources.length < 2 ? [] : resources.filter((one) => without('Resource', one))).map(
            named('Resource', statement),
          ),
        ];
      });
      role.set(policy, document);
      return spare.map((one) => ({ ...one, role: role.name }));
    });
  }

  #allAllowed({ arn }: Role, permissions: Permissions, actions: readonly string[]): boolean {
    const asked = this.of(arn).filter(({ action }) => actions.includes(action));
    return asked.every((request) => permissions.allows(arn, request));
  }
}

function named(element: Spare['element'], { Action, Sid: sid }: Statement) {
  return (text: string) => ({ element, text, actions: [Action].flat(), sid });
}

/** Takes an action out of all policies of a role. Returns a function that gives it back. Throws when no policy has it. */
export function takeAway(role: Role, action: string): () => void {
  const before = [...role.policies].filter(([, document]) =>
    JSON.stringify(document).includes(`"${action}"`),
  );
  if (before.length === 0) throw new Error(`${action} is in no policy of ${role.name}`);
  for (const [policy, document] of before) {
    const statements = ([document['Statement']].flat() as Statement[]).flatMap((statement) => {
      if (statement.Effect !== 'Allow') return [statement];
      const left = [statement.Action].flat().filter((one) => one !== action);
      return left.length === 0 ? [] : [{ ...statement, Action: left }];
    });
    role.set(policy, { ...document, Statement: statements });
  }
  return () => {
    for (const [policy, document] of before) role.set(policy, document);
  };
}

import { createSourceChecks, SourceCheckFailed, type SourceChecks } from '../../aws/source-checks';
import { engineFacts } from '../../core/model/source-engine';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { Invocation } from '../command';
import { connect } from '../connect';
import { wrongUse } from '../exit-codes';

/** The deployed check-source of the environment. */
export async function sourceLooks(invocation: Invocation): Promise<SourceChecks> {
  const { platform } = await connect(invocation);
  const { checkSourceFunctionName: name, environment } = platform;
  if (name === undefined)
    throw wrongUse(
      `the platform of environment "${environment}" is of an older version, which does not look into sources for people: deploy it again`,
    );
  return saidPlainly(createSourceChecks(name));
}

function saidPlainly(looks: SourceChecks): SourceChecks {
  const plainly = async <T>(look: Promise<T>): Promise<T> => {
    try {
      return await look;
    } catch (error) {
      if (error instanceof SourceCheckFailed) throw wrongUse(error.message, { cause: error });
      throw error;
    }
  };
  return {
    doctor: (request, connection) => plainly(looks.doctor(request, connection)),
    discover: (connection, schema) => plainly(looks.discover(connection, schema)),
  };
}

/** `sales-db, PostgreSQL 16.4`; versions that name their product stand as they are. */
export function sourceName(
  { name, engine }: Pick<SourceConnection, 'name' | 'engine'>,
  version: string | undefined,
): string {
  const product = engineFacts[engine].productName;
  if (version === undefined) return `${name}, ${product}`;
  const says = /[a-z]{4}/i.test(version) ? version : `${product} ${version}`;
  return `${name}, ${says}`;
}

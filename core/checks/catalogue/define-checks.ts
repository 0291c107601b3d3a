import { changeModes, loadModes, type Mode, modes } from '../../model/mode';
import { type SourceEngine, sourceEngines } from '../../model/source-engine';
import type { CheckDefinition } from './check-definition';

const modesOf = {
  all: modes,
  changes: changeModes,
  loads: loadModes,
} as const satisfies Readonly<Record<string, readonly Mode[]>>;

type Definition = Pick<CheckDefinition, 'severity' | 'title' | 'why'> & {
  readonly modes: keyof typeof modesOf;
  /** Page that documents the condition, when it is not the engine's own page in the DMS guide. */
  readonly source?: string;
};

/**
 * Defines checks of one engine. Their ids begin with its name. `guide` is the engine's page in the
 * DMS guide.
 */
export function definitionsFor(engine: SourceEngine, guide: string) {
  return (id: string, { modes: among, source = guide, ...rest }: Definition): CheckDefinition => ({
    id: `${engine}-${id}`,
    engines: [engine],
    modes: modesOf[among],
    source,
    ...rest,
  });
}

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide';

/** Defines a check of every engine, or of those in `engines`. `page` is a page of the DMS guide. */
export function defineShared(
  id: string,
  {
    modes: among,
    page,
    engines = sourceEngines,
    ...rest
  }: Omit<Definition, 'source'> & {
    readonly page: string;
    readonly engines?: readonly SourceEngine[];
  },
): CheckDefinition {
  return { id, engines, modes: modesOf[among], source: `${guide}/${page}`, ...rest };
}

import type { LocalCloud } from '@lakeferry/local-cloud';

/** Faults that play while the local cloud is up. */
export interface PlayedScenario {
  readonly name: string;
  /** Effect, in a sentence or two. */
  readonly happens: string;
  /** Commands that show it, each with what it shows. */
  readonly next: readonly (readonly [command: string, shows: string])[];
  begin(cloud: Pick<LocalCloud, 'dms' | 'eventBus'>): void;
}

import type { Deployment } from '../../aws/platform';
import type { ConsolePorts } from './ports';

/** Age after which names are read again, in milliseconds. */
const freshFor = 10_000;
/** Time that an answer waits for names that are read again. After it, it has those that are known. */
const patience = 100;

interface Known {
  readonly names: readonly string[];
  readonly at: number;
}

/**
 * Remembers the names of deployed jobs and loads, which only a deployment changes. Systems Manager lists ten per request, one request
 * after the other, which takes a second for a thousand.
 */
export function rememberNames(deployment: Deployment, milliseconds = () => Date.now()): Deployment {
  return {
    ...deployment,
    jobKeys: remember((environment) => deployment.jobKeys(environment), milliseconds),
    loadKeys: remember((environment) => deployment.loadKeys(environment), milliseconds),
  };
}

/** Ports whose names of jobs and loads are remembered: most routes read them. */
export function withRememberedNames(ports: ConsolePorts): ConsolePorts {
  const { environment } = ports;
  return { ...ports, environment: { ...environment, deployment: rememberNames(environment.deployment) } };
}

type Read = Deployment['jobKeys'];

function remember(read: Read, milliseconds: () => number): Read {
  let known: Known | undefined;
  let reading: Promise<readonly string[]> | undefined;
  const readAgain = (environment: string): Promise<readonly string[]> => {
    reading ??= read(environment)
      .then((names) => {
        known = { names, at: milliseconds() };
        return names;
      })
      .catch((error: unknown): never => {
        // Names that cannot be read any more are not shown on: the next answer has the reason.
        known = undefined;
        throw error;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  return async (environment) => {
    if (known !== undefined && milliseconds() - known.at < freshFor) return known.names;
    const coming = readAgain(environment);
    if (known === undefined) return coming;
    const { names } = known;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly string[]>((resolve) => {
      timer = setTimeout(() => resolve(names), patience);
    });
    return Promise.race([coming, late]).finally(() => clearTimeout(timer));
  };
}

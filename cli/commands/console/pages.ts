import { builtPages, PagesNotBuilt } from '../../../console/server/pages/build-pages';
import type { Invocation } from '../../command/invocation';
import { wrongUse } from '../../errors/exit-codes';
import { stepLines } from '../../output/step-lines';
import { asStep } from '../../local-environment/steps';

/** Folder of the built pages. A build is shown as a step. */
export async function pagesOf({ shell, options }: Invocation): Promise<string> {
  const steps = stepLines(shell, options.json);
  let begun: (() => void) | undefined;
  const hasBegun = new Promise<'begun'>((resolve) => {
    begun = () => resolve('begun');
  });
  try {
    const pages = builtPages({ onBuild: () => begun?.() });
    if ((await Promise.race([pages, hasBegun])) !== 'begun') return await pages;
    return await asStep(
      steps,
      'building the pages of the console',
      () => pages,
      () => 'pages of the console built',
    );
  } catch (error) {
    if (error instanceof PagesNotBuilt) throw wrongUse(error.message, { cause: error });
    throw error;
  } finally {
    steps.close();
  }
}

import { readable } from '../../core/runs/record/failure';
import { entriesOf } from '../helpers/recorded/entries';

test.each(
  entriesOf<
    { readonly timedOut: { readonly error: string; readonly cause?: string } },
    { readonly must: string }
  >('sfn-failure'),
)('%s: %s', (_id, _meaning, { payload: { timedOut }, expect: said }) => {
  const failure = readable({ state: 'AwaitFullLoad', error: timedOut.error, cause: timedOut.cause ?? '' });
  expect(failure.cause).toMatch(new RegExp(said.must));
});

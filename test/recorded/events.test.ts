import { readObjectEvent } from '../../core/lake/keys/object-event';
import { pollEventOf } from '../../core/runs/record/poll-event';
import { taskChangesPattern } from '../../infra/constructs/platform/task-changes';
import { entriesOf } from '../helpers/recorded/entries';

interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
}

test.each(
  entriesOf<BusEvent, { readonly kind: string; readonly matchesRule?: boolean; readonly run?: string }>(
    'event',
  ),
)('%s: %s', (_id, _meaning, { payload, expect: said }) => {
  const { source, detailType } = taskChangesPattern;
  const matchesRule = source.includes(payload.source) && detailType.includes(payload['detail-type']);
  expect({ matchesRule, ...pollEventOf(payload) }).toMatchObject(said);
});

test.each(entriesOf<object, { readonly kind: string; readonly key?: string }>('s3-event'))(
  '%s: %s',
  (_id, _meaning, { payload, expect: { kind, key } }) => {
    const objects = key === undefined ? {} : { objects: [{ key }] };
    expect(readObjectEvent(JSON.stringify(payload))).toMatchObject({ kind, ...objects });
  },
);

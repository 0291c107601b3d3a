import type { ObjectAddress, ObjectState } from './object-state';

/** Request to copy one state of an object on the server. */
export interface CopyRequest {
  readonly from: ObjectState;
  readonly to: ObjectAddress;
}

/** Condition on the target of a write: it does not exist, or it is in this state. */
export type WriteCondition = { readonly IfNoneMatch: '*' } | { readonly IfMatch: string };

/** The source was overwritten after the request was made: read its state again. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
}

/** The source was deleted after the request was made: there is nothing to copy. */
export class SourceGone extends Error {
  override readonly name = 'SourceGone';
}

/** The copy's bytes are not those of its source. */
export class CopyMismatch extends Error {
  override readonly name = 'CopyMismatch';
}

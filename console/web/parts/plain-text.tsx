import type { ReactElement } from 'react';

/** Characters that are not seen, or that change the order of others. */
const unseen = /[^\P{Cc}\n\t]|[\u2028\u2029\p{Bidi_Control}]/gu;

/** Text from a database or a person as text, with unseen characters as escapes. */
export function plain(text: string): string {
  return text.replace(unseen, (found) => `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

export function Observed({ children }: { readonly children: string }): ReactElement {
  return (
    <p className="observed">
      <bdi>{plain(children)}</bdi>
    </p>
  );
}

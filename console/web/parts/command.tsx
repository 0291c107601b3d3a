import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import type { ReactElement } from 'react';
import { plain } from './plain-text';

/** A fix. A command can be copied. */
export function Command({ children }: { readonly children: string }): ReactElement {
  const command = /lakeferry [a-z]+ [^\s;,]*/.exec(children)?.[0];
  return (
    <span className="command">
      <code>{plain(children)}</code>
      {command === undefined ? null : (
        <span className="copy">
          <CopyToClipboard
            variant="icon"
            copyButtonAriaLabel={`Copy ${command}`}
            copyErrorText="not copied"
            copySuccessText="copied"
            textToCopy={command}
          />
        </span>
      )}
    </span>
  );
}

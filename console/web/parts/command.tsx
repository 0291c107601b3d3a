import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import type { ReactElement } from 'react';
import { commandIn } from './command-in';
import { plain } from './plain-text';

/** Text of a fix. A command in it can be copied. */
export function Command({ children }: { readonly children: string }): ReactElement {
  const command = commandIn(children);
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

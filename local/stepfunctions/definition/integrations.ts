/** Way in which a Task's Resource is called. `resource` is the name in the history. */
export type Integration =
  | { readonly kind: 'invoke'; readonly waitsForToken: boolean; readonly resource: string }
  | { readonly kind: 'function'; readonly functionArn: string };

const functionArn = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?$/;

/** Undefined for an integration that the local cloud does not support. */
export function integrationOf(resource: string): Integration | undefined {
  if (resource === 'arn:aws:states:::lambda:invoke')
    return { kind: 'invoke', waitsForToken: false, resource: 'invoke' };
  if (resource === 'arn:aws:states:::lambda:invoke.waitForTaskToken')
    return { kind: 'invoke', waitsForToken: true, resource: 'invoke.waitForTaskToken' };
  if (functionArn.test(resource)) return { kind: 'function', functionArn: resource };
  return undefined;
}

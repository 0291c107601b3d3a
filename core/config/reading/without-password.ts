import type { Finding } from './problem';
import { show, valueAndKind } from './value-words';

const belongs =
  'user, password, host and port belong in the Secrets Manager secret whose name is in "secret"';

/** Names of keys that people give to what the secret holds. */
const secretKey =
  /^(.*(pass|pwd|credential|token|private-?key).*|user(name)?|host(name)?|url|uri|dsn|connection-?string)$/i;

/** Text with a login in it, such as postgres://lf:pw@host or password=pw. */
const login = /:\/\/[^\s/]*:[^\s]*@|(^|[;\s?&])(pass(word)?|pwd)\s*=/i;

/** Finding that does not repeat a password, and says where it belongs. */
export function withoutPassword(finding: Finding): Finding {
  const { path, value, message, onKey } = finding;
  if (!path.some((step) => step === 'sources' || step === 'targets' || step === 'connections'))
    return finding;
  const key = String(path.at(-1));
  if (onKey === true)
    return secretKey.test(key) && !message.includes('needs') ? { ...finding, hint: belongs } : finding;
  const isSecret =
    typeof value === 'string' && (key === 'secret' || secretKey.test(key) || login.test(value));
  if (!isSecret) return finding;
  const { value: _, ...rest } = finding;
  const said = message
    .replace(valueAndKind(value), 'this text is not allowed here')
    .replace(show(value), 'this text');
  return { ...rest, message: said.includes(value) ? 'this text is not allowed here' : said, hint: belongs };
}

import { randomBytes, timingSafeEqual } from 'node:crypto';

/** One-time token of the first address, and the secret of the cookie that it becomes. */
export interface Session {
  /** Part of the address that the command prints. */
  readonly token: string;
  /** Returns the value of the cookie for the token, the first time; undefined for any other text, and afterwards. */
  redeem(token: string): string | undefined;
  /** True for the value of the cookie. */
  isOpen(cookie: string | undefined): boolean;
}

const bytes = 32;

export function createSession(random: (size: number) => Buffer = randomBytes): Session {
  const token = random(bytes).toString('base64url');
  const secret = random(bytes).toString('base64url');
  let isUsed = false;
  return {
    token,
    redeem(given) {
      if (isUsed || !isSame(given, token)) return undefined;
      isUsed = true;
      return secret;
    },
    isOpen: (cookie) => cookie !== undefined && isSame(cookie, secret),
  };
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

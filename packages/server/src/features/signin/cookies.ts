/** A cookie for the pages of one origin, which no script reads and no other site sends along with a form. */
export interface CookieOptions {
  /** Sent over TLS only. Then its name has a prefix by which the browser refuses one that a neighbouring host has set. */
  secure: boolean;
  /** 0: it goes at once. */
  maxAgeSeconds: number;
}

const nameOf = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name);

/** The value of a `Set-Cookie` header. `value` is URL-safe text. */
export function setCookie(name: string, value: string, { secure, maxAgeSeconds }: CookieOptions): string {
  const attributes = ['Path=/', `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax'];
  if (secure) attributes.push('Secure');
  return [`${nameOf(name, secure)}=${value}`, ...attributes].join('; ');
}

/** A cookie of a `Cookie` header; undefined when it is not there. */
export function readCookie(header: string | undefined, name: string, secure: boolean): string | undefined {
  const start = `${nameOf(name, secure)}=`;
  for (const part of (header ?? '').split(';')) {
    const cookie = part.trim();
    if (cookie.startsWith(start)) return cookie.slice(start.length);
  }
  return undefined;
}

/** 128 random bits as hexadecimal digits. `crypto.randomUUID` exists over https only, and a horde on a local network has none. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

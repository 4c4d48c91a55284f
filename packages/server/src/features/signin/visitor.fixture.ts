/** A browser without pictures: keeps the cookies of each origin, goes where it is sent, and fills in forms. */
export class Visitor {
  readonly #jars = new Map<string, Map<string, string>>();
  /** The `Set-Cookie` headers of the last page. */
  lastCookies: string[] = [];

  /** @param stopAt an address that begins so is not visited, but handed out as `location` */
  async visit(address: string, { stopAt }: { stopAt?: string } = {}): Promise<Page> {
    let url = address;
    for (let hop = 0; hop < 10; hop += 1) {
      const response = await this.#send(url);
      const location = response.headers.get('location');
      if (location === null) return pageOf(url, response);
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (stopAt !== undefined && url.startsWith(stopAt)) return { url, status: response.status, html: '' };
    }
    throw new Error(`${address} sends its visitors round and round`);
  }

  /** Sends a form, and goes where it leads. */
  async send(address: string, fields: Record<string, string>): Promise<Page> {
    const response = await this.#send(address, { method: 'POST', body: new URLSearchParams(fields) });
    const location = response.headers.get('location');
    if (location === null) return pageOf(address, response);
    await response.body?.cancel();
    return this.visit(new URL(location, address).href);
  }

  cookie(origin: string, name: string): string | undefined {
    return this.#jars.get(origin)?.get(name);
  }

  setCookie(origin: string, name: string, value: string): void {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar.set(name, value));
  }

  cookieHeader(origin: string): string {
    return [...(this.#jars.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async #send(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url);
    const cookie = this.cookieHeader(origin);
    const response = await fetch(url, { ...init, redirect: 'manual', headers: cookie ? { cookie } : {} });
    this.lastCookies = response.headers.getSetCookie();
    for (const line of this.lastCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0(;|$)/i.test(line)) this.#jars.get(origin)?.delete(name);
      else this.setCookie(origin, name, value);
    }
    return response;
  }
}

export interface Page {
  url: string;
  status: number;
  html: string;
}

const pageOf = async (url: string, response: Response): Promise<Page> => ({
  url,
  status: response.status,
  html: await response.text(),
});

export const keyIn = (html: string): string => /<code class="ah-api-key">([^<]+)</.exec(html)?.[1] ?? '';
export const formTokenIn = (html: string): string =>
  /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? '';
export const refusalIn = (html: string): string => /<p class="refused"[^>]*>([^<]+)</.exec(html)?.[1] ?? '';

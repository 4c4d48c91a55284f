/** Who may vouch for people; a provider that is absent is not offered. The secrets of these clients are kept apart. */
export interface SignInConfig {
  google?: { clientId: string };
  github?: { clientId: string };
  discord?: { clientId: string };
  /** Any provider of OpenID Connect. */
  oidc?: { clientId: string; issuer: string /** On the button. */; name: string };
}

export type ProviderName = keyof SignInConfig;

/** Who a person is, as a provider vouches for it. */
export interface Identity {
  /** The sign-in id of the account: `g_…`, `gh_…`, `d_…`, `oidc_…`. */
  accountKey: string;
  /** How the person is called there; undefined where that was not asked for. */
  name: string | undefined;
}

/** What one sign-in is held together by: it stands in a cookie of the browser that began it. */
export interface Checks {
  state: string;
  nonce: string;
  /** Of PKCE: a thief of the code cannot use it without this. */
  verifier: string;
}

/** A service that vouches for people. */
export interface Provider {
  readonly name: ProviderName;
  /** On the button. */
  readonly title: string;
  /** Where to send the browser. @throws an error of `openid-client` when the provider is away */
  begin(checks: Checks, redirectUri: string): Promise<URL>;
  /**
   * Takes what the browser came back with.
   * @param answer the whole address it came back to
   * @throws an error of `openid-client`, or SignInError
   */
  finish(answer: URL, checks: Checks): Promise<Identity>;
}

import { HordeError } from '@openhorde/contract';
import type { Principal } from '../../../http/index.ts';
import type { NetworkMap } from '../../../platform/networks.ts';

/** What a provider says of an address. `unknown`: it could not say now, and may be asked again. */
export type Verdict = 'safe' | 'unsafe' | 'unknown';

/** A source that knows which addresses hide their users: VPNs, proxies, data centres. */
export interface SafetyProvider {
  /** At once, from memory; undefined: it must be asked. */
  known(ip: string): Verdict | undefined;
  ask(ip: string): Promise<Verdict>;
}

export interface SafetyNeeds {
  /** Absent: every address is safe. */
  provider: SafetyProvider | undefined;
  /** Members are always safe. */
  safe: Pick<NetworkMap<unknown>, 'has'>;
}

type Asked = Pick<Principal, 'trusted' | 'vpn'> & { patron?: boolean };

/** Whether addresses are what they seem to be (rules-countermeasures §1.2). Trusted users, and those who may, hide. */
export class AddressSafety {
  readonly #needs: SafetyNeeds;

  constructor(needs: SafetyNeeds) {
    this.#needs = needs;
  }

  /**
   * At the pop of a worker.
   * @returns whether the address is unsafe, which in a raid is suspected and let in
   * @throws HordeError UnsafeIP, TooManyNewIPs
   */
  async isUnsafeWorker(ip: string, owner: Asked, raid: boolean): Promise<boolean> {
    const known = this.#known(ip, owner);
    const verdict = known ?? (await this.#needs.provider!.ask(ip));
    if (verdict === 'unknown') throw new HordeError('TooManyNewIPs');
    if (verdict === 'unsafe' && !raid) throw new HordeError('UnsafeIP');
    return verdict === 'unsafe';
  }

  /**
   * Whether a request comes from a safe address; one that the provider cannot judge now counts as safe.
   * Outside of a raid only verdicts in memory count: a request does not wait for a foreign service.
   */
  async isSafeRequester(ip: string, user: Asked, raid: boolean): Promise<boolean> {
    const known = this.#known(ip, user);
    if (known !== undefined) return known !== 'unsafe';
    return !raid || (await this.#needs.provider!.ask(ip)) !== 'unsafe';
  }

  #known(ip: string, { trusted, vpn, patron = false }: Asked): Verdict | undefined {
    const { provider, safe } = this.#needs;
    if (!provider || trusted || vpn || patron || safe.has(ip)) return 'safe';
    return provider.known(ip);
  }
}

/** Asks one provider after another: an address that any of them finds unsafe is. */
export function allOf(providers: readonly SafetyProvider[]): SafetyProvider | undefined {
  if (providers.length <= 1) return providers[0];
  return {
    known(ip) {
      const verdicts = providers.map(provider => provider.known(ip));
      if (verdicts.includes('unsafe')) return 'unsafe';
      return verdicts.includes(undefined) ? undefined : worst(verdicts as Verdict[]);
    },
    ask: async ip => worst(await Promise.all(providers.map(provider => provider.ask(ip)))),
  };
}

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('unsafe') ? 'unsafe' : verdicts.includes('unknown') ? 'unknown' : 'safe';

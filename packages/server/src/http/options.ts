import type { Logger } from 'pino';
import type { Outage } from '../platform/outages.ts';
import type { BodyLimits } from './bodies.ts';
import type { LimitStore } from './limitStore.ts';
import type { Principal } from './principal.ts';

/** What the door reads of the configuration. */
export interface HttpConfig {
  /** Without a slash at the end; may differ from call to call. */
  readonly publicUrl: string;
  /**
   * There when PUBLIC_URL is absent: addresses are made from the host that a call came to, if that is this machine's or
   * one of these.
   */
  readonly allowedHosts?: readonly string[];
  /** Addresses and networks (CIDR) whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly rateLimits: boolean;
  /** Of the software. */
  readonly version: string;
  /** Where the source of what runs here is. Default: the server itself. */
  readonly repository?: string;
  /** Opens the routes that only the loopback address may call. */
  readonly devTestUsers: boolean;
  /** What bodies that are on their way may cost. */
  readonly bodies?: Partial<BodyLimits>;
  /** Keep answers for as long as their routes allow. Default false: every answer is current. */
  readonly responseCache?: boolean;
}

export interface HttpOptions {
  readonly config: HttpConfig;
  readonly log: Logger;
  /** The account of a plain key; undefined when no account has it. */
  authenticate(apikey: string): Promise<Principal | undefined>;
  /** Milliseconds since 1970. */
  now?(): number;
  /** Addresses with the higher limits: those of services, and those that trusted users came from lately. */
  isWhitelisted?(ip: string): boolean;
  /** Whether a text is a key that its owner shares. */
  isSharedKey?(apikey: string): Promise<boolean>;
  /** @throws HordeError TimeoutIP for an address that is in time-out */
  assertWelcome?(ip: string): void;
  /** Whether a passkey of `Proxy-Authorization` is one of a service in good standing; then `Proxied-For` is believed. */
  isProxyPasskey?(passkey: string): Promise<boolean>;
  /** What the service tells of itself under the key `openhorde` of its serviceinfo. */
  serviceFacts?(): object;
  /** Told of everything that this node cannot do at the moment. */
  onOutage?(outage: Outage): void;
  /** Where limits are counted. Default: in the memory of this node. */
  limitStore?: LimitStore;
  /** The folder of the built pages. Default: none are served. */
  pages?: string;
}

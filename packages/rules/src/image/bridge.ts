/**
 * Bridge agents: `name:version:url`, split at the first two colons. What a worker can do follows from name and version.
 *
 * Our own worker may say in the fragment of its url what its engines can really do, which replaces the table:
 * `OpenHorde Worker:1.0.0:https://example.org#can=img2img,r2,RealESRGAN_x2plus&samplers=k_euler,lcm`.
 */
import { BRIDGE_TABLES, LEGACY_WORKER, OFFICIAL_AGENTS, OPENHORDE_WORKER } from './bridgeTables.ts';

/** A parsed agent with its capabilities. Build it once at check-in. */
export interface BridgeAgent {
  name: string;
  /** Major version; half less for a pre-release of `x.0.0`, which comes before it. */
  version: number;
  capabilities: ReadonlySet<string>;
  karrasSamplers: ReadonlySet<string>;
  plainSamplers: ReadonlySet<string>;
}

/** Version that the sampler table of an unknown bridge is read at. */
const UNKNOWN_SAMPLER_VERSION = 23;

/** Semantic version with optional minor and patch. */
const VERSION = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]*)?$/;

const EVERY_CAPABILITY: ReadonlySet<string> = new Set(
  Object.values(BRIDGE_TABLES).flatMap(rows => rows.flatMap(row => row.capabilities ?? [])),
);

function parseVersion(text: string): number | undefined {
  const match = VERSION.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor = '0', patch = '0', preRelease] = match;
  const beforeRelease = preRelease !== undefined && Number(minor) === 0 && Number(patch) === 0;
  const version = Number(major) - (beforeRelease ? 0.5 : 0);
  return Number.isSafeInteger(Number(major)) ? version : undefined;
}

function union(name: string, version: number, pick: 'capabilities' | 'karras' | 'plain'): Set<string> {
  const rows = Object.hasOwn(BRIDGE_TABLES, name) ? (BRIDGE_TABLES[name] ?? []) : [];
  return new Set(rows.filter(row => row.version <= version).flatMap(row => row[pick] ?? []));
}

function declared(url: string): { can: Set<string> | undefined; samplers: Set<string> | undefined } {
  const hash = url.indexOf('#');
  const fields = new URLSearchParams(hash < 0 ? '' : url.slice(hash + 1));
  const list = (key: string) => {
    const value = fields.get(key);
    return value === null ? undefined : new Set(value.split(',').filter(word => word !== ''));
  };
  const can = list('can');
  return {
    can: can && new Set([...can].filter(word => EVERY_CAPABILITY.has(word))),
    samplers: list('samplers'),
  };
}

/** Agents that were read: workers say theirs at every pop, and there are few. */
const known = new Map<string, BridgeAgent>();
const KNOWN_MAX = 1000;

/** As `readBridgeAgent`; the same text gives the same object for as long as it is asked for. */
export function parseBridgeAgent(agent: string): BridgeAgent {
  let bridge = known.get(agent);
  if (!bridge) {
    if (known.size >= KNOWN_MAX) known.clear();
    bridge = readBridgeAgent(agent);
    known.set(agent, bridge);
  }
  return bridge;
}

/**
 * Reads an agent. One that is not `name:version:url` with a numeric version is `unknown` at version 0: it has no
 * capability, and like any unlisted name the samplers of the old official worker.
 */
function readBridgeAgent(agent: string): BridgeAgent {
  const first = agent.indexOf(':');
  const second = first < 0 ? -1 : agent.indexOf(':', first + 1);
  const parsed = second < 0 ? undefined : parseVersion(agent.slice(first + 1, second));
  const name = parsed === undefined ? 'unknown' : agent.slice(0, first);
  const version = parsed ?? 0;
  const listed = Object.hasOwn(BRIDGE_TABLES, name);
  const samplerName = listed ? name : LEGACY_WORKER;
  const samplerVersion = listed ? version : UNKNOWN_SAMPLER_VERSION;
  const bridge = {
    name,
    version,
    capabilities: union(name, version, 'capabilities'),
    karrasSamplers: union(samplerName, samplerVersion, 'karras'),
    plainSamplers: union(samplerName, samplerVersion, 'plain'),
  };
  if (name !== OPENHORDE_WORKER) return bridge;
  const own = declared(agent.slice(second + 1));
  return {
    ...bridge,
    capabilities: own.can ?? bridge.capabilities,
    karrasSamplers: own.samplers ?? bridge.karrasSamplers,
  };
}

/** Whether the bridge runs a sampler with the wanted schedule. */
export function canSample(bridge: BridgeAgent, sampler: string, karras: boolean): boolean {
  return bridge.karrasSamplers.has(sampler) || (!karras && bridge.plainSamplers.has(sampler));
}

/** Highest version that changes what an agent can do; 0 for names without a table. */
export function latestVersion(name: string): number {
  const rows = Object.hasOwn(BRIDGE_TABLES, name) ? (BRIDGE_TABLES[name] ?? []) : [];
  return Math.max(0, ...rows.filter(row => row.capabilities).map(row => row.version));
}

/**
 * Share of the price that an image worker is paid, in percent (rules-kudos §3.2): 100 for an official agent at its
 * latest version, 90 for an older one, 75 for any other.
 */
export function bridgeMultiplierPercent(bridge: BridgeAgent): number {
  if (!OFFICIAL_AGENTS.has(bridge.name)) return 75;
  return bridge.version >= latestVersion(bridge.name) ? 100 : 90;
}

import net from 'node:net';

/**
 * Hosts that a horde must not connect to (notes on outbound requests): this machine in every way of writing it, private
 * and link-local networks, metadata services, what carries an IPv4 address inside an IPv6 one, and names of them.
 */
export const FORBIDDEN_HOSTS = [
  'localhost',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '0.0.0.0',
  '0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '168.63.129.16',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:7f00:1::]',
  '①②⑦.⓪.⓪.①',
  'local.test',
  'private.test',
  'mapped.test',
  'mixed.test',
  'mixed-six.test',
];

const NAMES: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'local.test': ['127.0.0.1'],
  'private.test': ['192.168.1.1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  // A name with a public and a private address, either way round; nobody connects to the public one.
  'mixed.test': ['8.8.8.8', '127.0.0.1'],
  'mixed-six.test': ['::1', '2001:4860:4860::8888'],
};

/** Answers for the names above, and for nothing else. */
export async function resolveForbidden(hostname: string): Promise<{ address: string; family: number }[]> {
  return (NAMES[hostname] ?? []).map(address => ({ address, family: net.isIP(address) }));
}

import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Horde } from '../../app/horde.ts';
import { clientOf, doorOf } from '../../http/door.ts';
import { sendKudos } from '../transfers/index.ts';
import { fieldOf, sendPage } from './sendPage.ts';
import { transferForm } from './transferPage.ts';

const BODY_BYTES_MAX = 4096;

type Needs = Pick<Horde, 'accounts' | 'sharedKeys' | 'commands' | 'world'>;

/** `/transfer`, where a person sends kudos with nothing but a browser and a key. */
export function transferPageRoutes(app: FastifyInstance, needs: Needs): void {
  const door = doorOf(app);

  app.get('/transfer', (_request, reply) => sendPage(reply, 200, transferForm()));

  app.post('/transfer', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const [username, amount, apikey] = ['username', 'amount', 'src_api_key'].map(name =>
      fieldOf(request, name).trim(),
    ) as [string, string, string];
    await door.meet(request);
    const { ip, peerIp } = clientOf(request);
    // The page is no way around the limits of the API.
    const { transferKudos } = routes;
    const counted = { method: 'POST', path: `/api${transferKudos.path}`, ip, peerIp, apikey };
    await door.limiter?.count(transferKudos, counted, reply);
    try {
      const sent = await send(needs, { username, amount, apikey });
      return sendPage(reply, 200, transferForm({ done: `${sent} kudos are on their way to ${username}.` }));
    } catch (error) {
      if (!(error instanceof HordeError)) throw error;
      return sendPage(reply, error.status, transferForm({ username, amount, refusal: error.message }));
    }
  });
}

/** @throws HordeError */
async function send(
  needs: Needs,
  { username, amount, apikey }: { username: string; amount: string; apikey: string },
): Promise<number> {
  const sender = await needs.accounts.byKey(apikey);
  if (!sender) throw new HordeError('InvalidAPIKey');
  if ((sender.keyScope ?? 'all') !== 'all') throw new HordeError('KeyScopeInsufficient');
  if (!/^\d{1,15}$/.test(amount)) {
    throw new HordeError('BadRequest', { message: 'The amount must be a whole number of kudos.' });
  }
  return sendKudos(needs, sender, { username, amount: Number(amount) });
}

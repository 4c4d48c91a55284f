import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientOf, doorOf } from '../../http/door.ts';
import { MemoryLimitStore } from '../../http/limitStore.ts';
import { householdOf } from '../../platform/networks.ts';
import type { FirstAdmin } from '../accounts/index.ts';
import { firstAdminForm } from './firstAdminPage.ts';
import { refusalOfName } from './register.ts';
import { keyPage, refusalPage } from './registerPage.ts';
import { fieldOf, sendPage } from './sendPage.ts';

export const FIRST_ADMIN_PATH = '/first-administrator';

const BODY_BYTES_MAX = 4096;
/** Calls of one address within the window; a person who was given an address that works needs two. */
const CALLS_MAX = 30;
const WINDOW_MILLISECONDS = 3_600_000;

const CLOSED = 'This address is no longer good: it was used, or the horde has an administrator already.';
const WAY = `<p class="small">On the machine of this horde, <code>openhorde user role Ada#1 admin on</code> makes an
administrator of an account. Everybody may <a href="/register">register</a>.</p>`;

type Call = FastifyRequest<{ Params: { token: string } }>;

/** The one-time address under which a horde gets its first administrator. */
export function firstAdminRoutes(
  app: FastifyInstance,
  { firstAdmin, now }: { firstAdmin: FirstAdmin; now(): number },
): void {
  const door = doorOf(app);
  const limits = new MemoryLimitStore(now);
  const path = `${FIRST_ADMIN_PATH}/:token`;

  const closed = (reply: FastifyReply) =>
    sendPage(reply, 404, refusalPage(CLOSED, { title: 'Nothing to do here', way: WAY }));

  /** Whether the call was refused because too many came from its address. */
  async function isTooMany(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    await door.meet(request);
    const { count } = limits.hit(householdOf(clientOf(request).peerIp), WINDOW_MILLISECONDS);
    if (!door.limiter || count <= CALLS_MAX) return false;
    sendPage(reply, 429, refusalPage('Many calls came from your address. Try again in an hour.'));
    return true;
  }

  app.get(path, async (request: Call, reply) => {
    if (await isTooMany(request, reply)) return reply;
    const isOpen = await firstAdmin.isOpen(request.params.token);
    return isOpen ? sendPage(reply, 200, firstAdminForm({})) : closed(reply);
  });

  app.post(path, { bodyLimit: BODY_BYTES_MAX }, async (request: Call, reply) => {
    if (await isTooMany(request, reply)) return reply;
    const { token } = request.params;
    if (!(await firstAdmin.isOpen(token))) return closed(reply);
    const username = fieldOf(request, 'username');
    const refusal = refusalOfName(username);
    if (refusal !== undefined) return sendPage(reply, 400, firstAdminForm({ refusal, username }));
    const made = await firstAdmin.make(token, username);
    if (!made) return closed(reply);
    const { user, key } = made;
    return sendPage(
      reply,
      200,
      keyPage({ alias: user.alias, key, holder: 'administrator', isRenewed: false }),
    );
  });
}

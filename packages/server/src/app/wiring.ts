import { isKnown, kudosForWorker } from '@openhorde/rules';
import type { FastifyInstance } from 'fastify';
import type { Modes } from '../core/needs.ts';
import { WORKERS } from '../core/nodes.ts';
import { drainRequests, requestRoutes } from '../core/requests/index.ts';
import type { Worker } from '../core/workers/index.ts';
import { type Accounts, type AccountsFeature, accountsFeature } from '../features/accounts/index.ts';
import { auditRoutes } from '../features/audit/index.ts';
import { documentRoutes } from '../features/documents/index.ts';
import { type ModelsFeature, modelsFeature } from '../features/models/index.ts';
import { type ModerationFeature, moderationFeature } from '../features/moderation/index.ts';
import {
  FIRST_ADMIN_PATH,
  firstAdminRoutes,
  pageRoutes,
  publicPageRoutes,
  signInRoutes,
  transferPageRoutes,
} from '../features/pages/index.ts';
import { type RatingsFeature, ratingsFeature } from '../features/ratings/index.ts';
import { SharedKeys, sharedKeyRoutes } from '../features/sharedkeys/index.ts';
import { type ProviderEndpoints, signInFeature } from '../features/signin/index.ts';
import { pruneMinutes, statRoutes } from '../features/stats/index.ts';
import { type StatusFeature, statusFeature } from '../features/status/index.ts';
import { Collections, Styles, styleRoutes, stylesOfUsers } from '../features/styles/index.ts';
import { teamRoutes } from '../features/teams/index.ts';
import { transferRoutes } from '../features/transfers/index.ts';
import { type WebhooksFeature, webhooksFeature } from '../features/webhooks/index.ts';
import {
  type EditNeeds,
  messageRoutes,
  tendMessages,
  WorkerMessages,
  workerRoutes,
} from '../features/workers/index.ts';
import type { HttpOptions } from '../http/index.ts';
import { type AlchemyKind, alchemyRoutes, alchemyRules, tendResults } from '../kinds/alchemy/index.ts';
import { imageRoutes, imageRules, imageStyleRules, resultKey } from '../kinds/image/index.ts';
import { textRoutes, textRules, textStyleRules } from '../kinds/text/index.ts';
import type { Timers } from '../platform/timers.ts';
import type { Context } from './context.ts';
import { buildCore, type Core, loadCore, openKind, tendCore } from './core.ts';
import { belongingsOf, followAccounts, tendPeople } from './people.ts';
import type { Secrets } from './secrets.ts';

/** What the HTTP server of a node is made of. */
export interface Features {
  accounts: Accounts;
  /** Accounts with what watches them. */
  people: AccountsFeature;
  authenticate: HttpOptions['authenticate'];
  webhooks: Pick<WebhooksFeature, 'wake'>;
  ratings: Pick<RatingsFeature, 'keepShared'>;
  /** Whether an address is that of a service that calls for many people. */
  isService(ip: string): boolean;
  routes(app: FastifyInstance): void;
  /** A new one-time address under which the first administrator may be made; undefined: there is one. */
  firstAdminAddress(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** How the node is reached, and whom it reaches. */
export interface Outside {
  /** Without a slash at the end; with port 0 (tests) right only after listening. */
  publicUrl(): string;
  /** For tests: stand-ins of those who vouch for people. */
  signInEndpoints?: Partial<ProviderEndpoints> | undefined;
}

/** What the features are given parts of; each names what it takes. */
function partsOf(context: Context, core: Core, { accounts: people, moderation, models, status }: Standing) {
  const { db, bus, world } = context;
  const { accounts, patrons } = people;
  return {
    ...context,
    ...core,
    accounts,
    patrons,
    guards: moderation,
    sharedKeys: new SharedKeys(db),
    styles: new Styles(db),
    collections: new Collections(db),
    /** Messages to workers. */
    messages: new WorkerMessages({ database: db, bus, now: world.now }),
    /** The models that are known, of images and of texts. */
    reference: () => models.image.current,
    textReference: () => models.text.current,
    modes: (): Modes => status.modes.current,
  };
}

export type Parts = ReturnType<typeof partsOf>;

/** The features that the kernel is built on. */
interface Standing {
  accounts: AccountsFeature;
  moderation: ModerationFeature;
  models: ModelsFeature;
  status: StatusFeature;
}

/** Puts the features together: the one place that knows all of them. */
export async function openFeatures(
  context: Context,
  secrets: Secrets,
  timers: Timers,
  { publicUrl, signInEndpoints }: Outside,
): Promise<{ horde: Parts; features: Features }> {
  const { db, bus } = context;
  const accounts = accountsFeature(context, secrets);
  const status = await statusFeature(context);
  const models = await modelsFeature(context, { timers });
  const moderation = await moderationFeature(context, {
    secrets,
    suspect: report => core.commands.suspect(report),
  });
  const core = buildCore(context, {
    people: accounts,
    notices: moderation.notices,
    isRaid: () => status.modes.current.raid,
  });
  const horde = partsOf(context, core, { accounts, moderation, models, status });
  const { world, objects } = context;
  const payableCents = (userId: number) =>
    kudosForWorker(horde.balances.known(userId), horde.balances.floor(userId));
  const image = openKind(
    horde,
    imageRules({
      world,
      objects,
      reference: horde.reference,
      payableCents,
      batchDivisor: context.config.batchDivisor,
    }),
  );
  const text = openKind(horde, textRules({ world, reference: horde.textReference, payableCents }));
  const alchemy: AlchemyKind = openKind(
    horde,
    alchemyRules({ world, objects, payableCents, board: () => alchemy.board }),
  );
  const webhooks = webhooksFeature(context, {
    timers,
    webhookKey: secrets.webhookKey,
    kinds: horde.kinds,
  });
  const ratings = ratingsFeature(horde, image, {
    timers,
    pseudonymKey: secrets.pseudonymKey,
    resultKey,
  });
  models.image.onChange(() => image.crew.forget());
  models.text.onChange(() => text.crew.forget());
  await horde.messages.load();
  await loadCore(context, core);
  tendCore(context, core, timers);
  tendMessages(horde, timers);
  moderation.tend(timers);
  tendResults(horde, timers);
  timers.repeat({ name: 'prune minutes', everyMs: 600_000, run: () => pruneMinutes(db, world.now()) });
  const registry = horde.workers;
  const edits: EditNeeds = { db, now: world.now, registry, tell: (ids, on) => bus.publish(WORKERS, ids, on) };
  followAccounts(accounts, horde, edits);
  tendPeople(accounts, horde, timers);
  const signIn = signInFeature(
    context,
    { key: secrets.signInKey, clients: secrets.signInClients },
    { timers, ...(signInEndpoints && { endpoints: signInEndpoints }) },
  );
  const drain = shared(() => drainRequests(horde));
  // Each node does it: what another one lets in until it hears of the mode is taken out then.
  status.modes.onChange((now, before) => {
    if (now.maintenance && !before.maintenance)
      drain().catch(error => horde.log.error({ err: error }, 'the queue was not drained'));
  });
  const features: Features = {
    accounts: accounts.accounts,
    people: accounts,
    authenticate: accounts.authenticate,
    webhooks,
    ratings,
    isService: ip => moderation.isService(ip),
    routes(app) {
      accounts.routes(app, {
        stylesOf: (users, options) => stylesOfUsers(horde.styles, users, options),
        workerIdsOf: userId => imageAndText(registry.ofUser(userId)),
        activeGenerationsOf: userId => ({
          image: [...image.board.ofUser(userId)].map(entry => entry.id),
          text: [...text.board.ofUser(userId)].map(entry => entry.id),
          alchemy: [...new Set([...alchemy.board.ofUser(userId)].flatMap(form => form.parentId ?? []))],
        }),
        deleteBelongings: belongingsOf(horde, edits),
      });
      models.routes(app, { registry, imageBoard: image.board, textBoard: text.board });
      status.routes(app, {
        drain,
        registry,
        imageBoard: image.board,
        textBoard: text.board,
        alchemyBoard: alchemy.board,
      });
      const workerParts = { ...edits, world, accounts: accounts.accounts, messages: horde.messages };
      workerRoutes(app, {
        ...workerParts,
        shownByKind: worker => horde.kinds.get(worker.type)?.rules.workerDetails(worker) ?? {},
      });
      messageRoutes(app, workerParts);
      teamRoutes(app, workerParts);
      auditRoutes(app, db);
      moderation.routes(app, {
        accounts: accounts.accounts,
        addressOfWorker: async id => (await registry.find(id))?.ip,
      });
      pageRoutes(app, {
        accounts: accounts.accounts,
        signIn,
        now: context.world.now,
        isRaid: () => status.modes.current.raid,
        isInTimeout: ip => moderation.timeouts.secondsLeft(ip) !== undefined,
      });
      firstAdminRoutes(app, { firstAdmin: accounts.firstAdmin, now: world.now });
      sharedKeyRoutes(app, horde);
      transferRoutes(app, horde);
      transferPageRoutes(app, { ...horde, signIn });
      signInRoutes(app, { signIn, publicUrl, now: world.now });
      styleRoutes(app, horde, { image: imageStyleRules(horde), text: textStyleRules });
      requestRoutes(app, horde);
      imageRoutes(app, horde, image);
      textRoutes(app, horde, text);
      alchemyRoutes(app, horde, alchemy);
      webhooks.routes(app);
      ratings.routes(app);
      statRoutes(app, { db, now: world.now, isKnownImageModel: name => isKnown(name, horde.reference()) });
      documentRoutes(app, { home: context.config.home });
      publicPageRoutes(app, horde);
    },
    async firstAdminAddress() {
      const token = await accounts.firstAdmin.invite();
      return token === undefined ? undefined : `${publicUrl()}${FIRST_ADMIN_PATH}/${token}`;
    },
    async close() {
      await accounts.close();
      status.close();
    },
  };
  return { horde, features };
}

/** Alchemists are not among the workers that the page of an account counts. */
const imageAndText = (workers: readonly Worker[]): string[] =>
  workers.filter(worker => worker.type !== 'interrogation').map(worker => worker.id);

/** Callers that ask while the work is being done wait for that run. */
function shared(work: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () =>
    (running ??= work()
      .then(() => {})
      .finally(() => {
        running = undefined;
      }));
}

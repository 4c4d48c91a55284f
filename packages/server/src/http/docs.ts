import { randomBytes } from 'node:crypto';
import { API_VERSION, openapiDocument, swaggerDocument } from '@openhorde/contract';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import type { HttpConfig } from './options.ts';
import { PAGE_HEADERS } from './pages.ts';
import { pathOf } from './unknownPaths.ts';

const DAY_SECONDS = 86_400;

/** Colours of the reference that are too pale to be read by everybody, made darker (on dark ground lighter). */
const REFERENCE_STYLE = `
.light-mode { --scalar-color-3: #646464; --scalar-color-green: #00714a; --scalar-color-red: #c8102e; }
.dark-mode { --scalar-color-3: #a2a2a2; --scalar-color-red: #ff7a70; }
`;

/** Its editor is a combobox that does not say whether it is open. */
const REFERENCE_SCRIPT = `
new MutationObserver(() => {
  for (const box of document.querySelectorAll('[role="combobox"]:not([aria-expanded])')) box.ariaExpanded = 'false';
}).observe(document.body, { childList: true, subtree: true });
`;

/** The documents of the API, the page to read them in, and what the service says of itself. */
export async function docRoutes(
  app: FastifyInstance,
  { config, serviceFacts = () => ({}) }: { config: HttpConfig; serviceFacts?: () => object },
): Promise<void> {
  // Texts are made once: they do not change while a node runs.
  for (const [path, document] of [
    ['/api/swagger.json', swaggerDocument()],
    ['/api/openapi.json', openapiDocument()],
  ] as const) {
    const text = JSON.stringify(document);
    app.get(path, (_request, reply) => reply.type('application/json; charset=utf-8').send(text));
  }
  app.get('/.well-known/serviceinfo', () => ({
    ...serviceInfo(config),
    openhorde: serviceFacts(),
  }));
  await app.register(referencePage);
}

/** The reference at `/api/`, its program served from here: it works without the internet. */
async function referencePage(app: FastifyInstance): Promise<void> {
  // The page starts its program with an inline script; only that one may run.
  const nonce = randomBytes(16).toString('base64url');
  const headers = {
    ...PAGE_HEADERS,
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (pathOf(request).endsWith('.js')) reply.header('cache-control', `public, max-age=${DAY_SECONDS}`);
  });
  app.addHook('onSend', async (_request, reply, page) => {
    if (typeof page !== 'string' || !String(reply.getHeader('content-type')).startsWith('text/html'))
      return page;
    return page
      .replace(/<html(?![^>]* lang=)/, '<html lang="en"')
      .replace('</body>', `<script nonce="${nonce}">${REFERENCE_SCRIPT}</script></body>`);
  });
  await app.register(reference, {
    routePrefix: '/api',
    configuration: {
      url: '/api/openapi.json',
      pageTitle: 'OpenHorde API',
      nonce,
      customCss: REFERENCE_STYLE,
      // "Try it" works at once.
      authentication: {
        preferredSecurityScheme: 'apikey',
        securitySchemes: { apikey: { type: 'apiKey', in: 'header', name: 'apikey', value: '0000000000' } },
      },
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}

function serviceInfo({ publicUrl, version, repository = publicUrl }: HttpConfig) {
  return {
    version: '0.2',
    software: {
      name: 'OpenHorde',
      version,
      repository,
      homepage: publicUrl,
      logo: `${publicUrl}/icon.svg`,
    },
    api: {
      aihorde: {
        name: 'AI Horde API',
        version: API_VERSION,
        base_url: `${publicUrl}/api/v2`,
        rel_url: '/api/v2',
        documentation: `${publicUrl}/api`,
      },
    },
  };
}

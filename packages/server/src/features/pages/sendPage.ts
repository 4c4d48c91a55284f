import type { FastifyReply, FastifyRequest } from 'fastify';
import { PAGE_HEADERS } from '../../http/pages.ts';
import { PAGE_POLICY } from './pageShell.ts';

export const STALE_FORM =
  'This page was open for too long, or came from elsewhere. Look it over and try again.';

/** A field of a form; the door hands bodies in as text. */
export function fieldOf(request: FastifyRequest, name: string): string {
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  return form.get(name) ?? '';
}

/** A whole page, which no cache keeps. */
export function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .code(status)
    .headers({ ...PAGE_HEADERS, 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(html);
}

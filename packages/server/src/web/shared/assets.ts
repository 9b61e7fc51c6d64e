import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ASK_ALWAYS, keepAsset, sendAsset } from '../../platform/http/kept-asset.ts';
import { hiddenOperation } from './hidden-operation.ts';

const FOLDER = new URL('../../../../portal/', import.meta.url);
const ASSETS = [
  { url: '/assets/portal.css', file: 'dist/portal.css', type: 'text/css; charset=utf-8' },
  { url: '/assets/portal.js', file: 'dist/portal.js', type: 'text/javascript; charset=utf-8' },
  { url: '/assets/favicon.svg', file: 'icons/favicon.svg', type: 'image/svg+xml' },
] as const;

/** Styles, script and icons, read once. */
export function registerAssets(scope: FastifyInstance): void {
  for (const { url, file, type } of ASSETS) {
    const asset = keepAsset(readFileSync(new URL(file, FOLDER)), type, ASK_ALWAYS);
    const handler = async (request: FastifyRequest, reply: FastifyReply) => sendAsset(asset, request, reply);
    scope.route({ method: 'GET', url, schema: hiddenOperation('portalAsset'), handler });
  }
}
